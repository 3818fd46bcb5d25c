// SPDX-License-Identifier: Apache-2.0
// Slips of class weights, divisors and upstream gradients, as they were reported of fused and distributed losses; and their right
// twins, which lie about nothing.
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

const Tensor* given(const Plan& plan, const char* input) {
    const auto found = plan.question().inputs.find(input);
    return found == plan.question().inputs.end() ? nullptr : &found->second;
}
bool is_mean(const Plan& plan) { return plan.reduction() == Reduction::mean && !plan.question().parameters.contains("num_items"); }

/// The answer to another question than the one that was asked.
template <class Change> auto to_another(Change change) {
    return [change](const Plan& plan, const Plan::Output& output) {
        Case other = plan.question();
        change(plan, other);
        return Mutant::certified(Plan(other), output.name);
    };
}

}  // namespace

TEST_CASE("a weighted mean divided by N instead of the sum of the weights is convicted") {
    const auto by_count = to_another([](const Plan& plan, Case& other) {
        if (!given(plan, "weights") || !is_mean(plan) || given(plan, "sample_weights") || plan.denominator() == 0) return;
        other.parameters["num_items"] = static_cast<double>(plan.denominator());
    });
    convicted(Mutant("weighted mean over N").lies("softmax_cross_entropy", "value", by_count), "inaccurate");
    convicted(Mutant("weighted mean over N").lies("softmax_cross_entropy", "d_logits", by_count), "inaccurate");
}

TEST_CASE("a mean over N where Σ of the sample weights was asked is convicted") {
    convicted(
        Mutant("count for weights").lies("huber", "value", to_another([](const Plan&, Case& other) { other.parameters.erase("divisor"); })),
        "inaccurate", {Format::f64, Format::bf16});
}

TEST_CASE("pos_weight on both terms is convicted") {
    const auto both = to_another([](const Plan& plan, Case& other) {
        const Tensor* weight = given(plan, "pos_weight");
        if (!weight || given(plan, "sample_weights")) return;
        const Tensor& logits = plan.question().inputs.at("logits");
        Tensor each{.shape = logits.shape, .values = {}};
        for (std::size_t i = 0; i < logits.values.size(); ++i) each.values.push_back(weight->values[i % weight->values.size()]);
        other.inputs.erase("pos_weight");
        other.inputs["sample_weights"] = each;
    });
    convicted(Mutant("pos_weight on both").lies("binary_cross_entropy_with_logits", "value", both), "wrong");
}

TEST_CASE("every row's gradient scaled by the upstream of the first is convicted") {
    const auto first = to_another([](const Plan& plan, Case& other) {
        if (const Tensor* upstream = given(plan, "upstream"); upstream && !upstream->values.empty())
            std::fill(other.inputs["upstream"].values.begin(), other.inputs["upstream"].values.end(), upstream->values[0]);
    });
    convicted(Mutant("grad_output[0]").lies("softmax_cross_entropy", "d_logits", first), "wrong", {Format::f64, Format::bf16});
    convicted(Mutant("grad_output[0]").lies("huber", "d_prediction", first), "wrong");
}

TEST_CASE("an upstream gradient that is forgotten is convicted") {
    convicted(Mutant("no grad_output").lies("logsumexp", "d_logits", to_another([](const Plan&, Case& other) {
                                                other.inputs.erase("upstream");
                                            })),
              "wrong");
}

TEST_CASE("ignored rows counted in the divisor of a weighted mean are convicted") {
    const auto all = to_another([](const Plan& plan, Case& other) {
        if (!is_mean(plan) || plan.denominator() == plan.groups() || given(plan, "weights")) return;
        other.parameters.erase("divisor");
        other.parameters["num_items"] = static_cast<double>(plan.groups());
    });
    convicted(Mutant("ignored rows count").lies("nll", "value", all), "wrong");
}

TEST_CASE("right twins with weights and an upstream gradient are acquitted") {
    // The plain loss from the textbook's stable form, weighted by the harness in long double and rounded once.
    Mutant twin = Mutant("stable and weighted").slips("softmax_cross_entropy", "d_logits", [](const Data& d) {
        RowM p = shifted_softmax(row(d));
        const auto t = label(d);
        if (t >= p.size()) return p;  // an ignored row
        const Machine rest = sum_except(p, t, [&](Index j) { return p[j]; });
        p[t] = -rest;
        return p;
    });
    const Proceedings proceedings = on_trial(twin, {"softmax_cross_entropy"}, {Format::f64, Format::f32});
    CHECK(proceedings.verdict() == reports::RunVerdict::held);
}
