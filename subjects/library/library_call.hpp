// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/frames/messages.hpp"
#include "subjects/library/guarded_tensor.hpp"
#include "subjects/library/stdout_trap.hpp"

namespace lossproof {

/// One input as the worker hears of it.
struct InputBytes {
    std::string name;
    Dtype dtype;
    std::vector<std::int64_t> shape;
    std::string_view bytes;
};

/// A request as it reached the worker.
struct Question {
    std::string operation;
    Format format;
    Parameters parameters;
    std::vector<InputBytes> inputs;
    std::optional<InputBytes> upstream;
    std::vector<Request::Wanted> outputs;
};

/// What one call brought: a reply without outputs, and the bytes of the outputs in the order they were wanted.
struct CallResult {
    Reply reply;
    std::vector<std::string> outputs;
};

/// Call the library under watch: guard zones, poisoned outputs, unchanged inputs, quiet stdout, restored environment.
/// If an output still looks poisoned, and for a quarter of the cases anyhow, the call is repeated with another poison: that tells
/// chance from neglect, and an answer that depends on more than its request.
CallResult call_library(const lossproof_subject& subject, const Question& question, StdoutTrap& trap);

}  // namespace lossproof
