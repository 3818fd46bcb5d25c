// SPDX-License-Identifier: Apache-2.0
// Every documented choice in both directions: granted where a subject declares it and inside its range, convicted without the
// declaration, beside the range, and with another number. A rule that is removed or widened fails here.
#include "properties/sweep/question.hpp"
#include "reference/oracle/documented.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

const double inf = std::numeric_limits<double>::infinity(), no_number = std::nan("");

Tensor row_of(std::vector<double> values) {
    const auto size = static_cast<std::int64_t>(values.size());
    return {.shape = {1, size}, .values = std::move(values)};
}
Tensor flat(std::vector<double> values) {
    const auto size = static_cast<std::int64_t>(values.size());
    return {.shape = {size}, .values = std::move(values)};
}
Tensor label(double t) { return {.shape = {1}, .values = {t}, .integral = true}; }

Case asking(std::string operation, Tensors inputs, Parameters parameters = {}, Format format = Format::f64) {
    return {.operation = std::move(operation), .format = format, .parameters = std::move(parameters), .inputs = std::move(inputs)};
}
const Parameters by_mean = {{"reduction", std::string("mean")}}, by_sum = {{"reduction", std::string("sum")}};

/// The profile an answer is excused by, or the verdict.
std::string word(const Case& question, const std::string& output, double got, const std::string& profile = "", Index index = 0) {
    Certificate certificate(question, {.outputs = {output}});
    Grants grants;
    if (!profile.empty()) grants.profiles.insert(profile);
    const Finding finding = judged(certificate, certificate.outputs().front(), index, got, grants);
    return finding.profile.empty() ? std::string(name(finding.judgement.verdict)) : finding.profile;
}

Case bce(std::vector<double> p, std::vector<double> y, Parameters parameters = {}, Format format = Format::f64) {
    return asking("binary_cross_entropy", {{"p", row_of(std::move(p))}, {"target", row_of(std::move(y))}}, std::move(parameters), format);
}

}  // namespace

TEST_CASE("0 times an infinite log-rate is no number as the arithmetic has it, and nothing else is") {
    const auto poisson = [](double x, double t) { return asking("poisson_nll", {{"prediction", row_of({x})}, {"target", row_of({t})}}); };
    for (const double x : {-inf, inf}) CHECK(word(poisson(x, 0), "value", no_number) == "ieee");
    CHECK(word(poisson(-inf, 0), "value", 1) == "wrong");
    CHECK(word(poisson(-inf, 1), "value", no_number) == "wrong");
    CHECK(word(poisson(-inf, 0), "d_prediction", no_number) == "wrong");
}

TEST_CASE("PyTorch's logarithms stop at -100, in value, sum and mean, and for who declares it") {
    CHECK(word(bce({0}, {1}), "value", 100, "torch") == "torch");
    CHECK(word(bce({0}, {1}), "value", 100) == "wrong");
    CHECK(word(bce({1}, {0.3125}), "value", 68.75, "torch") == "torch");
    CHECK(word(bce({1}, {0.3125}), "value", 100, "torch") == "wrong");
    CHECK(word(bce({1e-50}, {1}), "value", 100, "torch") == "torch");
    CHECK(word(bce({1e-40}, {1}), "value", 100, "torch") == "inaccurate");  // 92.1: an ordinary number
    const double half = std::log(2.0);
    CHECK(word(bce({0, 0.5}, {1, 1}, by_sum), "value", 100 + half, "torch") == "torch");
    CHECK(word(bce({0, 0.5}, {1, 1}, by_mean), "value", (100 + half) / 2, "torch") == "torch");
    CHECK(word(bce({0, 0.5}, {1, 1}, by_mean), "value", (100 + half) / 2) == "wrong");
    CHECK(word(bce({0, 0.5}, {1, 1}, by_sum), "value", 200 + half, "torch") == "wrong");        // one clamp too many
    CHECK(word(bce({0, 0, 0.5}, {1, 1, 1}, by_sum), "value", 100 + half, "torch") == "wrong");  // one too few
    CHECK(word(bce({0.5}, {1}, by_sum), "value", 100, "torch") == "wrong");
    CHECK(word(bce({0}, {1}, by_mean, Format::f16), "value", 100, "torch") == "torch");
}

