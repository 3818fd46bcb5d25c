// SPDX-License-Identifier: Apache-2.0
// The arithmetic and the comparison of lanes.
#include "reference/numbers/lanes.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reference/numbers/lanes.cpp"
#include "hwy/foreach_target.h"
#include "reference/numbers/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {

struct Sum {
    static HWY_INLINE Pack of(Pack a, Pack b) {
        const V middle = hn::Add(a.middle, b.middle);
        return kept(middle, hn::MulAdd(hn::Abs(middle), set(0x1p-53), hn::Add(a.radius, b.radius)));
    }
};
struct Difference {
    static HWY_INLINE Pack of(Pack a, Pack b) { return Sum::of(a, {hn::Neg(b.middle), b.radius}); }
};
struct Product {
    static HWY_INLINE Pack of(Pack a, Pack b) {
        const V middle = hn::Mul(a.middle, b.middle);
        const V inherited = hn::MulAdd(hn::Abs(a.middle), b.radius, hn::Mul(a.radius, hn::Add(hn::Abs(b.middle), b.radius)));
        return kept(middle, hn::MulAdd(hn::Abs(middle), set(0x1p-53), inherited));
    }
};
/// a·RN(1/b), two roundings. (a + δ)/(b + ε) − a/b = (δ − ε·a/b)/(b + ε), and |ε/b| ≤ 2^-20.
struct Quotient {
    static HWY_INLINE Pack of(Pack a, Pack b) {
        const V inverse = hn::Div(set(1), b.middle), size = hn::Abs(inverse);
        const V middle = hn::Mul(a.middle, inverse);
        const V inherited = hn::Mul(hn::MulAdd(hn::Abs(middle), b.radius, a.radius), hn::Mul(size, set(1 + 0x1p-18)));
        const M sound = hn::And(hn::Le(hn::Mul(b.radius, size), set(0x1p-20)), hn::Lt(size, set(0x1p1000)));
        return where_sound(sound, kept(middle, hn::MulAdd(hn::Abs(middle), set(0x1p-51), inherited)));
    }
};
struct Negative {
    static HWY_INLINE Pack of(Pack a) { return {hn::Neg(a.middle), a.radius}; }
};
/// The size of a number differs from that of the middle by the radius at most, on either side of zero.
struct Size {
    static HWY_INLINE Pack of(Pack a) { return {hn::Abs(a.middle), a.radius}; }
};
/// max is a contraction in both arguments: no number of the balls is farther from the larger middle than the larger radius.
struct Larger {
    static HWY_INLINE Pack of(Pack a, Pack b) {
        const M sound = hn::Eq(hn::Add(a.middle, b.middle), hn::Add(a.middle, b.middle));
        return where_sound(sound, {hn::Max(a.middle, b.middle), hn::Max(a.radius, b.radius)});
    }
};

void AddLanes(const Lanes& a, const Lanes& b, Lanes& c) { each<Sum>(a, b, c); }
void SubtractLanes(const Lanes& a, const Lanes& b, Lanes& c) { each<Difference>(a, b, c); }
void MultiplyLanes(const Lanes& a, const Lanes& b, Lanes& c) { each<Product>(a, b, c); }
void DivideLanes(const Lanes& a, const Lanes& b, Lanes& c) { each<Quotient>(a, b, c); }
void NegateLanes(const Lanes& a, Lanes& c) { each<Negative>(a, c); }
void SizeOfLanes(const Lanes& a, Lanes& c) { each<Size>(a, c); }
void LargerLanes(const Lanes& a, const Lanes& b, Lanes& c) { each<Larger>(a, b, c); }

void CompareLanes(const Lanes& a, const Lanes& b, LaneDecision& less) {
    M any_yes = hn::Lt(set(0), set(0)), any_no = any_yes, any_unknown = any_yes;
    for (size_t i = 0; i < Lanes::count; i += hn::Lanes(Doubles())) {
        const Pack x = load(a, i), y = load(b, i);
        // The sign of a rounded difference is that of the difference; exact numbers need no more.
        const V gap = hn::Sub(y.middle, x.middle), reach = hn::Add(x.radius, y.radius);
        const M exact = hn::Eq(reach, set(0));
        const M told = hn::Or(exact, hn::Gt(hn::Mul(hn::Abs(gap), set(1 - 0x1p-50)), hn::Mul(reach, set(1 + 0x1p-45))));
        const M yes = hn::And(told, hn::Gt(gap, set(0))), no = hn::And(told, hn::Le(gap, set(0))), known = hn::Or(yes, no);
        hn::Store(hn::IfThenElse(yes, set(1), hn::IfThenElseZero(no, set(-1))), Doubles(), less.sign.data() + i);
        any_yes = hn::Or(any_yes, yes), any_no = hn::Or(any_no, no), any_unknown = hn::Or(any_unknown, hn::Not(known));
    }
    less.any_yes = !hn::AllFalse(Doubles(), any_yes), less.any_no = !hn::AllFalse(Doubles(), any_no);
    less.any_unknown = !hn::AllFalse(Doubles(), any_unknown);
}

