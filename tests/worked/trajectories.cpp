// SPDX-License-Identifier: Apache-2.0
// Many steps with state. Each step is certified: its rounded results are the next step's exact inputs. Beside it runs an
// independent evaluation of the printed formula, and a replay without any rounding.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

const std::vector<double> start = {1.5, -0.75, 3}, target = {0.25, 2, 3.0625};

/// ∇½‖θ − y‖², certified.
std::vector<double> gradient(const std::vector<double>& theta, Format format) {
    return rounded(asking("half_squared_error", {{"prediction", row(theta)}, {"target", row(target)}}, {}, format), "d_prediction");
}
Rational exactly_half(const Rational& x) { return x / Rational(2); }

}  // namespace

TEST_CASE("C32 ten steps of momentum, certified one by one with their state", "[C32][A05]") {
    const double rate = 0.125, inertia = 0.875, decay = 0.0625;
    const Parameters parameters = {{"learning_rate", rate}, {"momentum", inertia}, {"weight_decay", decay}};
    for (const Format format : all_formats) {
        std::vector<double> theta = start, v(3, 0.0);
        for (int t = 0; t < 10; ++t) {
            const auto g = gradient(theta, format);
            const Case step =
                asking("momentum_step", {{"theta", flat(theta)}, {"grad", flat(g)}, {"state_v", flat(v)}}, parameters, format);
            const auto next_theta = rounded(step, "theta"), next_v = rounded(step, "state_v");
            for (Index j = 0; j < 3; ++j) {
                const Rational velocity = Rational::from(inertia) * Rational::from(v[j]) + Rational::from(g[j]) +
                                          Rational::from(decay) * Rational::from(theta[j]);
                CHECK(next_v[j] == velocity.rounded(spec(format)));
                CHECK(next_theta[j] == (Rational::from(theta[j]) - Rational::from(rate) * velocity).rounded(spec(format)));
            }
            theta = next_theta, v = next_v;
        }
    }
}

TEST_CASE("C32 the certified trajectory stays within the sum of its roundings of the exact one", "[C32][A05]") {
    const double rate = 0.125, inertia = 0.875;
    const Parameters parameters = {{"learning_rate", rate}, {"momentum", inertia}, {"weight_decay", 0.0}};
    const Rational u = Rational::from(unit_roundoff(Format::f32)), mu = Rational::from(inertia), eta = Rational::from(rate);

    std::vector<double> theta = start, v(3, 0.0);
    std::vector<Rational> exact_theta, exact_v(3, Rational(0)), theta_error(3, Rational(0)), v_error(3, Rational(0));
    for (const double each : start) exact_theta.push_back(Rational::from(each));
    for (int t = 0; t < 10; ++t) {
        const auto g = gradient(theta, Format::f32);
        const Case step =
            asking("momentum_step", {{"theta", flat(theta)}, {"grad", flat(g)}, {"state_v", flat(v)}}, parameters, Format::f32);
        theta = rounded(step, "theta"), v = rounded(step, "state_v");
        for (Index j = 0; j < 3; ++j) {
            exact_v[j] = mu * exact_v[j] + (exact_theta[j] - Rational::from(target[j]));
            exact_theta[j] -= eta * exact_v[j];
            // An error in θ and the gradient's own rounding enter v, an error in v enters θ; each result adds half a unit.
            const Rational incoming = mu * v_error[j] + theta_error[j] + u * abs(Rational::from(g[j]));
            v_error[j] = incoming + u * abs(Rational::from(v[j]));
            theta_error[j] = theta_error[j] + eta * incoming + u * abs(Rational::from(theta[j]));
            CHECK_FALSE(less(theta_error[j] * 2, abs(Rational::from(theta[j]) - exact_theta[j])));
            CHECK_FALSE(less(v_error[j] * 2, abs(Rational::from(v[j]) - exact_v[j])));
        }
    }
    // It did move: halfway to the target at least.
    CHECK(less(abs(exact_theta[1] - Rational(2)), exactly_half(Rational::read("11/4"))));
}

