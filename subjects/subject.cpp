// SPDX-License-Identifier: Apache-2.0
#include "subjects/subject.hpp"

namespace lossproof {

std::string_view text(Reply::Fault fault) {
    switch (fault) {
    case Reply::Fault::none: return "none";
    case Reply::Fault::crash: return "crash";
    case Reply::Fault::timeout: return "timeout";
    case Reply::Fault::wrong_shape: return "wrong_shape";
    case Reply::Fault::short_answer: return "short_answer";
    case Reply::Fault::noise_on_stdout: return "noise_on_stdout";
    case Reply::Fault::out_of_bounds_write: return "out_of_bounds_write";
    case Reply::Fault::protocol: return "protocol";
    case Reply::Fault::refused: return "refused";
    }
    return "unknown";
}

}  // namespace lossproof
