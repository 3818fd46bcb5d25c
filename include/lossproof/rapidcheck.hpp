// SPDX-License-Identifier: Apache-2.0
// Hard inputs for RapidCheck: `const auto hard = *lossproof::hard_case("softmax", lossproof::Format::f32);` in a property.
#pragma once
#include "properties/generators/generator.hpp"
#include "properties/generators/strata.hpp"

namespace lossproof {

/// A hard input of an operation: any of its strata; a failing one is made smaller with fewer rows, columns, simpler numbers.
/// Throws UsageError for an unknown operation.
inline rc::Gen<Case> hard_case(std::string_view name, Format format) {
    const Operation& operation = operation_named(name);
    return rc::Gen<Case>([&operation, format](const rc::Random& random, int) {
        rc::Random dice(random);
        const auto strata = strata_of(operation, format);
        const auto& stratum = strata[dice.next() % strata.size()];
        return rc::shrinkable::shrinkRecur(draw_another(operation, format, stratum.name, dice.next()), &smaller_cases);
    });
}

}  // namespace lossproof
