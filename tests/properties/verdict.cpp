// SPDX-License-Identifier: Apache-2.0
// The judge by himself: every truth against every answer of a toy format, and each rule where it begins and where it ends.
#include "properties/verdict/bound.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace lossproof;

namespace {

Truth number(double value, double residual = 0) {
    return {.answer = {.rounded = value, .below = residual, .above = residual, .decided_by = DecidedBy::enclosure, .precision = 128},
            .magnitude = {},
            .condition = {}};
}
Truth ill_conditioned(double value, double kappa) {
    Truth truth = number(value);
    truth.condition = [kappa] { return kappa; };
    return truth;
}
Truth special(double value) { return {.answer = {.rounded = value, .decided_by = DecidedBy::special}, .magnitude = {}, .condition = {}}; }

Bound four(const Extent&) { return {.accurate = 4, .value = 4, .condition = 0, .derivation = "test"}; }
Bound with_condition(const Extent&) {
    return {.accurate = std::numeric_limits<double>::infinity(), .value = 4, .condition = 2, .derivation = "test"};
}
Bound copied(const Extent&) { return {.accurate = 0, .value = 0, .condition = 0, .derivation = "a copy"}; }
Bound summed(const Extent& e) { return {.accurate = 1 + e.growth, .value = 1 + e.growth, .condition = 0, .derivation = "a sum"}; }

Verdict verdict(const Setting& setting, BoundRule rule, const Truth& truth, double got) { return judge(setting, rule, truth, got).verdict; }

/// All numbers of binary16 between −limit and limit.
std::vector<double> halves(double limit) {
    std::vector<double> all;
    for (std::uint64_t bits = 0; bits < 65536; ++bits)
        if (const double value = decode(Format::f16, bits); std::fabs(value) <= limit) all.push_back(value);
    return all;
}

}  // namespace

TEST_CASE("special truths admit themselves alone") {
    const Setting f64{.format = Format::f64};
    const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
    for (const double truth : {inf, -inf, nan})
        for (const double got : {inf, -inf, nan, 0.0, 1.0, largest(spec(Format::f64))})
            CHECK(verdict(f64, four, special(truth), got) == (same(truth, got) ? Verdict::exact : Verdict::wrong));
    for (const double got : {inf, -inf, nan}) CHECK(verdict(f64, four, number(1), got) == Verdict::wrong);
}

TEST_CASE("an undecided truth judges nobody") {
    for (const double got : {0.0, 1.0, std::nan("")}) CHECK(verdict({}, four, Truth{}, got) == Verdict::undecided);
}

TEST_CASE("correctly rounded and faithful are facts: no number of the format lies between") {
    const Setting f32{.format = Format::f32};
    const double u = unit_roundoff(Format::f32);
    const auto truth = number(1, u / 2);  // a quarter of the way to the next number
    CHECK(verdict(f32, copied, truth, 1) == Verdict::correctly_rounded);
    CHECK(verdict(f32, copied, truth, 1 + 2 * u) == Verdict::faithful);
    CHECK(verdict(f32, copied, truth, 1 - u) == Verdict::inaccurate);
    CHECK(verdict(f32, copied, number(1), 1 + 2 * u) == Verdict::inaccurate);
    const auto mirrored = number(-1, -u / 2);
    CHECK(verdict(f32, copied, mirrored, -1 - 2 * u) == Verdict::faithful);
    CHECK(verdict(f32, copied, mirrored, -1 + u) == Verdict::inaccurate);
}

TEST_CASE("a truth that rounds to infinity admits the largest number beside it, and none below") {
    const FormatSpec& format = spec(Format::f16);
    const Truth overflow = number(HUGE_VAL);
    CHECK(verdict({.format = Format::f16}, four, overflow, HUGE_VAL) == Verdict::correctly_rounded);
    CHECK(verdict({.format = Format::f16}, four, overflow, largest(format)) == Verdict::faithful);
    CHECK(verdict({.format = Format::f16}, four, overflow, neighbour(format, largest(format), -1)) == Verdict::wrong);
    CHECK(verdict({.format = Format::f16}, four, overflow, -HUGE_VAL) == Verdict::wrong);
}

