// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/case.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lossproof {
struct Operation;
}

namespace lossproof::testing {

/// Numbers as a test has them: row-major, of any shape that makes sense for the input they are given for.
struct Numbers {
    std::vector<std::int64_t> shape;  ///< empty: one number
    std::vector<double> values;
    bool integral = false;
};

/// An input or a parameter of an operation, by name.
struct Argument {
    std::string name;
    std::variant<Numbers, std::string> value;
};

/// A proper question from arguments by name. A single number or row becomes a batch of one, leading dimensions become one batch
/// dimension, and a whole number serves where a real one is due. Throws UsageError, saying what was expected.
Case arranged(std::string_view operation, Format format, const std::vector<Argument>& arguments);

/// A parameter's value in the kind that the operation has it in. Throws UsageError for a name or value it does not have.
ParameterValue parameter_of(const Operation& operation, const Argument& argument);

/// The shape of an answer as the caller would have it, for one of the question's: batches that `arranged` folded are unfolded.
std::vector<std::int64_t> unfolded(const Case& question, const std::vector<Argument>& arguments, std::vector<std::int64_t> shape);

}  // namespace lossproof::testing