TEST_CASE("PyTorch's gradient of it stops at 1e12, at 0 and 1 alone") {
    CHECK(word(bce({0}, {1}), "d_p", -1e12, "torch") == "torch");
    CHECK(word(bce({0}, {1}), "d_p", 1e12, "torch") == "wrong");
    CHECK(word(bce({1, 0.5}, {0, 1}, by_mean), "d_p", 5e11, "torch") == "torch");
    CHECK(word(bce({1 - 1e-13}, {0}), "d_p", 1e12, "torch") == "inaccurate");  // not documented there
}

TEST_CASE("Keras and scikit-learn clip probabilities, as far as they say") {
    const double keras = -std::log(1e-7);
    CHECK(word(bce({0}, {1}), "value", keras, "keras") == "keras");
    CHECK(word(bce({0}, {1}), "value", keras, "torch") == "wrong");
    CHECK(word(bce({1e-9}, {1}), "value", keras, "keras") == "keras");
    CHECK(word(bce({1e-6}, {1}), "value", keras, "keras") == "inaccurate");  // ordinary input is not clipped
    CHECK(word(bce({1e-9}, {1}), "d_p", 0, "keras") == "keras");
    CHECK(word(bce({1e-6}, {1}), "d_p", 0, "keras") == "wrong");
    CHECK(word(bce({1e-9}, {1}), "d_p", -1e7, "keras") == "inaccurate");
    CHECK(word(bce({0, 0.5}, {1, 1}, by_mean), "value", (keras + std::log(2.0)) / 2, "keras") == "keras");
    CHECK(word(bce({0}, {1}), "value", 52 * std::log(2.0), "sklearn") == "sklearn");
    CHECK(word(bce({1e-10}, {1}), "value", 52 * std::log(2.0), "sklearn") == "inaccurate");
    const Case kl = asking("kl_divergence", {{"p", row_of({0, 0})}, {"q", row_of({2, 0})}});
    CHECK(word(kl, "value", 1e-7 * std::log(1e-7), "keras") == "keras");
}

TEST_CASE("PyTorch holds a variance at its eps, and answers the loss there") {
    const auto nll = [](double v) {
        return asking("gaussian_nll", {{"prediction", row_of({1})}, {"target", row_of({1.001})}, {"variance", row_of({v})}});
    };
    const double value = (std::log(2 * 3.14159265358979323846 * 1e-6) + 1) / 2;
    for (const double v : {0.0, 1e-8}) {
        CHECK(word(nll(v), "value", value, "torch") == "torch");
        CHECK(word(nll(v), "value", value) == "wrong");
        CHECK(word(nll(v), "value", 3, "torch") != "torch");
        CHECK(word(nll(v), "value", 0, "torch") != "torch");
        CHECK(word(nll(v), "d_prediction", 0, "torch") != "torch");
        CHECK(word(nll(v), "d_prediction", -1000, "torch") == "torch");
    }
    CHECK(word(nll(1e-5), "value", value, "torch") != "torch");
}

TEST_CASE("infinity less infinity in a softmax needs no declaration, a finite number in its place does not pass") {
    for (const auto& logits : {std::vector<double>{inf, 0}, {-inf, -inf}}) {
        const Case question = asking("log_softmax", {{"logits", row_of(logits)}});
        const bool limit = logits[0] == inf;
        CHECK(word(question, "value", no_number, "", 1) == (limit ? "ieee" : "exact"));
        CHECK(word(question, "value", 7, "", 1) == "wrong");
    }
    CHECK(word(asking("log_softmax", {{"logits", row_of({1, 0})}}), "value", no_number) == "wrong");
    CHECK(word(asking("log_softmax", {{"logits", row_of({-inf, 0})}}), "value", no_number) == "wrong");  // exp(−∞) is 0
    const Case two = asking("softmax_cross_entropy", {{"logits", row_of({inf, 0})}, {"label", label(1)}});
    CHECK(word(two, "value", no_number) == "ieee");
}

