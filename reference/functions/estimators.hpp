// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/differences.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/oracle/input.hpp"

namespace lossproof {

// Estimators of KL(policy‖reference) from one sample, in r = log(reference) − log(policy). Schulman: Approximating KL divergence, 2020.

inline constexpr Input policy_log_probabilities{
    .name = "log_probabilities", .meaning = Meaning::log_probability, .shape = {Dim::N, Dim::K}, .letter = "ℓ"};
inline constexpr Input reference_log_probabilities{
    .name = "reference_log_probabilities", .meaning = Meaning::log_probability, .shape = {Dim::N, Dim::K}, .letter = "ℓ₀"};
inline constexpr std::string_view estimators_source = "Schulman: Approximating KL divergence, 2020";

/// e^r − 1 − r ≥ 0. Near 0 it is t − log(1+t) with t = e^r − 1, and nothing cancels; elsewhere e^r − 1 and r do not.
template <class T> T exponential_beyond_its_tangent(const T& r) { return expm1(r) - r; }
inline Machine exponential_beyond_its_tangent(const Machine& r) { return exp(r) - 1 - r; }
inline Printed exponential_beyond_its_tangent(const Printed& r) { return exp(r) - 1 - r; }
template <class T> T stably_beyond_its_tangent(const T& r) {
    return either(
        T(1) < abs(r), [&] { return expm1(r) - r; }, [&] { return -log1pmx(expm1(r)); });
}

}  // namespace lossproof