TEST_CASE("truths against answers in half precision: the words are as far from the truth as they say") {
    const auto numbers = halves(0.01);
    const Setting f16{.format = Format::f16};
    const double u = unit_roundoff(Format::f16), least = smallest_subnormal(spec(Format::f16));
    std::size_t pairs = 0;
    for (std::size_t t = 0; t < numbers.size(); t += 97)
        for (std::size_t g = t % 13; g < numbers.size(); g += 13) {
            const double truth = numbers[t], got = numbers[g], error = std::fabs(got - truth);
            const double slack = std::fabs(truth) < std::ldexp(1, -13) ? least : 0, bound = 4 * u / (1 - 4 * u) * std::fabs(truth) + slack;
            const Verdict said = verdict(f16, four, number(truth), got);
            const Verdict expected = error == 0                                                  ? Verdict::correctly_rounded
                                     : error <= bound && truth != 0 && bound >= std::fabs(truth) ? Verdict::not_judged
                                     : error <= bound                                            ? Verdict::accurate
                                     : got != 0 && error < std::fabs(truth)                      ? Verdict::inaccurate
                                                                                                 : Verdict::wrong;
            CAPTURE(truth, got);
            REQUIRE(said == expected);
            ++pairs;
        }
    CHECK(pairs > 100000);
}

TEST_CASE("growth of a sum by its grade, term for term") {
    const struct {
        double n, compensated, pairwise, blocked, recursive;
    } table[] = {{1, 0, 0, 0, 0}, {2, 1, 1, 1, 1},   {3, 2, 2, 2, 2},      {4, 2, 2, 3, 3},
                 {5, 2, 3, 4, 4}, {16, 2, 4, 8, 15}, {256, 2, 8, 32, 255}, {257, 2, 9, 33, 256}};
    for (const auto& row : table) {
        CAPTURE(row.n);
        CHECK(growth(Grade::exact, row.n) == 0);
        CHECK(growth(Grade::compensated, row.n) == row.compensated);
        CHECK(growth(Grade::pairwise, row.n) == row.pairwise);
        CHECK(growth(Grade::blocked, row.n) == row.blocked);
        CHECK(growth(Grade::recursive, row.n) == row.recursive);
    }
}

TEST_CASE("each grade acquits up to its bound, names itself, and no further") {
    const double u = unit_roundoff(Format::f32);
    const Setting setting{.format = Format::f32, .terms = 257, .rows = 4, .final_roundings = 1};
    double below = 0;
    for (const Grade grade : all_grades) {
        const double r = (1 + growth(grade, 257) + growth(grade, 4) + 1) * u, bound = r / (1 - r);
        const Judgement last = judge(setting, summed, number(1), round_to(Format::f32, 1 - bound * 0.999));
        CAPTURE(name(grade), bound / u, below / u);
        CHECK(last.grade == grade);
        CHECK(last.verdict == Verdict::accurate);
        below = bound;
    }
    CHECK(verdict(setting, summed, number(1), round_to(Format::f32, 1 - below * 1.01)) == Verdict::inaccurate);
    CHECK(verdict(setting, summed, number(1), round_to(Format::f32, 1 + below * 1.01)) == Verdict::inaccurate);
}

TEST_CASE("kappa is granted where the class claims it, and nowhere else") {
    const double u = unit_roundoff(Format::f64);
    const auto off = [&](double units) { return 1 + units * u; };
    CHECK(verdict({}, with_condition, ill_conditioned(1, 1000), off(2004)) == Verdict::stable);
    CHECK(verdict({}, with_condition, ill_conditioned(1, 1000), off(2006)) == Verdict::inaccurate);
    CHECK(verdict({}, four, ill_conditioned(1, 1e9), off(4)) == Verdict::accurate);
    CHECK(verdict({}, four, ill_conditioned(1, 1e9), off(6)) == Verdict::inaccurate);
}