TEST_CASE("a row of nothing but -inf: 0 and NaN for the gradient of log-sum-exp, 0 for softmax if declared") {
    const Case lse = asking("logsumexp", {{"logits", row_of({-inf, -inf})}}), soft = asking("softmax", {{"logits", row_of({-inf, -inf})}});
    CHECK(word(lse, "d_logits", no_number) == "exact");
    CHECK(word(lse, "d_logits", 0) == "outside");
    CHECK(word(lse, "d_logits", 0.5) == "wrong");
    CHECK(word(asking("logsumexp", {{"logits", row_of({-inf, 0})}}), "d_logits", 0, "", 1) == "wrong");
    CHECK(word(soft, "value", 0, "attention") == "attention");
    CHECK(word(soft, "value", 0) == "wrong");
    CHECK(word(soft, "value", 0.5, "attention") == "wrong");
}

TEST_CASE("0 times the logarithm of 0 is NaN for who declares it, where it arises") {
    const auto kl = [](std::vector<double> p, std::vector<double> q) {
        return asking("kl_divergence", {{"p", row_of(std::move(p))}, {"q", row_of(std::move(q))}});
    };
    CHECK(word(kl({0, 1}, {0, 1}), "value", no_number, "torch") == "torch");
    CHECK(word(kl({0, 1}, {0, 1}), "value", no_number) == "wrong");
    CHECK(word(kl({0.5, 0.5}, {0, 1}), "value", no_number, "torch") == "wrong");  // p log(p/0) is infinite
    CHECK(word(kl({0, 1}, {0.5, 0.5}), "value", no_number, "torch") == "wrong");
    CHECK(word(kl({0, 1}, {0, 1}), "d_p", no_number, "torch", 1) == "wrong");  // the neighbour does not read it
    for (const double got : {no_number, 0.0, 7.0}) CHECK(word(kl({0, 1}, {0, 1}), "d_p", got, "", 0) != "wrong");  // no limit
    const auto ce = [](double y) {
        return asking("softmax_cross_entropy_with_distribution", {{"logits", row_of({-inf, 0, 1})}, {"target", row_of({y, 0.5, 0.5 - y})}});
    };
    CHECK(word(ce(0), "value", no_number, "torch") == "torch");
    CHECK(word(ce(0), "value", no_number, "optax") == "optax");
    CHECK(word(ce(0), "value", no_number) == "wrong");
    CHECK(word(ce(0), "d_logits", no_number, "torch") == "wrong");
    CHECK(word(ce(0.25), "value", no_number, "torch") == "wrong");
}

TEST_CASE("what IEEE arithmetic makes of infinite data passes where the written formula meets it") {
    const auto step = [](double grad, double rate) {
        return asking("sgd_step", {{"theta", flat({1})}, {"grad", flat({grad})}}, {{"learning_rate", rate}});
    };
    CHECK(word(step(inf, 0), "theta", no_number) == "ieee");
    CHECK(word(step(inf, 0.5), "theta", no_number) == "wrong");
    CHECK(word(step(3, 0), "theta", no_number) == "wrong");
    const Case product = asking("likelihood", {{"p", row_of({0, inf, 0.5})}});
    CHECK(word(product, "value", no_number) != "wrong");
    CHECK(word(product, "value", 3) == "wrong");
}

TEST_CASE("without decay momentum need not read the parameter") {
    const auto step = [](double theta, double decay) {
        return asking("momentum_step", {{"theta", flat({theta})}, {"grad", flat({2})}, {"state_v", flat({4})}},
                      {{"learning_rate", 0.1}, {"momentum", 0.5}, {"weight_decay", decay}});
    };
    CHECK(word(step(no_number, 0), "state_v", 4) == "ieee");
    CHECK(word(step(no_number, 0), "state_v", 5) == "wrong");
    CHECK(word(step(no_number, 0.5), "state_v", 4) == "wrong");
    CHECK(word(step(inf, 0), "state_v", 4) == "exact");
    CHECK(word(step(inf, 0), "state_v", no_number) == "ieee");
    CHECK(word(step(inf, 0.5), "state_v", 4) == "wrong");
}

