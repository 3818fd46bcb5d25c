// SPDX-License-Identifier: Apache-2.0
// The operations of the number that counts roundings: what each errs by, and its slopes over all admissible values.
#include "reference/numbers/rounding.hpp"

#include "reference/numbers/rounding_tape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

using Steps = RoundingTape::Steps;
using Interval = Steps::Interval;
using Cause = Steps::Cause;

Steps& tape() { return RoundingTape::active().steps(); }
const Interval& box(const Rounding& x) { return tape().of(x).box; }
const Interval& exact(const Rounding& x) { return tape().of(x).exact; }
bool erring(const Rounding& x) { return tape().of(x).erring; }

bool is_point_at(const Interval& x, double value) { return x.is_point() && x.lower() == value && x.upper() == value; }
/// A power of two scales without rounding, unless the result underflows.
bool power_of_two(const Interval& x) {
    int exponent = 0;
    return x.is_point() && x.lower() == x.upper() && std::fabs(std::frexp(x.lower(), &exponent)) == 0.5;
}
/// Sterbenz: numbers within a factor of two of each other have an exact difference.
bool close(const Interval& a, const Interval& b) {
    return a.lower() > 0 && b.lower() > 0 && a.upper() <= 2 * b.lower() && b.upper() <= 2 * a.lower();
}
bool exact_addition(const Interval& a, const Interval& b) { return is_point_at(a, 0) || is_point_at(b, 0) || close(a, -b) || close(-a, b); }

constexpr Steps::Allowance without{.roundings = 0};
constexpr Steps::Allowance once{.roundings = 1, .underflows = 0};
constexpr Steps::Allowance only_underflow{.roundings = 0, .underflows = 0.5};
constexpr Steps::Allowance once_or_underflow{.roundings = 1, .underflows = 0.5};
Steps::Allowance call() {
    return {.cause = Cause::library, .roundings = tape().arithmetic.library, .underflows = tape().arithmetic.library / 2};
}

/// f(x) with slope f′(x), by a library function.
template <class F> Rounding library(std::string_view kind, const Rounding& x, F function, const Interval& slope) {
    return tape().append(kind, function(exact(x)), function(box(x)), {{x, slope}}, call());
}

/// log(1+x) − x of a thin enclosure; where that cancels most bits, −x²/2 + x³/3 and a remainder in [−x⁴/2, 0].
Interval thin_log1pmx(const Interval& x) {
    if (magnitude(x) > 0x1p-40L) return log1p(x) - x;
    const Interval squared = square(x);
    return squared * x / 3 - squared / 2 - hull(Interval(0), square(squared) / 2);
}

/// The exponent of the lowest bit of a double that is not 0.
int lowest_bit(double x) {
    int exponent = 0;
    auto digits = static_cast<std::int64_t>(std::ldexp(std::fabs(std::frexp(x, &exponent)), 53));
    exponent -= 53;
    for (; digits % 2 == 0; ++exponent) digits /= 2;
    return exponent;
}
/// Terms without error on a grid on which every partial sum is a number of the format.
bool exact_summation(const std::vector<Rounding>& terms) {
    long double size = 0;
    int grid = 1024;
    for (const Rounding& term : terms) {
        const Interval& x = box(term);
        if (!x.is_point() || x.lower() != x.upper() || !std::isfinite(x.lower())) return false;
        if (x.lower() == 0) continue;
        size += std::fabs(x.lower());
        grid = std::min(grid, lowest_bit(x.lower()));
    }
    return size <= std::ldexp(1.0L, grid + spec(tape().arithmetic.format).precision);
}

Rounding summed(std::string_view kind, const std::vector<Rounding>& terms, bool rounded_once) {
    Steps& s = tape();
    Steps::Step step{.kind = kind, .exact = Interval(0), .box = Interval(0)};
    step.first_edge = static_cast<std::int32_t>(s.edges.size());
    long double size = 0;
    double present = 0;
    const bool nothing_rounded = exact_summation(terms);
    step.first_operand = static_cast<std::int32_t>(s.operands.size());
    for (const Rounding& term : terms) {
        s.operands.push_back(term.place());
        step.exact += exact(term);
        if (erring(term)) {  // also 0 times what leaves the format, which is not a number
            s.edges.push_back({.from = term.place(), .slope = Steps::one});
            step.erring = true;
        }
        if (is_point_at(box(term), 0)) continue;
        step.box += box(term);
        size = above(size + magnitude(box(term)));
        ++present;
    }
    step.last_edge = static_cast<std::int32_t>(s.edges.size());
    step.last_operand = static_cast<std::int32_t>(s.operands.size());
    const Grade grade = s.arithmetic.grade;
    if (!nothing_rounded && present > 1 && std::isfinite(size)) {
        const bool once = rounded_once || present == 2 || grade == Grade::exact;
        step.cause = once ? Cause::rounding : Cause::summation;
        step.terms = static_cast<double>(terms.size());
        step.present = present;
        step.size = size;
        const long double any_order = summation_constant(Grade::recursive, present, s.u);
        step.error = once ? above(static_cast<long double>(s.u) * magnitude(step.box))
                          : above(std::min(any_order, summation_constant(grade, step.terms, s.u)) * size);
    }
    s.widen(step);
    return s.push(std::move(step));
}

}  // namespace

