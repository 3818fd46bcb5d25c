// SPDX-License-Identifier: Apache-2.0
// The way into lanes and out of them: balls around runs of numbers, and the rounding test.
#include "reference/numbers/lane_runs.hpp"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reference/numbers/lane_rounding.cpp"
#include "hwy/foreach_target.h"
#include "reference/numbers/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {

/// x to the nearest multiple of the format's spacing at x, ties to even: 1.5·2^52 spacings are added and taken away, and the first sum,
/// whose own spacing that is, rounds.
HWY_INLINE V nearest(V x, I least_exponent, I to_shift) {
    const I exponent = hn::Max(hn::And(bits(x), set_bits(0x7ff0000000000000)), least_exponent);
    const V shift = of_bits(hn::Or(hn::Add(exponent, to_shift), set_bits(0x8000000000000)));
    return hn::Sub(hn::Add(x, shift), shift);
}
/// Rounding is monotone: where both ends round to one number, everything between them does. The ends are widened by more than their
/// roundings.
void RoundLanes(const Lanes& x, const FormatSpec& format, double* rounded) {
    const I least = set_bits(static_cast<std::int64_t>(1023 + format.min_exponent) << 52);
    const I to_shift = set_bits(static_cast<std::int64_t>(53 - format.precision) << 52);
    const V greatest = set(largest(format));
    for (size_t i = 0; i < Lanes::count; i += hn::Lanes(Doubles())) {
        const Pack p = load(x, i);
        const V reach = hn::MulAdd(hn::Abs(p.middle), set(0x1p-52), hn::Mul(p.radius, set(1 + 0x1p-50)));
        const V low = nearest(hn::Sub(p.middle, reach), least, to_shift), high = nearest(hn::Add(p.middle, reach), least, to_shift);
        const M decided = hn::And(hn::Eq(low, high), hn::Le(hn::Abs(low), greatest));
        hn::StoreU(hn::IfThenElse(decided, hn::Add(low, set(0)), set(std::numeric_limits<double>::quiet_NaN())), Doubles(), rounded + i);
    }
}

/// Halves of sums and differences of the ends, each with its roundings. Where a number is infinite or none, its difference with itself is
/// none.
void RunsToLanes(const double* values, size_t runs, size_t length, Lanes& lanes) {
    double *middle = Lanes::Loop::middles(lanes), *radius = Lanes::Loop::radii(lanes);
    for (size_t run = 0; run < runs; ++run) {
        const double* x = values + run * length;
        V low = hn::LoadU(Doubles(), x), high = low, odd = hn::Sub(low, low);
        for (size_t i = hn::Lanes(Doubles()); i < length; i += hn::Lanes(Doubles())) {
            const V next = hn::LoadU(Doubles(), x + i);
            low = hn::Min(low, next), high = hn::Max(high, next), odd = hn::Add(odd, hn::Sub(next, next));
        }
        const double least = hn::GetLane(hn::MinOfLanes(Doubles(), low)), most = hn::GetLane(hn::MaxOfLanes(Doubles(), high));
        const double none = hn::GetLane(hn::SumOfLanes(Doubles(), odd));
        middle[run] = least / 2 + most / 2 + none;
        radius[run] = least == most ? 0 : (most / 2 - least / 2) * (1 + 0x1p-45) + std::fabs(middle[run]) * 0x1p-51 + 0x1p-1000;
    }
}

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>

namespace lossproof {

HWY_EXPORT(RoundLanes);
HWY_EXPORT(RunsToLanes);

void Lanes::round_into(const FormatSpec& format, std::span<double, count> rounded) const {
    HWY_DYNAMIC_DISPATCH(RoundLanes)(*this, format, rounded.data());
}

Lanes around_runs(std::span<const double> values, std::size_t length) {
    Lanes lanes = Lanes::from(std::numeric_limits<double>::quiet_NaN());
    HWY_DYNAMIC_DISPATCH(RunsToLanes)(values.data(), std::min(values.size() / length, Lanes::count), length, lanes);
    return lanes;
}

}  // namespace lossproof
#endif