TEST_CASE("what the stable algorithm can lose on this input is accurate, grade by grade, and nothing beyond") {
    const double u = unit_roundoff(Format::f64);
    Truth truth = number(1);
    truth.computed = [u](Grade grade) { return Limit{.error = (grade == Grade::recursive ? 40 : 20) * u, .text = "computed"}; };
    const auto off = [&](double units) { return judge({}, four, truth, 1 + units * u); };
    CHECK(off(20).verdict == Verdict::accurate);
    CHECK(off(20).grade == Grade::exact);
    CHECK(off(40).verdict == Verdict::accurate);
    CHECK(off(40).grade == Grade::recursive);
    CHECK(off(40).bound == "computed");
    CHECK(off(42).verdict == Verdict::inaccurate);
    CHECK(off(42).allowed_ulps == Approx(20));
    truth.computed = [](Grade) { return Limit{}; };  // no bound: nothing is granted
    CHECK(off(6).verdict == Verdict::inaccurate);
    truth.computed = [](Grade) { return Limit{.error = 1, .text = "all of it"}; };
    CHECK(off(6).verdict == Verdict::not_judged);
    CHECK(judge({}, four, truth, 2.5).verdict == Verdict::wrong);
}

TEST_CASE("a sweep is asked for only where the running error reaches the error, and the running error itself acquits nobody") {
    const double u = unit_roundoff(Format::f64);
    Truth truth = number(1);
    int asked = 0;
    truth.computed = [&](Grade) {
        ++asked;
        return Limit{.error = 20 * u, .text = "computed"};
    };
    truth.running = [u] { return 30.0L * u; };
    CHECK(judge({}, four, truth, 1 + 20 * u).verdict == Verdict::accurate);
    CHECK(asked > 0);
    asked = 0;
    CHECK(judge({}, four, truth, 1 + 32 * u).verdict == Verdict::inaccurate);
    CHECK(asked == 0);
    CHECK(judge({}, four, truth, 1 + 28 * u).verdict == Verdict::inaccurate);
    CHECK(asked == 1);
}

TEST_CASE("a bound that reaches the value judges nobody inside it, and convicts beyond") {
    const double u = unit_roundoff(Format::f64);
    CHECK(verdict({}, with_condition, ill_conditioned(1, 1 / u), 0) == Verdict::not_judged);
    CHECK(verdict({}, with_condition, ill_conditioned(1, 1 / u), 2) == Verdict::not_judged);
    CHECK(verdict({}, with_condition, ill_conditioned(1, 1 / u), 4) == Verdict::wrong);
    CHECK(verdict({}, with_condition, ill_conditioned(1, 0.1 / u), 0) == Verdict::wrong);

    const Setting long_row{.format = Format::bf16, .terms = 200};  // 200u = 0.78: a recursive sum may lose everything
    CHECK(verdict(long_row, summed, number(1), 0) == Verdict::not_judged);
    CHECK(verdict(long_row, summed, number(1), 1 + 4 * unit_roundoff(Format::bf16)) == Verdict::accurate);
    CHECK(verdict(long_row, summed, number(1), 5) == Verdict::wrong);
    CHECK(verdict({.format = Format::bf16, .terms = 300}, summed, number(1), 5) == Verdict::not_judged);  // 300u > 1: no theorem
    CHECK(verdict({.format = Format::f32, .terms = 200}, summed, number(1), 0) == Verdict::wrong);
    CHECK_FALSE(falls_short(Verdict::not_judged));
}

TEST_CASE("where the truth is 0, errors up to the condition are stable") {
    const double u = unit_roundoff(Format::f64);
    CHECK(verdict({}, with_condition, ill_conditioned(0, 3), 5 * u) == Verdict::stable);
    CHECK(verdict({}, with_condition, ill_conditioned(0, 3), 7 * u) == Verdict::wrong);
}

