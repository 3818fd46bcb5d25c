// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"
#include "reference/oracle/input.hpp"

namespace lossproof {

// Losses of a pair of answers, told by the log-probabilities that a policy and a reference give to them.

/// h = (c − r) − (c₀ − r₀): how much further the policy's answers are apart than the reference's.
template <class T> struct Pair {
    const T &chosen, &rejected, &reference_chosen, &reference_rejected;
    T lead() const { return (chosen - rejected) - (reference_chosen - reference_rejected); }
};

inline constexpr Input chosen_answer{.name = "chosen", .meaning = Meaning::log_probability, .shape = {Dim::N, Dim::K}, .letter = "c"};
inline constexpr Input rejected_answer{.name = "rejected", .meaning = Meaning::log_probability, .shape = {Dim::N, Dim::K}, .letter = "r"};
inline constexpr Input reference_of_chosen{
    .name = "reference_chosen", .meaning = Meaning::log_probability, .shape = {Dim::N, Dim::K}, .letter = "c₀"};
inline constexpr Input reference_of_rejected{
    .name = "reference_rejected", .meaning = Meaning::log_probability, .shape = {Dim::N, Dim::K}, .letter = "r₀"};

/// h where some log-probability is infinite: ±∞, or not a number where two of them pull apart.
inline std::optional<double> infinite_lead(const Pair<double>& pair) {
    const auto infinite = [](double v) { return std::isinf(v) ? v : 0.0; };
    const double lead =
        infinite(pair.chosen) - infinite(pair.rejected) - (infinite(pair.reference_chosen) - infinite(pair.reference_rejected));
    if (lead == 0) return std::nullopt;
    return lead;
}

}  // namespace lossproof