Rounding::Rounding(int value) {
    Steps& s = tape();
    const auto [known, fresh] = s.integers.try_emplace(value);
    if (fresh) known->second = from(value);
    *this = known->second;
}
Rounding Rounding::from(double value) {
    Steps& s = tape();
    if (value == 0) return {};
    const bool there = representable(s.arithmetic.format, value);
    return s.leaf("constant", Interval::from(value),
                  there ? 0
                        : std::max<long double>(static_cast<long double>(s.u) * std::fabs(value),
                                                std::fabs(value) < s.least_normal ? s.tau / 2.0L : 0));
}
Rounding Rounding::parameter(std::string_view name, double value) { return RoundingTape::active().parameter(name, value); }
/// What may have left the format is no number any more, and 0 times it is none.
double Rounding::middle() const {
    const Steps::Step& step = tape().of(*this);
    const bool lost = step.overflows || step.box.is_nan() || (step.erring && std::isinf(magnitude(step.box)));
    return lost ? std::numeric_limits<double>::quiet_NaN() : step.exact.middle();
}
Rounding Rounding::sum(const std::vector<Rounding>& terms) { return summed("sum", terms, false); }
Rounding Rounding::exact_sum(const std::vector<Rounding>& terms) { return summed("exact sum", terms, true); }

Rounding operator+(const Rounding& a, const Rounding& b) {
    return tape().append("add", exact(a) + exact(b), box(a) + box(b), {{a, Interval(1)}, {b, Interval(1)}},
                         exact_addition(box(a), box(b)) ? without : once);
}
Rounding operator-(const Rounding& a, const Rounding& b) {
    if (a.place() == b.place()) return {};
    return tape().append("subtract", exact(a) - exact(b), box(a) - box(b), {{a, Interval(1)}, {b, Interval(-1)}},
                         exact_addition(box(a), -box(b)) ? without : once);
}
Rounding operator*(const Rounding& a, const Rounding& b) {
    const bool scales = power_of_two(box(a)) || power_of_two(box(b));
    return tape().append("multiply", exact(a) * exact(b), box(a) * box(b), {{a, box(b)}, {b, box(a)}},
                         scales ? only_underflow : once_or_underflow);
}
Rounding operator/(const Rounding& a, const Rounding& b) {
    const Interval quotient = box(a) / box(b), by_a = erring(a) ? 1 / box(b) : Interval(0);
    const Interval by_b = erring(b) ? -(quotient / box(b)) : Interval(0);
    return tape().append("divide", exact(a) / exact(b), quotient, {{a, by_a}, {b, by_b}},
                         power_of_two(box(b)) ? only_underflow : once_or_underflow);
}
Rounding operator-(const Rounding& a) {
    if (a.place() == 0) return a;
    return tape().append("negate", -exact(a), -box(a), {{a, Interval(-1)}}, without);
}

/// A number that has left the format compares as nobody knows: the arms decide, and they have no bound.
RoundingDecision operator<(const Rounding& a, const Rounding& b) {
    const bool lost = tape().of(a).overflows || tape().of(b).overflows;
    return {lost ? Decision::unknown : box(a) < box(b), exact(a) < exact(b)};
}
RoundingDecision operator==(const Rounding& a, const Rounding& b) {
    if (a.place() == b.place()) return {Decision::yes, Decision::yes};
    return {box(a) == box(b), exact(a) == exact(b)};
}

