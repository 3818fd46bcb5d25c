// SPDX-License-Identifier: Apache-2.0
// What the loops over lanes share. Radii are computed to nearest and then widened: `kept` covers forty such roundings, and products that
// underflow. u = 2^-53. A step that fuses a product with a sum has fewer roundings than one that does not: every bound is that of the
// latter.
#include "reference/numbers/lanes.hpp"

#include "hwy/highway.h"

#include <limits>

#if defined(LOSSPROOF_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_LANES_INL
#undef LOSSPROOF_LANES_INL
#else
#define LOSSPROOF_LANES_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::CappedTag<double, 8>;
using Integers = hn::RebindToSigned<Doubles>;
using V = hn::Vec<Doubles>;
using I = hn::Vec<Integers>;
using M = hn::Mask<Doubles>;

HWY_INLINE V set(double x) { return hn::Set(Doubles(), x); }
HWY_INLINE I set_bits(std::int64_t x) { return hn::Set(Integers(), x); }
HWY_INLINE I bits(V x) { return hn::BitCast(Integers(), x); }
HWY_INLINE V of_bits(I x) { return hn::BitCast(Doubles(), x); }

/// The balls of one register.
struct Pack {
    V middle, radius;
};

/// A ball, its radius widened. Nothing where a part is huge or not a number.
HWY_INLINE Pack kept(V middle, V radius) {
    const V wide = hn::MulAdd(radius, set(1 + 0x1p-45), set(0x1p-1000));
    const M sound = hn::And(hn::Lt(hn::Abs(middle), set(0x1p1000)), hn::Lt(wide, set(0x1p1000)));
    return {hn::IfThenElse(sound, middle, set(std::numeric_limits<double>::quiet_NaN())), wide};
}
/// Nothing in lanes that are not `sound`.
HWY_INLINE Pack where_sound(M sound, Pack x) {
    return {hn::IfThenElse(sound, x.middle, set(std::numeric_limits<double>::quiet_NaN())), x.radius};
}
HWY_INLINE Pack pick(M first, Pack a, Pack b) {
    return {hn::IfThenElse(first, a.middle, b.middle), hn::IfThenElse(first, a.radius, b.radius)};
}

HWY_INLINE Pack load(const Lanes& x, size_t i) {
    return {hn::Load(Doubles(), Lanes::Loop::middles(x) + i), hn::Load(Doubles(), Lanes::Loop::radii(x) + i)};
}
HWY_INLINE void store(Pack p, Lanes& x, size_t i) {
    hn::Store(p.middle, Doubles(), Lanes::Loop::middles(x) + i);
    hn::Store(p.radius, Doubles(), Lanes::Loop::radii(x) + i);
}

/// `Step::of` in every lane.
template <class Step> HWY_INLINE void each(const Lanes& a, Lanes& result) {
    for (size_t i = 0; i < Lanes::count; i += hn::Lanes(Doubles())) store(Step::of(load(a, i)), result, i);
}
template <class Step> HWY_INLINE void each(const Lanes& a, const Lanes& b, Lanes& result) {
    for (size_t i = 0; i < Lanes::count; i += hn::Lanes(Doubles())) store(Step::of(load(a, i), load(b, i)), result, i);
}

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
