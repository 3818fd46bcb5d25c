// SPDX-License-Identifier: Apache-2.0
// What makes no sense is refused in words, before any output is written.
#include "tests/fast/call.hpp"

#include <catch2/catch.hpp>

using namespace testing;
using Catch::Contains;

TEST_CASE("bad sizes and labels are refused and leave the outputs alone", "[fast]") {
    const Vector z(6, 1.0);
    const Labels bad = {0, 3}, good = {0, 1};
    Vector out(6, -7);
    const NamedOutput wanted[] = {{"d_logits", Output(out.data(), 2, 3)}};
    const auto call = [&](const Labels& labels, std::int64_t label_rows) {
        const NamedInput in[] = {{"logits", Input(z.data(), 2, 3)}, {"label", Input(labels.data(), label_rows)}};
        run("softmax_cross_entropy", Call{in, wanted, {}, {}});
    };
    CHECK_THROWS_WITH(call(bad, 2), Contains("label 3 of row 1 is outside 0..2"));
    CHECK_THROWS_WITH(call(good, 1), Contains("'label' is 1x1, expected 2x1"));
    CHECK(out == Vector(6, -7));
    CHECK_NOTHROW(call(good, 2));
}
TEST_CASE("a Hessian of long rows is refused, their gradient is not", "[fast]") {
    const Vector z(34, 1.0);
    Vector hessian(2 * 17 * 17, -7), gradient(34);
    const NamedInput in[] = {{"logits", Input(z.data(), 2, 17)}};
    const NamedOutput both[] = {{"d_logits", Output(gradient.data(), 2, 17)}, {"H_logits", Output(hessian.data(), 2, 289)}};
    CHECK_THROWS_WITH(run("logsumexp", Call{in, both, {}, {}}), Contains("'H_logits' is given for K <= 16 only"));
    CHECK(gradient == Vector(34, 0.0));
    CHECK_NOTHROW(run("logsumexp", Call{in, {both, 1}, {}, {}}));
    CHECK(gradient[0] == 1.0 / 17);
}
TEST_CASE("unknown names, missing inputs and parameters out of range are refused", "[fast]") {
    const Vector x(4, 0.5);
    Vector y(4);
    const NamedInput in[] = {{"x", Input(x.data(), 1, 4)}}, p[] = {{"p", Input(x.data(), 1, 4)}};
    const NamedOutput out[] = {{"value", Output(y.data(), 1, 4)}}, other[] = {{"d_y", Output(y.data(), 1, 4)}};
    const NamedNumber base[] = {{"base", 1.0}}, delta[] = {{"delta", 1.0}};
    CHECK_THROWS_AS(run("no_such_loss", Call{in, out, {}, {}}), std::invalid_argument);
    CHECK_THROWS_WITH(run("sigmoid", Call{p, out, {}, {}}), Contains("takes no input 'p'"));
    CHECK_THROWS_WITH(run("sigmoid", Call{in, other, {}, {}}), Contains("takes no output 'd_y'"));
    CHECK_THROWS_WITH(run("sigmoid", Call{in, out, delta, {}}), Contains("takes no parameter 'delta'"));
    CHECK_THROWS_WITH(run("sgd_step", Call{in, out, {}, {}}), Contains("sgd_step"));
    CHECK_THROWS_WITH(run("self_information", Call{p, out, base, {}}), Contains("must not be 1"));
    Options mean;
    mean.reduction = Reduction::mean;
    CHECK_THROWS_WITH(run("softmax", Call{p, out, {}, mean}), Contains("softmax"));
}
