// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/cause.hpp"
#include "reference/oracle/plan.hpp"

#include <string>
#include <vector>

namespace lossproof {

/// A question that is easily taken for the one that was put.
struct Other {
    Case question;
    const Cause* cause;
    std::string name;
    bool everywhere = true;  ///< else it may tell in some components alone, as an ε does on one side, or a lost tail beside other labels
};

/// The likelier slips first. No operation, no input and no parameter is known by its name.
std::vector<Other> other_questions(const Plan& plan);
/// The same inputs under the names of other operations.
std::vector<Other> other_operations(const Plan& plan);

}  // namespace lossproof