TEST_CASE("C32 ten steps of Adam in both forms, certified one by one with their state", "[C32][A04][E14]") {
    const Parameters parameters = {{"learning_rate", 0.125}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}};
    const Real rate = Real::from(0.125), epsilon = Real::from(1e-8);
    // The new moments, in the rationals for the state and as enclosures under the root.
    const auto mean = []<class T>(const T& m, const T& g) { return T::from(0.9) * m + (1 - T::from(0.9)) * g; };
    const auto spread = []<class T>(const T& s, const T& g) { return T::from(0.999) * s + (1 - T::from(0.999)) * square(g); };

    for (const Format format : all_formats)
        for (const bool published : {true, false}) {
            std::vector<double> theta = start, m(3, 0.0), s(3, 0.0);
            Real power1 = 1, power2 = 1;
            for (std::int64_t t = 1; t <= 10; ++t) {
                const auto g = gradient(theta, format);
                Case step =
                    asking(published ? "adam_step" : "adam_step_as_printed",
                           {{"theta", flat(theta)}, {"grad", flat(g)}, {"state_m", flat(m)}, {"state_s", flat(s)}}, parameters, format);
                step.parameters["t"] = t;
                const auto next_theta = rounded(step, "theta"), next_m = rounded(step, "state_m"), next_s = rounded(step, "state_s");
                power1 *= Real::from(0.9), power2 *= Real::from(0.999);
                for (Index j = 0; j < 3; ++j) {
                    CHECK(next_m[j] == mean(Rational::from(m[j]), Rational::from(g[j])).rounded(spec(format)));
                    CHECK(next_s[j] == spread(Rational::from(s[j]), Rational::from(g[j])).rounded(spec(format)));

                    const Real a = mean(Real::from(m[j]), Real::from(g[j])), b = spread(Real::from(s[j]), Real::from(g[j]));
                    const Real move = published ? a / (1 - power1) / (sqrt(b / (1 - power2)) + epsilon) : a / sqrt(b + epsilon);
                    const auto truth = (Real::from(theta[j]) - rate * move).round_into(spec(format));
                    CHECK((truth.decided && next_theta[j] == truth.value));
                }
                theta = next_theta, m = next_m, s = next_s;
            }
        }
}

TEST_CASE("C32 Adam replayed without rounding under a constant gradient: every published step is ηg/(|g|+ε)", "[C32][A04]") {
    const Rational g = decimal<Rational>("-0.3"), rate = Rational::from(0.125), epsilon = Rational::from(1e-8);
    Rational theta = 1, m = 0, s = 0, power1 = 1, power2 = 1;
    for (std::int64_t t = 1; t <= 10; ++t) {
        const auto next = results<Rational>(
            "adam_step", {argument<Rational>({theta}), argument<Rational>({g}), argument<Rational>({m}), argument<Rational>({s})},
            {{"learning_rate", 0.125}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}, {"t", t}});
        theta = next[0][0], m = next[1][0], s = next[2][0];
        power1 *= Rational::from(0.9), power2 *= Rational::from(0.999);
        // The moments are the gradient's own, held back by 1 − βᵗ: the corrections undo exactly that.
        CHECK(same(m, g * (1 - power1)));
        CHECK(same(s, square(g) * (1 - power2)));
        CHECK(same(theta, 1 - Rational(static_cast<int>(t)) * rate * g / (abs(g) + epsilon)));
    }
}

TEST_CASE("C32 Adam as printed, replayed without rounding: the same moments, steps that start too long", "[C32][A04][E14]") {
    const Real g = decimal<Real>("-0.3"), b1 = Real::from(0.9), b2 = Real::from(0.999), epsilon = Real::from(1e-8);
    Real theta = 1, m = 0, s = 0, power1 = 1, power2 = 1, expected = 1;
    for (int t = 1; t <= 10; ++t) {
        const auto next =
            results<Real>("adam_step_as_printed", {argument<Real>({theta}), argument<Real>({g}), argument<Real>({m}), argument<Real>({s})},
                          {{"learning_rate", 0.125}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}});
        theta = next[0][0], m = next[1][0], s = next[2][0];
        power1 *= b1, power2 *= b2;
        const Real length = (1 - power1) / sqrt((1 - power2) + epsilon / square(g));
        expected += length / 8;
        CHECK(agree(theta, expected));
        CHECK(less(Real(3), length));  // three rates and more, where the published step is one
    }
}
