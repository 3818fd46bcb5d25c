// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/numbers.hpp"
#include "properties/generators/sizes.hpp"

#include <optional>
#include <set>

namespace lossproof {

/// A case in the making.
struct Sketch {
    const Operation& operation;
    const Traits& traits;
    Region region;
    Format format;
    Dice& dice;
    const Takes& takes;
    Sizes sizes;
    Case drawn;
    std::size_t number;  ///< of the case in its stratum: the first ones hold what must not be left to chance
    std::optional<std::set<std::string_view>> given = {};  ///< the optional inputs it has; nothing: as the dice fall

    bool holds_landmarks() const { return region == Region::special && number == 0; }
    bool overflows_in_sums() const {
        return region == Region::saturated && (traits.residual ? number < 2 : traits.logit_rows && number < 1);
    }
    bool may_have(std::string_view option) const { return !takes || takes(option); }
    std::size_t group_count() const { return static_cast<std::size_t>(traits.rows ? sizes.rows : sizes.rows * sizes.columns); }
    Tensor* tensor(std::string_view name);
    Tensor* first_share();
    /// The first input of that meaning, after skipping so many; null if there is none.
    Tensor* first(Meaning meaning, int skip = 0);
    double parameter(std::string_view name, double otherwise) const;
};

/// Draw every input but weights and an upstream gradient: labels first, because rows are drawn around them.
void fill(Sketch& sketch);

/// Bring inputs together where the region is about their relation: nearly equal, on a kink, cancelling, far from 0.
void relate(Sketch& sketch);

/// Weights and an upstream gradient, where the region is about them, and the divisors that go with them.
void add_factors(Sketch& sketch);
/// One of them.
void add_factor(Sketch& sketch, const Input& input);

/// Rows with that label are ignored; the first row is not, unless all are to be.
void ignore(Sketch& sketch, std::int64_t label, bool all = false);

/// Put ±∞, NaN, ±0 and the largest numbers among the others.
void make_special(Sketch& sketch);

/// The same for the first case: every landmark of the format in every input.
void make_room_for_landmarks(Sketch& sketch);
void place_landmarks(Sketch& sketch);

/// So many first cases of these two leave nothing to chance.
inline constexpr std::size_t landmark_cases = 3, label_cases = 5;
/// The cases of `landmarks`: whole rows, each beside every one that another input can have.
void draw_landmark_rows(Sketch& sketch);
/// The cases of `labels`.
void draw_labels(Sketch& sketch);

}  // namespace lossproof
