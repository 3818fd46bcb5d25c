// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// The bound rule of an operation without constants counted by hand: inputs rounded once excuse κ, all else is what its stable algorithm
/// can lose on the very input (error_bound.hpp).
Bound computed_on_input(const Extent&);

/// Operations beside the catalogue's, added while the program runs. What was added stays where it is: one that replaces another of its
/// name leaves the earlier to those who hold it.
const Operation& add_operation(Operation operation);
/// Those that are found by their names, in the order in which they were added.
std::vector<const Operation*> added_operations();
/// The catalogue, then what was added.
std::vector<const Operation*> all_operations();

}  // namespace lossproof