TEST_CASE("near underflow each term is worth one smallest subnormal, copies none") {
    const FormatSpec& format = spec(Format::f32);
    const double tau = smallest_subnormal(format), least = std::ldexp(1, -126);
    const Setting one{.format = Format::f32}, mean{.format = Format::f32, .terms = 8, .rows = 4, .divisor = 4};
    // 4u of the least normal number is 2 tau, of twice that 4 tau.
    CHECK(verdict(one, four, number(least), least + 3 * tau) == Verdict::accurate);
    CHECK(verdict(one, four, number(least), least + 4 * tau) == Verdict::inaccurate);
    CHECK(verdict(one, four, number(2 * least), 2 * least + 4 * tau) == Verdict::accurate);
    CHECK(verdict(one, four, number(2 * least), 2 * least + 6 * tau) == Verdict::inaccurate);
    CHECK(verdict(mean, four, number(least), least + 12 * tau) == Verdict::accurate);  // 3.5 tau, 8·4/4 terms and the quotient
    CHECK(verdict(mean, four, number(least), least + 13 * tau) == Verdict::inaccurate);
    const Setting weighted{.format = Format::f32, .reduction = {.factors = 1, .amplification = 4}};
    CHECK(verdict(weighted, four, number(least), least + 10 * tau) == Verdict::accurate);  // 2.5 tau, 2 roundings times 4
    CHECK(verdict(weighted, four, number(least), least + 11 * tau) == Verdict::inaccurate);
    CHECK(verdict(weighted, copied, number(least), least + 8 * tau) == Verdict::accurate);  // a copy that is multiplied is none
    CHECK(verdict(weighted, copied, number(least), least + 9 * tau) == Verdict::inaccurate);
    CHECK(verdict(one, copied, number(tau), 0) == Verdict::wrong);
    CHECK(verdict(one, copied, number(4 * tau), 5 * tau) == Verdict::inaccurate);
    CHECK(verdict(one, four, number(2 * tau), 0) == Verdict::wrong);
    CHECK(verdict(one, four, number(tau), 0) == Verdict::not_judged);
}

TEST_CASE("sums of mixed sign are measured by the size of their terms") {
    Truth truth = number(1);
    truth.magnitude = [] { return 100.0; };
    const double u = unit_roundoff(Format::f64);
    CHECK(verdict({}, four, truth, 1 + 400 * u) == Verdict::stable);
    CHECK(verdict({}, four, truth, 1 + 402 * u) == Verdict::inaccurate);
}

TEST_CASE("the class that can be had is said beside the class that was had") {
    CHECK(attainable(copied({1, 0})) == Class::exact);
    CHECK(attainable(four({1, 0})) == Class::accurate);
    CHECK(attainable(with_condition({1, 0})) == Class::stable);
    CHECK(judge({}, with_condition, ill_conditioned(1, 10), 1.5).attainable == Class::stable);
    CHECK(judge({}, four, number(1), 1).attainable == Class::accurate);
}

TEST_CASE("what a curve shows as allowed is the widest bound, and an ulp at least") {
    CHECK(*allowed_ulps({}, copied, number(1)) == 1);
    CHECK(*allowed_ulps({}, four, number(1)) == Approx(2));  // 4u of 1 is two ulp
    CHECK(*allowed_ulps({}, with_condition, ill_conditioned(1, 100)) == Approx(102));
    CHECK_FALSE(allowed_ulps({.format = Format::bf16, .terms = 300}, summed, number(1)));
    CHECK_FALSE(allowed_ulps({}, four, special(HUGE_VAL)));
}

TEST_CASE("severity puts what was measured before what was not, and failures last") {
    const Verdict order[] = {Verdict::unsupported, Verdict::not_judged, Verdict::exact,  Verdict::correctly_rounded, Verdict::faithful,
                             Verdict::convention,  Verdict::accurate,   Verdict::stable, Verdict::undecided,         Verdict::range_limited,
                             Verdict::inaccurate,  Verdict::wrong,      Verdict::error};
    static_assert(std::size(order) == verdict_count);
    for (std::size_t i = 1; i < std::size(order); ++i) CHECK(severity(order[i - 1]) < severity(order[i]));
    for (const Verdict v : order) CHECK(falls_short(v) == (v == Verdict::inaccurate || v == Verdict::wrong || v == Verdict::error));
}
