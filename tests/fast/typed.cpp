// SPDX-License-Identifier: Apache-2.0
// The typed functions, their Eigen forms and float32.
#include "fast/eigen.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

TEST_CASE("Eigen matrices and strided blocks are used in place", "[fast]") {
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Matrix z(3, 4), p = Matrix::Constant(3, 6, -7);
    z << 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2;
    auto block = p.block(0, 1, 3, 4);
    fast::softmax(fast::input(z), fast::output(block));
    CHECK((block.array() == 0.25).all());
    CHECK((p(0, 0) == -7 && p(2, 5) == -7));
    Eigen::VectorXd losses(3);
    const std::int64_t labels[] = {0, 1, 2};
    fast::softmax_cross_entropy(fast::input(z), {labels, 3}, fast::output(losses));
    CHECK(losses[0] == std::log(4.0));
}
TEST_CASE("float32 goes in and comes out, computed in double", "[fast]") {
    const float z[] = {50, 0, 0};
    float value[1], gradient[3];
    const std::int64_t label[] = {0};
    fast::softmax_cross_entropy({z, 1, 3}, {label, 1}, {value, 1, 1}, {gradient, 1, 3});
    CHECK(value[0] == 0x1.d257d6p-72f);  // the textbook form gives 0
    CHECK(gradient[0] == -0x1.d257d6p-72f);
}
