// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/strata.hpp"

namespace lossproof {

/// A question that no number answers: a label that is no class, a parameter or a variance outside its range, tensors whose
/// shapes do not go together (some would broadcast).
struct Outside {
    Case proper;    ///< the nearest one that has an answer, with the outputs that are asked for
    Case question;  ///< the one that has none
    std::string what;
};

/// One of every kind that the operation can be asked; of options only those that the subject takes.
std::vector<Outside> outside_contract(const Operation& operation, Format format, std::uint64_t seed, const Takes& takes = {});

}  // namespace lossproof
