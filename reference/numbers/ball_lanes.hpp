// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/format.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace lossproof {

/// One bit a lane.
using LaneBits = std::uint32_t;

/// The answer of a comparison in every lane; lanes of neither are unknown.
class BallDecision {
public:
    BallDecision(LaneBits yes, LaneBits no) : yes_(yes), no_(no) {}
    LaneBits yes() const { return yes_; }
    LaneBits no() const { return no_; }
    /// A formula that branches takes one way for all lanes: that of most of them. The others are lost (`ActiveLanes`), and say nothing of
    /// this evaluation.
    operator Decision() const;
    BallDecision operator!() const { return {no_, yes_}; }

private:
    LaneBits yes_, no_;
};

/// The lanes whose numbers took every branch that the formula took: what it answers holds in these. One set a thread.
class ActiveLanes {
public:
    /// Evaluate for these lanes, until the end of the scope.
    explicit ActiveLanes(LaneBits lanes);
    ~ActiveLanes();
    ActiveLanes(const ActiveLanes&) = delete;
    ActiveLanes& operator=(const ActiveLanes&) = delete;
    static LaneBits now();
    static void keep(LaneBits lanes);

private:
    LaneBits before_;
};

/// Balls of two binary64 numbers (ball.hpp), many at a time: a lane a row of a batch. Middles, radii and what they prove are those of
/// `Ball` with bounds of their own (reference/proofs/ball_lanes.md); a lane whose middle is not a number says nothing. Every operation is a
/// loop over lanes compiled for several instruction sets; formulas see a number like any other.
class BallLanes {
public:
    static constexpr std::size_t count = 32;

    BallLanes() : BallLanes(0) {}
    BallLanes(int value) : BallLanes(from(value)) {}  // NOLINT: formulas write 2 * x
    static BallLanes from(double value);              ///< the same exact number in every lane, or nothing for an infinity
    static BallLanes exactly_these(std::span<const double, count> values);  ///< infinities and NaNs say nothing

    /// What Ziv's rounding test tells of every lane, as `Ball::Rounding` does of a ball.
    struct Roundings {
        LaneBits decided = 0;
        alignas(64) double value[count];
        alignas(64) double below[count];
        alignas(64) double above[count];
    };
    void round_into(const FormatSpec& format, Roundings& roundings) const;

    double high(std::size_t lane) const { return high_[lane]; }
    double low(std::size_t lane) const { return low_[lane]; }
    double radius(std::size_t lane) const { return radius_[lane]; }
    double middle() const;  ///< of the first active lane: for choosing, never for deciding

    BallLanes& operator+=(const BallLanes& o) { return *this = *this + o; }
    BallLanes& operator-=(const BallLanes& o) { return *this = *this - o; }
    BallLanes& operator*=(const BallLanes& o) { return *this = *this * o; }
    BallLanes& operator/=(const BallLanes& o) { return *this = *this / o; }
    friend BallLanes operator+(const BallLanes&, const BallLanes&);
    friend BallLanes operator-(const BallLanes&, const BallLanes&);
    friend BallLanes operator*(const BallLanes&, const BallLanes&);
    friend BallLanes operator/(const BallLanes&, const BallLanes&);
    friend BallLanes operator-(const BallLanes&);
    friend BallDecision operator<(const BallLanes&, const BallLanes&);
    friend BallDecision operator==(const BallLanes&, const BallLanes&);

    struct Loop;  ///< what the loops read and write

private:
    struct Unset {};
    explicit BallLanes(Unset) {}  // NOLINT: a loop writes every lane
    alignas(64) double high_[count];
    alignas(64) double low_[count];
    alignas(64) double radius_[count];
};

struct BallLanes::Loop {
    static BallLanes unset() { return BallLanes(Unset{}); }
    static const double* high(const BallLanes& x) { return x.high_; }
    static const double* low(const BallLanes& x) { return x.low_; }
    static const double* radius(const BallLanes& x) { return x.radius_; }
    static double* high(BallLanes& x) { return x.high_; }
    static double* low(BallLanes& x) { return x.low_; }
    static double* radius(BallLanes& x) { return x.radius_; }
};

/// x in lanes of yes, y in lanes of no, the hull of both where nobody knows.
BallLanes where(const BallDecision&, const BallLanes& x, const BallLanes& y);
/// x in lanes of yes and unknown, y in lanes of no.
BallLanes chosen(const BallDecision&, const BallLanes& x, const BallLanes& y);
BallLanes hull(const BallLanes&, const BallLanes&);

BallLanes exp(const BallLanes&);
BallLanes log(const BallLanes&);
BallLanes log1p(const BallLanes&);
BallLanes expm1(const BallLanes&);
BallLanes sqrt(const BallLanes&);
BallLanes tanh(const BallLanes&);
BallLanes abs(const BallLanes&);
BallLanes square(const BallLanes&);
BallLanes max(const BallLanes&, const BallLanes&);

/// Two forms of one function: a form that no lane asks for is not evaluated. A branch inside a form loses lanes of that form only.
template <class F, class G> auto either(const BallDecision& decision, F first, G second) {
    using Result = std::decay_t<decltype(first())>;
    const LaneBits active = ActiveLanes::now(), other = active & decision.no();
    if (other == 0) return first();
    if (other == active) return Result(second());
    if constexpr (std::is_same_v<Result, BallLanes>) {
        ActiveLanes::keep(active & ~other);
        const BallLanes x = first();
        const LaneBits left = ActiveLanes::now();
        ActiveLanes::keep(other);
        const BallLanes y = second();
        ActiveLanes::keep(left | ActiveLanes::now());
        return chosen(decision, x, y);
    } else {
        return static_cast<Decision>(decision) == Decision::no ? Result(second()) : first();
    }
}

}  // namespace lossproof
