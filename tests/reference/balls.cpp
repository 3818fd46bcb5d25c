// SPDX-License-Identifier: Apache-2.0
// Balls against MPFR: a ball must contain the value, its rounding must be MPFR's, and its table must be what MPFR makes of it.
#include "reference/numbers/ball.hpp"
#include "reference/numbers/exp_table.hpp"
#include "reference/numbers/mpfr_rounding.hpp"
#include "reference/oracle/certify.hpp"

#include <catch2/catch.hpp>
#include <mpfr.h>

#include <cmath>
#include <random>

using namespace lossproof;

namespace {

/// A scratch number of MPFR, wide enough that its own roundings do not matter.
class Wide {
public:
    explicit Wide(const Word& word = {}) {
        mpfr_init2(value_, 500);
        mpfr_set_d(value_, word.hi, MPFR_RNDN);
        mpfr_add_d(value_, value_, word.lo, MPFR_RNDN);
    }
    ~Wide() { mpfr_clear(value_); }
    Wide(const Wide&) = delete;
    Wide& operator=(const Wide&) = delete;
    operator mpfr_ptr() { return value_; }

private:
    mpfr_t value_;
};

double distance(Wide& truth, const Word& word) {
    Wide gap;
    mpfr_sub_d(gap, truth, word.hi, MPFR_RNDN);
    mpfr_sub_d(gap, gap, word.lo, MPFR_RNDN);
    return std::fabs(mpfr_get_d(gap, MPFR_RNDA));
}

std::mt19937_64 random_bits(20);
double uniform() { return static_cast<double>(random_bits() >> 11) * 0x1p-53; }
/// A word of a size between powers of two; every third one is a single number.
Word any_word(double low, double high, bool negative) {
    const double size = std::exp2(low + (high - low) * uniform()), value = negative && (random_bits() & 1) ? -size : size;
    return fast_two_sum(value, random_bits() % 3 ? value * 0x1p-54 * (uniform() - 0.5) : 0);
}

struct Function {
    const char* name;
    Ball (*ball)(const Ball&);
    int (*truth)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
    double low, high;
    bool negative;
};
const Function functions[] = {{"exp", exp, mpfr_exp, -70, 9.2, true},
                              {"log", log, mpfr_log, -900, 900, false},
                              {"log near 1", log, mpfr_log, -0.01, 0.01, false},
                              {"log1p", log1p, mpfr_log1p, -80, -0.1, true},
                              {"log1p of much", log1p, mpfr_log1p, -1, 800, false},
                              {"expm1", expm1, mpfr_expm1, -80, 9, true},
                              {"tanh", tanh, mpfr_tanh, -80, 8, true},
                              {"sqrt", sqrt, mpfr_sqrt, -800, 800, false}};

}  // namespace

TEST_CASE("a ball of a function contains the value, and is small", "[balls]") {
    for (const auto& f : functions) {
        double worst = 0;
        for (int i = 0; i < 20000; ++i) {
            const Word at = any_word(f.low, f.high, f.negative);
            const Ball got = f.ball(Ball::around(at, 0));
            Wide x(at), truth;
            f.truth(truth, x, MPFR_RNDN);
            INFO(f.name << " at " << hex_text(at.hi) << " + " << hex_text(at.lo));
            REQUIRE_FALSE(got.says_nothing());
            REQUIRE(distance(truth, got.word()) <= got.radius());
            worst = std::max(worst, distance(truth, got.word()) / got.radius());
        }
        INFO(f.name);
        CHECK(worst > 0.03);  // a radius much larger than any error would hide a lost term
    }
}

TEST_CASE("a ball holds what an argument's radius brings", "[balls]") {
    for (const auto& f : functions)
        for (int i = 0; i < 4000; ++i) {
            const Word at = any_word(std::max(f.low, -20.0), std::min(f.high, 5.0), f.negative);
            const double radius = std::fabs(at.hi) * std::exp2(-5 - 60 * uniform());
            const Ball got = f.ball(Ball::around(at, radius));
            if (got.says_nothing()) continue;
            Wide x(at), truth;
            mpfr_add_d(x, x, (random_bits() & 1 ? 1 : -1) * radius * (1 - 0x1p-20), MPFR_RNDN);
            f.truth(truth, x, MPFR_RNDN);
            INFO(f.name << " at " << hex_text(at.hi) << " within " << radius);
            REQUIRE(distance(truth, got.word()) <= got.radius());
        }
}

TEST_CASE("sums, products and quotients of words err by less than the published bounds", "[balls]") {
    for (int i = 0; i < 50000; ++i) {
        const Word a = any_word(-60, 60, true), b = any_word(-60, 60, true);
        const Ball x = Ball::around(a, 0), y = Ball::around(b, 0);
        Wide p(a), q(b), truth;
        mpfr_add(truth, p, q, MPFR_RNDN);
        REQUIRE(distance(truth, (x + y).word()) <= (x + y).radius());
        mpfr_mul(truth, p, q, MPFR_RNDN);
        REQUIRE(distance(truth, (x * y).word()) <= (x * y).radius());
        REQUIRE(distance(truth, multiply(a, b)) <= 5 * 0x1p-106 * std::fabs(multiply(a, b).hi) * 1.01);
        mpfr_div(truth, p, q, MPFR_RNDN);
        REQUIRE(distance(truth, (x / y).word()) <= (x / y).radius());
        REQUIRE(distance(truth, divide(a, b)) <= 15 * 0x1p-106 * std::fabs(divide(a, b).hi) * 1.01);
    }
}

