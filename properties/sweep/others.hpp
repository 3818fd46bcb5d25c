// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

#include <string_view>
#include <vector>

namespace lossproof {

/// A case and all components of an output that came.
struct Asked {
    Case question;
    std::vector<double> values;
};

/// A subject asked a few other cases with the same inputs and parameters, the richest of the stratum and of everyday numbers: whether a
/// slip is one is told by more numbers than a small case has.
std::vector<Asked> ask_others(Subject& subject, const Case& drawn, const std::string& output, std::string_view stratum, std::uint64_t seed);

}  // namespace lossproof
