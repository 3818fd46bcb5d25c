// SPDX-License-Identifier: Apache-2.0
// Two words for one number: head + tail, unevaluated, |tail| ≤ ulp(head)/2 after every operation. The sums and products
// are the error-free transformations of Dekker and Knuth; bounds in Joldes, Muller and Popescu (2017).
// Infinities and NaN are not carried through: the callers send such lanes to the wide path.
#include "fast/simd/oct-inl.hpp"
#include "fast/wide.hpp"

#if defined(LOSSPROOF_FAST_TWO_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_TWO_INL
#undef LOSSPROOF_FAST_TWO_INL
#else
#define LOSSPROOF_FAST_TWO_INL
#endif

#if HWY_NATIVE_FMA
HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

struct Two {
    Oct head, tail;
};

/// a + b exactly, for |a| ≥ |b| or a = 0.
HWY_INLINE Two quick_sum(Oct a, Oct b) {
    const Oct s = a + b;
    return {s, b - (s - a)};
}
/// a + b exactly.
HWY_INLINE Two exact_sum(Oct a, Oct b) {
    const Oct s = a + b, t = s - a;
    return {s, (a - (s - t)) + (b - t)};
}
HWY_INLINE Two exact_difference(Oct a, Oct b) {
    const Oct s = a - b, t = s - a;
    return {s, (a - (s - t)) - (b + t)};
}
HWY_INLINE Two exact_product(Oct a, Oct b) {
    const Oct p = a * b;
    return {p, fma(a, b, -p)};
}

HWY_INLINE Two operator-(Two a) { return {-a.head, -a.tail}; }
HWY_INLINE Two operator+(Two a, Oct b) {
    const Two s = exact_sum(a.head, b);
    return quick_sum(s.head, s.tail + a.tail);
}
HWY_INLINE Two operator-(Two a, Oct b) { return a + -b; }
/// Relative error below 3·2^-106 whatever the signs.
HWY_INLINE Two operator+(Two a, Two b) {
    const Two s = exact_sum(a.head, b.head), t = exact_sum(a.tail, b.tail);
    const Two v = quick_sum(s.head, s.tail + t.head);
    return quick_sum(v.head, v.tail + t.tail);
}
HWY_INLINE Two operator-(Two a, Two b) { return a + -b; }
/// a + b and a·b for a number that is rounded or added up next: relative error below 2^-103 unless the heads cancel, and the tail
/// may be a few ulps long. A third of the operations of `+`.
HWY_INLINE Two loose_sum(Two a, Two b) {
    const Two s = exact_sum(a.head, b.head);
    return {s.head, s.tail + (a.tail + b.tail)};
}
HWY_INLINE Two loose_product(Two a, Two b) {
    const Two p = exact_product(a.head, b.head);
    return {p.head, fma(a.tail, b.head, fma(a.head, b.tail, p.tail))};
}
HWY_INLINE Two loose_product(Two a, Oct b) {
    const Two p = exact_product(a.head, b);
    return {p.head, fma(a.tail, b, p.tail)};
}
/// 1 + a for 0 ≤ a ≤ 1.
HWY_INLINE Two one_plus(Two a) {
    const Two s = quick_sum(set(1), a.head);
    return {s.head, s.tail + a.tail};
}
HWY_INLINE Two operator*(Two a, Oct b) {
    const Two p = loose_product(a, b);
    return quick_sum(p.head, p.tail);
}
HWY_INLINE Two operator*(Two a, Two b) {
    const Two p = loose_product(a, b);
    return quick_sum(p.head, p.tail);
}
/// The tail may be up to two ulps of the head.
HWY_INLINE Two operator/(Two a, Two b) {
    const Oct inverse = set(1) / b.head;
    const Oct q = a.head * inverse;
    const Oct rest = fnma(q, b.tail, fnma(q, b.head, a.head) + a.tail);
    return {q, rest * inverse};
}
HWY_INLINE Two sqrt(Two a) {
    const Oct s = sqrt(a.head);
    const Oct rest = fnma(s, s, a.head) + a.tail;
    return quick_sum(s, where(s == set(0), set(0), rest / (s + s)));
}
/// Exact when c is a power of two.
HWY_INLINE Oct loose_sum(Oct a, Oct b) { return a + b; }
HWY_INLINE Oct loose_product(Oct a, Oct b) { return a * b; }
HWY_INLINE Oct one_plus(Oct a) { return set(1) + a; }
HWY_INLINE Two scaled(Two a, double c) { return {a.head * set(c), a.tail * set(c)}; }
HWY_INLINE Oct scaled(Oct a, double c) { return a * set(c); }