TEST_CASE("the rounding test decides as MPFR rounds, or not at all", "[balls]") {
    int decided = 0;
    for (const Format format : all_formats)
        for (int i = 0; i < 20000; ++i) {
            const double bottom = spec(format).smallest_exponent(), top = spec(format).max_exponent;
            Word at = any_word(std::max(bottom - 2, -300.0), std::min(top + 1.0, 300.0), true);
            if (i % 4 == 0) {  // a midpoint, or a hair beside it
                const double number = round_to(format, at.hi), next = neighbour(spec(format), number, 1);
                at = fast_two_sum((number + next) / 2, i % 8 ? 0 : number * std::exp2(-70 - 30 * uniform()) * (uniform() - 0.5));
            }
            const double radius = i % 3 ? std::fabs(at.hi) * std::exp2(-100 + 60 * uniform()) : 0;
            const Ball ball = Ball::around(at, radius);
            if (ball.says_nothing()) continue;
            const auto got = ball.round_into(spec(format));
            if (!got.decided) continue;
            ++decided;
            for (const double side : {-1.0, 0.0, 1.0}) {
                Wide truth(at);
                mpfr_add_d(truth, truth, side * radius, MPFR_RNDN);
                INFO(name(format) << " " << hex_text(at.hi) << " + " << hex_text(at.lo) << " within " << radius);
                REQUIRE(round_nearest(truth, spec(format)) == got.value);
                Wide rest(at);
                mpfr_add_d(rest, rest, side * radius, MPFR_RNDN);
                mpfr_sub_d(rest, rest, got.value, MPFR_RNDN);
                REQUIRE(mpfr_cmp_d(rest, got.below) >= 0);
                REQUIRE(mpfr_cmp_d(rest, got.above) <= 0);
            }
        }
    CHECK(decided > 30000);
}

TEST_CASE("the table is 2^(i/64), its logarithm and pi, each rounded twice", "[balls]") {
    const auto same = [](Wide& truth, const double(&word)[2]) {
        const double high = mpfr_get_d(truth, MPFR_RNDN);
        mpfr_sub_d(truth, truth, high, MPFR_RNDN);
        return word[0] == high && word[1] == mpfr_get_d(truth, MPFR_RNDN);
    };
    for (int i = 0; i < 64; ++i) {
        Wide truth, exponent({i / 64.0, 0});
        mpfr_exp2(truth, exponent, MPFR_RNDN);
        CHECK(same(truth, table::powers[i]));
    }
    Wide ln2, pi;
    mpfr_const_log2(ln2, MPFR_RNDN);
    mpfr_const_pi(pi, MPFR_RNDN);
    CHECK(same(ln2, table::ln2));
    CHECK(same(pi, table::pi));
}

namespace {

Case random_case(const Operation& operation, Format format) {
    Case question{.operation = std::string(operation.name), .format = format, .parameters = {}, .inputs = {}};
    const double spread = std::exp2(random_bits() % 7);
    for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
        const Input& input = operation.inputs[i];
        if (input.optional || input.meaning == Meaning::position) continue;
        const bool positive = input.letter == "p" || input.letter == "q" || input.letter == "y" || input.letter == "v";
        Tensor tensor{.shape = {3, 5}, .values = {}};
        const bool label = operation.role(i) == Role::label, sign = operation.role(i) == Role::sign;
        if (label) tensor = {.shape = {3}, .values = {0, 1, 2}, .integral = true};
        else if (sign) tensor.integral = true;
        for (int j = 0; !label && j < 15; ++j) {
            const double number = positive ? uniform() : spread * (uniform() - 0.5);
            tensor.values.push_back(sign ? (random_bits() & 1 ? 1 : -1) : round_to(format, number));
        }
        question.inputs.emplace(std::string(input.name), tensor);
    }
    return question;
}

}  // namespace

TEST_CASE("what a ball certifies the enclosures of MPFR certify", "[balls]") {
    long by_balls = 0, all = 0;
    for (const Operation& operation : catalogue()) {
        if (!operation.by_row() && !operation.by_element()) continue;
        for (const Format format : all_formats)
            for (int i = 0; i < 6; ++i) {
                const Case question = random_case(operation, format);
                std::optional<Plan> plan;
                try {
                    plan.emplace(question);
                } catch (const UsageError&) {
                    break;  // needs a parameter or another shape
                }
                const Certificate quick(question), slow(question, {.outputs = {}, .enclosures = true});
                for (const auto& output : quick.outputs())
                    for (Index j = 0; j < output.answers.size(); ++j) {
                        const Answer &ball = output.answers[j], &enclosure = slow.output(output.name)->answers[j];
                        INFO(operation.name << " " << name(format) << " " << output.name << " " << j);
                        CHECK(hex_text(ball.rounded) == hex_text(enclosure.rounded));
                        CHECK(ball.below <= enclosure.above);
                        CHECK(enclosure.below <= ball.above);
                        by_balls += ball.precision == 106;
                        ++all;
                    }
            }
    }
    CHECK(by_balls > all * 3 / 4);
}
