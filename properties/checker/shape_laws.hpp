// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/checker/law.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// What follows from the shape of an operation alone, whatever its formula: a row has the same loss in any batch, and classes may be
/// listed in another order. For operations that were added while the program runs; the catalogue's have laws of their own.
std::vector<Law> shape_laws(const Operation& operation);
/// The catalogue's laws, then those of every operation that was added.
std::vector<Law> all_laws();

}  // namespace lossproof