/// In lanes that are unknown: the first, or a ball around both.
template <bool Hull> HWY_INLINE void blend(const LaneDecision& decision, const Lanes& a, const Lanes& b, Lanes& c) {
    for (size_t i = 0; i < Lanes::count; i += hn::Lanes(Doubles())) {
        const Pack x = load(a, i), y = load(b, i);
        const V sign = hn::Load(Doubles(), decision.sign.data() + i);
        const Pack known = pick(hn::Lt(sign, set(0)), y, x);
        if constexpr (!Hull) {
            store(known, c, i);
            continue;
        }
        const V middle = hn::Mul(hn::Add(x.middle, y.middle), set(0.5));
        const V reach =
            hn::Max(hn::Add(hn::Abs(hn::Sub(x.middle, middle)), x.radius), hn::Add(hn::Abs(hn::Sub(y.middle, middle)), y.radius));
        const Pack both = kept(middle, reach);
        store(pick(hn::Eq(sign, set(0)), both, known), c, i);
    }
}
void HullLanes(const LaneDecision& d, const Lanes& a, const Lanes& b, Lanes& c) { blend<true>(d, a, b, c); }
void ChooseLanes(const LaneDecision& d, const Lanes& a, const Lanes& b, Lanes& c) { blend<false>(d, a, b, c); }

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>
#include <cmath>

namespace lossproof {

HWY_EXPORT(AddLanes);
HWY_EXPORT(SubtractLanes);
HWY_EXPORT(MultiplyLanes);
HWY_EXPORT(DivideLanes);
HWY_EXPORT(NegateLanes);
HWY_EXPORT(SizeOfLanes);
HWY_EXPORT(LargerLanes);
HWY_EXPORT(CompareLanes);
HWY_EXPORT(HullLanes);
HWY_EXPORT(ChooseLanes);

namespace {
/// The result of a loop that writes every lane.
template <class F, class... A> Lanes run(F loop, const A&... arguments) {
    Lanes result = Lanes::Loop::unset();
    loop(arguments..., result);
    return result;
}
}  // namespace

Lanes Lanes::from(double value) {
    Lanes lanes{Unset{}};
    std::fill_n(lanes.middle_, count, std::fabs(value) < 0x1p1000 ? value : std::numeric_limits<double>::quiet_NaN());
    std::fill_n(lanes.radius_, count, 0.0);
    return lanes;
}
Lanes Lanes::exactly_these(std::span<const double> values) {
    Lanes lanes = from(std::numeric_limits<double>::quiet_NaN());
    std::transform(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), count)), lanes.middle_,
                   [](double v) { return std::fabs(v) < 0x1p1000 ? v : std::numeric_limits<double>::quiet_NaN(); });
    return lanes;
}
Lanes operator+(const Lanes& a, const Lanes& b) { return run(HWY_DYNAMIC_DISPATCH(AddLanes), a, b); }
Lanes operator-(const Lanes& a, const Lanes& b) { return run(HWY_DYNAMIC_DISPATCH(SubtractLanes), a, b); }
Lanes operator*(const Lanes& a, const Lanes& b) { return run(HWY_DYNAMIC_DISPATCH(MultiplyLanes), a, b); }
Lanes operator/(const Lanes& a, const Lanes& b) { return run(HWY_DYNAMIC_DISPATCH(DivideLanes), a, b); }
Lanes operator-(const Lanes& a) { return run(HWY_DYNAMIC_DISPATCH(NegateLanes), a); }
Lanes abs(const Lanes& a) { return run(HWY_DYNAMIC_DISPATCH(SizeOfLanes), a); }
Lanes square(const Lanes& a) { return a * a; }
Lanes max(const Lanes& a, const Lanes& b) { return run(HWY_DYNAMIC_DISPATCH(LargerLanes), a, b); }
LaneDecision operator<(const Lanes& a, const Lanes& b) {
    LaneDecision less;
    HWY_DYNAMIC_DISPATCH(CompareLanes)(a, b, less);
    return less;
}
Lanes where(const LaneDecision& d, const Lanes& x, const Lanes& y) { return run(HWY_DYNAMIC_DISPATCH(HullLanes), d, x, y); }
Lanes chosen(const LaneDecision& d, const Lanes& x, const Lanes& y) { return run(HWY_DYNAMIC_DISPATCH(ChooseLanes), d, x, y); }

}  // namespace lossproof
#endif