TEST_CASE("outside the domain, at infinite targets and at probabilities above 1 no law binds, whatever is insisted on") {
    const Case negative = asking("entropy", {{"p", row_of({-0.5, 0.5})}});
    for (const double got : {no_number, 0.0, 7.0}) CHECK_FALSE(word(negative, "value", got) == "wrong");
    CHECK(word(negative, "value", -inf, "scipy") == "scipy");
    CHECK(word(asking("kl_divergence", {{"p", row_of({0.5})}, {"q", row_of({2})}}), "value", 7) == "outside");
    CHECK(word(asking("kl_divergence", {{"p", row_of({0.5})}, {"q", row_of({1})}}), "value", 7) == "wrong");
    CHECK(word(asking("squared_error_of_sigmoid", {{"logits", row_of({0})}, {"target", row_of({inf})}}), "value", no_number) == "outside");
    Grants named = granted({.name = "x", .version = "", .door = "", .details = {}, .conventions = {"keras"}}, "torch");
    CHECK((named.has("torch") && named.has("outside") && !named.has("keras") && !named.has("ieee")));
    Grants declared = granted({.name = "x", .version = "", .door = "", .details = {}, .conventions = {"keras"}});
    CHECK((declared.has("keras") && declared.has("ieee") && declared.has("outside") && !declared.has("torch")));
}

TEST_CASE("a NaN in a row excuses no number but the one the formula gives without it") {
    const Case question = asking("squared_error", {{"prediction", row_of({no_number, 3})}, {"target", row_of({0, 1})}});
    CHECK(word(question, "d_prediction", 4, "", 1) == "ieee");
    CHECK(word(question, "d_prediction", no_number, "", 1) == "exact");
    CHECK(word(question, "d_prediction", 5, "", 1) == "wrong");
    CHECK(word(question, "d_prediction", 4, "", 0) == "wrong");
}

TEST_CASE("infinity less infinity in one entry leaves its neighbours alone") {
    for (const std::string operation : {"squared_error", "half_squared_error", "mean_squared_error", "mean_absolute_error"}) {
        const Certificate certificate(asking(operation, {{"prediction", row_of({inf, 3})}, {"target", row_of({inf, 1})}}));
        const auto& slopes = certificate.output("d_prediction")->answers;
        CAPTURE(operation);
        CHECK(std::isnan(slopes[0].rounded));
        CHECK(slopes[1].rounded > 0);
    }
    const Certificate hinge(asking("multiclass_hinge", {{"logits", row_of({inf, inf, 0})}, {"label", label(0)}}));
    const auto& slopes = hinge.output("d_logits")->answers;
    CHECK((std::isnan(slopes[0].rounded) && std::isnan(slopes[1].rounded) && slopes[2].rounded == 0));
    const Certificate drawn(asking("softmax_cross_entropy_with_distribution", {{"logits", row_of({0, 1})}, {"target", row_of({inf, 1})}}));
    CHECK(drawn.output("value")->answers[0].rounded == inf);
    CHECK(drawn.output("d_logits")->answers[0].rounded == -inf);
    CHECK(drawn.output("d_logits")->answers[1].rounded == inf);
}

TEST_CASE("every documented choice and clip names a profile that can be asked for, its source, and an output or input of its entry") {
    const auto profiles = convention_profiles();
    const auto known = [&](std::string_view profile) { return std::find(profiles.begin(), profiles.end(), profile) != profiles.end(); };
    std::size_t listed = 0;
    for (const Operation& operation : catalogue()) {
        const auto has = [&](std::string_view output) {
            const auto in = [&](const auto& names) { return std::find(names.begin(), names.end(), output) != names.end(); };
            return output.empty() || in(operation.results) || in(operation.gradients);
        };
        for (const Choice& choice : documented_of(operation.name).choices) {
            CAPTURE(operation.name, choice.profile, choice.output);
            CHECK((known(choice.profile) && !choice.source.empty() && has(choice.output)));
            ++listed;
        }
        for (const Clip& clip : documented_of(operation.name).clips) {
            CAPTURE(operation.name, clip.profile, clip.input);
            CHECK((known(clip.profile) && !clip.source.empty() && operation.input_index(clip.input) >= 0));
            ++listed;
        }
    }
    CHECK(listed > 30);
}

