// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/format.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace lossproof {

/// The answer of a comparison in every lane: positive is yes, negative is no, zero is unknown.
struct LaneDecision;

/// The quickest enclosure: many balls of plain binary64 at a time, a middle and a proved radius a lane. It decides what is to be rounded to
/// formats of at most 24 bits. A lane whose middle is not a number says nothing. Every operation is a loop over lanes compiled for several
/// instruction sets (lanes.cpp, lane_functions.cpp); formulas see a number like any other. Nothing is shared with anything that is judged.
class Lanes {
public:
    static constexpr std::size_t count = 128;  ///< a formula's temporaries stay in the first-level cache

    Lanes() : Lanes(0) {}
    Lanes(int value) : Lanes(from(value)) {}                     ///< formulas write 2 * x
    static Lanes from(double value);                             ///< the same exact number in every lane
    static Lanes exactly_these(std::span<const double> values);  ///< at most `count`; lanes beyond say nothing, and so do infinities

    /// Ziv's rounding test: what all numbers of a lane's ball round to in a format of at most 24 bits. Not a number where they do not
    /// agree, or overflow, or where the lane says nothing. A zero may be the rounding of either sign.
    void round_into(const FormatSpec& format, std::span<double, count> rounded) const;

    double middle(std::size_t lane) const { return middle_[lane]; }
    double radius(std::size_t lane) const { return radius_[lane]; }

    friend Lanes operator+(const Lanes&, const Lanes&);
    friend Lanes operator-(const Lanes&, const Lanes&);
    friend Lanes operator*(const Lanes&, const Lanes&);
    friend Lanes operator/(const Lanes&, const Lanes&);
    friend Lanes operator-(const Lanes&);
    friend LaneDecision operator<(const Lanes&, const Lanes&);

    struct Loop;  ///< what the loops read and write

private:
    struct Unset {};
    explicit Lanes(Unset) {}  // NOLINT: a loop writes every lane
    alignas(64) double middle_[count];
    alignas(64) double radius_[count];
};

struct Lanes::Loop {
    static Lanes unset() { return Lanes(Unset{}); }
    static const double* middles(const Lanes& x) { return x.middle_; }
    static const double* radii(const Lanes& x) { return x.radius_; }
    static double* middles(Lanes& x) { return x.middle_; }
    static double* radii(Lanes& x) { return x.radius_; }
};

struct LaneDecision {
    alignas(64) std::array<double, Lanes::count> sign;
    bool any_yes = false, any_no = false, any_unknown = false;
};

/// x in lanes of yes, y in lanes of no, the hull of both where nobody knows.
Lanes where(const LaneDecision&, const Lanes& x, const Lanes& y);
/// x in lanes of yes and unknown, y in lanes of no.
Lanes chosen(const LaneDecision&, const Lanes& x, const Lanes& y);
/// Two forms of one function: a form that no lane asks for is not evaluated.
template <class F, class G> Lanes either(const LaneDecision& decision, F first, G second) {
    if (!decision.any_no) return first();
    if (!decision.any_yes && !decision.any_unknown) return second();
    return chosen(decision, first(), second());
}

Lanes exp(const Lanes&);
Lanes log(const Lanes&);
Lanes log1p(const Lanes&);
Lanes expm1(const Lanes&);
Lanes square(const Lanes&);
Lanes abs(const Lanes&);
Lanes max(const Lanes&, const Lanes&);

}  // namespace lossproof
