// SPDX-License-Identifier: Apache-2.0
// Eigen's own array functions, as anybody would write them. Its packets are wrong where losses live: exp(−∞) is not 0,
// the float logistic loses its tail, and there is no packet log1p at all.
#include "tests/mutants/textbook.hpp"

#include <eigen3/Eigen/Core>

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

template <class T> using Array = Eigen::Array<T, Eigen::Dynamic, 1>;

/// f of each row of the first input, in the case's own type.
template <class T, class F> std::vector<double> by_row(const Plan& plan, F f) {
    const Tensor& x = *plan.layout().slots().front().tensor;
    const auto columns = static_cast<Eigen::Index>(x.columns());
    std::vector<double> values;
    for (Eigen::Index n = 0; n < x.rows(); ++n) {
        Array<T> row(columns);
        for (Eigen::Index k = 0; k < columns; ++k) row[k] = static_cast<T>(x.values[static_cast<std::size_t>(n * columns + k)]);
        for (const T v : Array<T>(f(row))) values.push_back(static_cast<double>(v));
    }
    return values;
}
template <class F> Mutant::Lie in_either_type(F f) {
    return [f](const Plan& plan, const Plan::Output& output) {
        // Eigen has no weights: there the answers are right.
        if (output.reduced || !plan.reduction().plain()) return Mutant::certified(plan, output.name);
        return plan.format() == Format::f32 ? by_row<float>(plan, f) : by_row<double>(plan, f);
    };
}

}  // namespace

TEST_CASE("Eigen's softmax is convicted") {
    convicted(Mutant("eigen_naive").lies("softmax", "value", in_either_type([](const auto& z) {
                                             auto weight = (z - z.maxCoeff()).exp().eval();
                                             return (weight / weight.sum()).eval();
                                         })),
              "wrong", {Format::f32});
}

TEST_CASE("Eigen's log-softmax is convicted") {
    convicted(Mutant("eigen_naive").lies("log_softmax", "value", in_either_type([](const auto& z) {
                                             return ((z - z.maxCoeff()) - std::log((z - z.maxCoeff()).exp().sum())).eval();
                                         })),
              "wrong", {Format::f64, Format::f32});
}

TEST_CASE("Eigen's logistic is convicted in single precision") {
    convicted(Mutant("eigen_naive").lies("sigmoid", "value", in_either_type([](const auto& x) { return x.logistic().eval(); })),
              "inaccurate", {Format::f32});
}

TEST_CASE("a sigmoid by Eigen's tanh is convicted: ½ + ½ tanh(x/2) cancels") {
    convicted(
        Mutant("eigen_naive").lies("sigmoid", "value", in_either_type([](const auto& x) { return (0.5 + 0.5 * (x * 0.5).tanh()).eval(); })),
        "wrong", {Format::f64});
}

TEST_CASE("the logarithm of Eigen's logistic is convicted") {
    convicted(Mutant("eigen_naive").lies("log_sigmoid", "value", in_either_type([](const auto& x) { return x.logistic().log().eval(); })),
              "wrong", {Format::f64, Format::f32});
}