TEST_CASE("a NaN that weighs nothing may be left unread") {
    const auto divergence = [](std::vector<double> p, std::vector<double> q) {
        return asking("kl_divergence", {{"p", row_of(std::move(p))}, {"q", row_of(std::move(q))}});
    };
    CHECK(word(divergence({0, 1}, {no_number, 0.5}), "value", std::log(2.0)) == "ieee");
    CHECK(word(divergence({0, 1}, {no_number, 0}), "value", inf) == "ieee");
    CHECK(word(divergence({0, 1}, {no_number, 0.5}), "value", 0.5) == "wrong");
    CHECK(word(divergence({0.25, 1}, {no_number, 0.5}), "value", std::log(2.0)) == "wrong");  // it is read
    // A maximum that drops a NaN reads it.
    CHECK(word(asking("relu", {{"x", row_of({no_number})}}), "value", 0) == "wrong");
    CHECK(word(asking("logsumexp", {{"logits", row_of({no_number, 0, 0})}}), "value", std::log(2.0)) == "wrong");
}

TEST_CASE("a row of weight 0 may be left out, whatever it is") {
    const auto masked = [](double upstream, double weight, Parameters parameters = {}) {
        const Tensor followed = parameters.empty() ? flat({upstream, 1}) : Tensor{.shape = {}, .values = {upstream}};
        return asking("softmax_cross_entropy",
                      {{"logits", {.shape = {2, 2}, .values = {no_number, 0, 0, 0}}},
                       {"label", {.shape = {2}, .values = {0, 1}, .integral = true}},
                       {"weights", flat({weight, 1})},
                       {"upstream", followed}},
                      std::move(parameters));
    };
    CHECK(word(masked(0, 1), "d_logits", 0) == "ieee");
    CHECK(word(masked(0, 1), "d_logits", 1) == "wrong");
    CHECK(word(masked(1, 1), "d_logits", 0) == "wrong");
    CHECK(word(masked(1, 0), "value", 0) == "ieee");
    CHECK(word(masked(1, 0.5), "value", 0) == "wrong");
    CHECK(word(masked(1, 0, by_sum), "value", std::log(2.0)) == "ieee");
    CHECK(word(masked(1, 0, by_sum), "value", 2 * std::log(2.0)) == "wrong");
}

TEST_CASE("the largest entry less itself is NaN at infinity, but a masked row has a value") {
    CHECK(word(asking("logsumexp", {{"logits", row_of({1, inf, inf})}}), "value", no_number) == "ieee");
    CHECK(word(asking("logsumexp", {{"logits", row_of({-inf, -inf})}}), "value", no_number) == "wrong");
    CHECK(word(asking("logsumexp", {{"logits", row_of({1, 2})}}), "value", no_number) == "wrong");
}

TEST_CASE("IEEE makes 0 times infinity a NaN, of a factor as of data, but not of a mask") {
    const auto weighed = [](double upstream, double p) {
        return asking("entropy", {{"p", row_of({p, 1})}, {"upstream", flat({upstream})}});
    };
    CHECK(word(weighed(0, 0), "d_p", no_number) == "ieee");
    CHECK(word(weighed(0, 0.5), "d_p", no_number) == "wrong");  // 0 times a number
    CHECK(word(weighed(1, 0), "d_p", no_number) == "wrong");
    const auto counted = [](double x, double t) { return asking("poisson_nll", {{"prediction", row_of({x})}, {"target", row_of({t})}}); };
    CHECK(word(counted(inf, 1), "value", no_number) == "ieee");
    CHECK(word(counted(inf, 0), "value", 0) == "wrong");
    CHECK(word(asking("entropy_from_logits", {{"logits", row_of({-inf, 0})}}), "value", no_number) == "wrong");
}

TEST_CASE("a loss that has no value has no slope to be held to") {
    const auto ranked = [](double a, double b) {
        return asking("margin_ranking",
                      {{"a", row_of({a})}, {"b", row_of({b})}, {"label", {.shape = {1, 1}, .values = {-1}, .integral = true}}});
    };
    CHECK(word(ranked(inf, inf), "d_a", 0) == "outside");
    CHECK(word(ranked(2, 1), "d_a", 0) == "wrong");
}