HWY_INLINE Two where(Mask m, Two yes, Two no) { return {where(m, yes.head, no.head), where(m, yes.tail, no.tail)}; }
HWY_INLINE Two keep(Mask m, Two a) { return {keep(m, a.head), keep(m, a.tail)}; }
HWY_INLINE Two drop(Mask m, Two a) { return {drop(m, a.head), drop(m, a.tail)}; }
HWY_INLINE Oct head(Oct a) { return a; }
HWY_INLINE Oct head(Two a) { return a.head; }
HWY_INLINE Oct tail(Oct) { return set(0); }
HWY_INLINE Oct tail(Two a) { return a.tail; }
HWY_INLINE Two abs(Two a) { return where(a.head < set(0), -a, a); }
/// One rounding; adding +0 turns an exact −0 into +0.
HWY_INLINE Oct rounded(Two a) { return (a.head + a.tail) + set(0); }
HWY_INLINE Oct rounded(Oct a) { return a + set(0); }

/// The number types in which one formula is evaluated: `Two` is near_exact, `Oct` is quick, `Wide` is the rare scalar.
template <class R> struct Kind;
template <> struct Kind<Two> {
    using In = Oct;
    static HWY_INLINE Two lift(Oct x) { return {x, set(0)}; }
    static HWY_INLINE Two sum(Oct a, Oct b) { return exact_sum(a, b); }
    static HWY_INLINE Two difference(Oct a, Oct b) { return exact_difference(a, b); }
    static HWY_INLINE Two product(Oct a, Oct b) { return exact_product(a, b); }
    static HWY_INLINE Oct constant(double x) { return set(x); }
};
template <> struct Kind<Oct> {
    using In = Oct;
    static HWY_INLINE Oct lift(Oct x) { return x; }
    static HWY_INLINE Oct sum(Oct a, Oct b) { return a + b; }
    static HWY_INLINE Oct difference(Oct a, Oct b) { return a - b; }
    static HWY_INLINE Oct product(Oct a, Oct b) { return a * b; }
    static HWY_INLINE Oct constant(double x) { return set(x); }
};

/// A compensated sum, lane by lane: head and accumulated errors (Ogita, Rump and Oishi 2005).
struct Sum {
    Two total;
    HWY_INLINE Sum() : total{set(0), set(0)} {}
    HWY_INLINE void add(Oct x) {
        const Two s = exact_sum(total.head, x);
        total = {s.head, total.tail + s.tail};
    }
    HWY_INLINE void add(Two x) {
        const Two s = exact_sum(total.head, x.head);
        total = {s.head, total.tail + (s.tail + x.tail)};
    }
};

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {
#if !HWY_NATIVE_FMA
template <class R> struct Kind;
#endif
template <> struct Kind<Wide> {
    using In = Wide;
    static Wide lift(Wide x) { return x; }
    static Wide sum(Wide a, Wide b) { return a + b; }
    static Wide difference(Wide a, Wide b) { return a - b; }
    static Wide product(Wide a, Wide b) { return a * b; }
    static Wide constant(double x) { return {x}; }
};
template <class R> using In = typename Kind<R>::In;
inline Wide scaled(Wide a, double c) { return {a.v * c}; }
inline Wide loose_sum(Wide a, Wide b) { return a + b; }
inline Wide loose_product(Wide a, Wide b) { return a * b; }
inline Wide one_plus(Wide a) { return {1 + a.v}; }
}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
