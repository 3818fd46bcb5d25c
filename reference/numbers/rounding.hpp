// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/format.hpp"
#include "reference/numbers/grade.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace lossproof {

/// What an implementation's arithmetic is allowed: its format, how it forms sums, and the error of one call of a library
/// function in units of u (2 is one unit in the last place).
struct Arithmetic {
    Format format = Format::f64;
    Grade grade = Grade::recursive;
    double library = 2;
};

/// A number that counts roundings (theory L6): a step of the active `RoundingTape`, which encloses the exact value and every
/// value the step may take when each operation errs as the arithmetic allows. A formula evaluated in it records its own error
/// analysis; `RoundingTape::error_of` sums it up in one backward sweep. Christianson 1991, Reverse accumulation and accurate
/// rounding error estimates.
class Rounding {
public:
    Rounding() = default;                ///< 0
    Rounding(int value);                 // NOLINT: formulas write 2 * x
    static Rounding from(double value);  ///< a constant; rounded once if the format lacks it
    static Rounding at(std::int32_t place) { return Rounding(place, Place{}); }
    static Rounding parameter(std::string_view name, double value);  ///< rounded once if the format lacks it
    static Rounding sum(const std::vector<Rounding>& terms);         ///< one step, by the grade of summation
    static Rounding exact_sum(const std::vector<Rounding>& terms);   ///< rounded once, in every grade

    std::int32_t place() const { return place_; }
    double middle() const;  ///< of the exact value; for choosing, never for deciding

    Rounding& operator+=(const Rounding& o) { return *this = *this + o; }
    Rounding& operator-=(const Rounding& o) { return *this = *this - o; }
    Rounding& operator*=(const Rounding& o) { return *this = *this * o; }
    Rounding& operator/=(const Rounding& o) { return *this = *this / o; }
    friend Rounding operator+(const Rounding&, const Rounding&);
    friend Rounding operator-(const Rounding&, const Rounding&);
    friend Rounding operator*(const Rounding&, const Rounding&);
    friend Rounding operator/(const Rounding&, const Rounding&);
    friend Rounding operator-(const Rounding&);

private:
    struct Place {};
    Rounding(std::int32_t place, Place) : place_(place) {}
    std::int32_t place_ = 0;  ///< the constant 0 is the first step of every tape
};

/// A comparison of computed numbers: what every admissible rounding answers, and what the exact numbers answer.
struct RoundingDecision {
    Decision computed, exact;
};
RoundingDecision operator<(const Rounding&, const Rounding&);
RoundingDecision operator==(const Rounding&, const Rounding&);
inline bool operator==(const RoundingDecision& d, Decision computed) { return d.computed == computed; }
inline RoundingDecision operator!(const RoundingDecision& d) { return {!d.computed, !d.exact}; }
/// Where roundings may tip the comparison, the worse arm's error and the step between the arms (theory L7).
Rounding branch(const RoundingDecision&, const Rounding& yes, const Rounding& no);
inline Rounding where(const RoundingDecision& d, const Rounding& x, const Rounding& y) { return branch(d, x, y); }
Rounding hull(const Rounding&, const Rounding&);
/// Two forms of one function; where roundings may tip the choice, the worse form's error.
template <class F, class G> Rounding either(const RoundingDecision& d, F first, G second) {
    if (d.computed == Decision::yes) return first();
    if (d.computed == Decision::no) return second();
    return branch(d, first(), second());
}

Rounding exp(const Rounding&);
Rounding log(const Rounding&);
Rounding log1p(const Rounding&);
Rounding expm1(const Rounding&);
Rounding log1pmx(const Rounding&);
Rounding sqrt(const Rounding&);
Rounding tanh(const Rounding&);
Rounding abs(const Rounding&);
Rounding square(const Rounding&);
Rounding max(const Rounding&, const Rounding&);
Rounding pow(const Rounding& base, const Rounding& exponent);
template <class T> struct Pi;
template <> struct Pi<Rounding> { static Rounding value(); };

/// Where an error comes from, so that a bound can say how it comes about.
struct ErrorParts {
    long double rounding = 0;    ///< + − × ÷ √ and constants that the format lacks, and comparisons that roundings may tip
    long double library = 0;     ///< calls of library functions, the allowance ℒ included
    long double parameters = 0;  ///< real parameters rounded into the format
    long double underflow = 0;   ///< results below the least normal number
    struct Sum {
        double terms;
        long double error;
    };
    std::vector<Sum> sums;  ///< by length

    long double total() const;
    void add(const ErrorParts& part, long double factor);
};

/// |ŷ − y| ≤ parts.total(), or why nothing can be said.
struct RoundingError {
    ErrorParts parts;
    double exact_lower = 0, exact_upper = 0;  ///< y lies between these
    std::string_view undefined = {};          ///< the reason why there is no bound; empty: there is one
};

/// The record of one evaluation: steps, their parents, slopes, enclosures and local errors. Exactly one is active in a thread.
class RoundingTape {
public:
    explicit RoundingTape(const Arithmetic& arithmetic);
    ~RoundingTape();
    RoundingTape(const RoundingTape&) = delete;
    RoundingTape& operator=(const RoundingTape&) = delete;

    Rounding datum(double value);                             ///< exact
    Rounding parameter(std::string_view name, double value);  ///< rounded once if the format lacks it
    RoundingError error_of(const Rounding& output) const;

    struct Steps;
    Steps& steps() { return *steps_; }
    const Steps& steps() const { return *steps_; }
    static RoundingTape& active();

private:
    Steps* steps_;
    RoundingTape* outer_;
};

}  // namespace lossproof