Rounding branch(const RoundingDecision& d, const Rounding& yes, const Rounding& no) {
    if (d.computed == Decision::yes) return yes;
    if (d.computed == Decision::no || yes.place() == no.place()) return no;
    const RoundingTape& record = RoundingTape::active();
    const RoundingError by_yes = record.error_of(yes), by_no = record.error_of(no);
    Steps& s = tape();
    Steps::Step step{.kind = "branch",
                     .exact = d.exact == Decision::yes  ? exact(yes)
                              : d.exact == Decision::no ? exact(no)
                                                        : hull(exact(yes), exact(no)),
                     .box = hull(box(yes), box(no))};
    const long double apart = magnitude(exact(yes) - exact(no));
    return s.push_worse(std::move(step), by_yes, by_no, apart, yes, no);
}
Rounding hull(const Rounding& x, const Rounding& y) { return branch({Decision::unknown, Decision::unknown}, x, y); }

Rounding exp(const Rounding& x) {
    return library(
        "exp", x, [](const Interval& v) { return exp(v); }, exp(box(x)));
}
Rounding log(const Rounding& x) {
    return library(
        "log", x, [](const Interval& v) { return log(v); }, erring(x) ? 1 / box(x) : Interval(0));
}
Rounding log1p(const Rounding& x) {
    return library(
        "log1p", x, [](const Interval& v) { return log1p(v); }, 1 / (1 + box(x)));
}
Rounding expm1(const Rounding& x) {
    return library(
        "expm1", x, [](const Interval& v) { return expm1(v); }, exp(box(x)));
}
Rounding log1pmx(const Rounding& x) {
    // The mean value form: with both terms of log(1+x) − x over the whole box, their common part would not cancel.
    const Interval slope = -(box(x) / (1 + box(x))), value = thin_log1pmx(exact(x));
    return tape().append("log1pmx", value, value + slope * (box(x) - exact(x)), {{x, slope}}, call());
}
Rounding tanh(const Rounding& x) {
    // 1 − tanh² without its cancellation: 4e/(1+e)² with e = exp(−2|x|).
    const Interval e = exp(-2 * abs(box(x)));
    return library(
        "tanh", x, [](const Interval& v) { return tanh(v); }, 4 * e / square(1 + e));
}
Rounding sqrt(const Rounding& x) {
    const Interval root = sqrt(box(x));
    return tape().append("sqrt", sqrt(exact(x)), root, {{x, erring(x) ? 1 / (2 * root) : Interval(0)}}, once);
}
Rounding square(const Rounding& x) {
    return tape().append("square", square(exact(x)), square(box(x)), {{x, 2 * box(x)}},
                         power_of_two(box(x)) ? only_underflow : once_or_underflow);
}
Rounding abs(const Rounding& x) {
    const Decision negative = box(x) < 0, positive = 0 < box(x);
    const Interval slope = positive == Decision::yes   ? Interval(1)
                           : negative == Decision::yes ? Interval(-1)
                                                       : hull(Interval(-1), Interval(1));
    return tape().append("abs", abs(exact(x)), abs(box(x)), {{x, slope}}, without);
}
Rounding max(const Rounding& a, const Rounding& b) {
    if ((box(a) < box(b)) == Decision::yes) return b;
    if ((box(b) < box(a)) == Decision::yes || a.place() == b.place()) return a;
    const Interval larger = max(exact(a), exact(b));
    if (!erring(a) || !erring(b))  // beside a number without error, only the other's error counts, or none
        return tape().append("max", larger, max(box(a), box(b)), {{a, hull(Interval(0), Interval(1))}, {b, hull(Interval(0), Interval(1))}},
                             without);
    // The larger of two computed numbers errs by no more than the worse of them.
    const RoundingTape& record = RoundingTape::active();
    const RoundingError by_a = record.error_of(a), by_b = record.error_of(b);
    Steps& s = tape();
    Steps::Step step{.kind = "max", .exact = larger, .box = max(box(a), box(b))};
    return s.push_worse(std::move(step), by_a, by_b, 0, a, b);
}
Rounding pow(const Rounding& base, const Rounding& exponent) {
    const Interval value = pow(box(base), box(exponent));
    const Interval by_base = erring(base) ? box(exponent) * pow(box(base), box(exponent) - 1) : Interval(0);
    const Interval by_exponent = erring(exponent) ? value * log(box(base)) : Interval(0);
    return tape().append("pow", pow(exact(base), exact(exponent)), value, {{base, by_base}, {exponent, by_exponent}}, call());
}
Rounding Pi<Rounding>::value() {
    Steps& s = tape();
    const Interval pi = Pi<Interval>::value();
    return s.leaf("constant", pi, above(static_cast<long double>(s.u) * magnitude(pi)));
}

}  // namespace lossproof
