// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/dice.hpp"
#include "properties/generators/traits.hpp"
#include "properties/generators/strata.hpp"

namespace lossproof {

/// The strata by number, in the order of the table in region.cpp.
enum class Region : std::uint8_t {
    moderate,
    dyadic,
    random_bits,
    peaked,
    saturated,
    huge_offset,
    tied,
    all_equal,
    one_minus_infinity,
    special,
    lse_near_zero,
    subnormal,
    near_kink,
    near_equal,
    cancelling,
    one_hot,
    near_one_hot,
    unnormalised,
    wide_range,
    tiny_variance,
    long_rows,
    many_rows,
    weighted,
    upstream,
    tails,
    labels,
    landmarks,
    crossed,
};

struct RegionRule {
    Region region;
    Stratum stratum;
    bool (*fits)(const Traits&);  ///< can it produce cases that are not trivial?
};
const std::vector<RegionRule>& region_rules();

}  // namespace lossproof
