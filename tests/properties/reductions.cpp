// SPDX-License-Identifier: Apache-2.0
// The one reduction: class weights, sample weights, every divisor, an upstream gradient, empty and ignored batches. Expected
// numbers are worked out by hand on dyadic data, or follow from the plain losses by exact arithmetic.
#include "reference/oracle/certify.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

using Values = std::vector<double>;

Tensor of_rows(std::int64_t count, Values v) {
    return {.shape = {count, static_cast<std::int64_t>(v.size()) / count}, .values = std::move(v)};
}
Tensor in_a_row(Values v) { return {.shape = {static_cast<std::int64_t>(v.size())}, .values = std::move(v)}; }
Tensor of_labels(Values v) {
    Tensor result = in_a_row(std::move(v));
    result.integral = true;
    return result;
}

/// nll reads its numbers off: row n's loss is 1, 2, 4 here, and its gradient −1 at the label.
Case nll_case(Tensors more = {}, Parameters parameters = {}) {
    Case question{.operation = "nll",
                  .format = Format::f64,
                  .parameters = std::move(parameters),
                  .inputs = {{"log_probabilities", of_rows(3, {-1, -8, -8, -2, -4, -8})}, {"label", of_labels({0, 1, 0})}}};
    for (auto& [name, tensor] : more) question.inputs[name] = std::move(tensor);
    return question;
}
Values certified_numbers(const Case& question, const std::string& output = "value") {
    Certificate certificate(question, {.outputs = {output}});
    Values values;
    for (const Answer& answer : certificate.output(output)->answers) values.push_back(answer.rounded);
    return values;
}
Parameters averaged(Parameters more = {}) {
    more["reduction"] = std::string("mean");
    return more;
}
bool is_one_nan(const Values& values) { return values.size() == 1 && std::isnan(values[0]); }

}  // namespace

TEST_CASE("class weights multiply rows, and a mean divides by the sum of the weights it took", "[reduction]") {
    // Losses 1, 2 and 4 of labels 0, 1, 0 with weights ½, 2: ½, 4, 2.
    CHECK(certified_numbers(nll_case({{"weights", in_a_row({0.5, 2})}})) == Values{0.5, 4, 2});
    const Tensors weights = {{"weights", in_a_row({0.5, 2})}};
    CHECK(certified_numbers(nll_case(weights, averaged()))[0] == 6.5 / 3);
    CHECK(certified_numbers(nll_case(weights, averaged({{"ignore_index", std::int64_t{1}}})))[0] == 2.5);  // (½ + 2)/(½ + ½)
    CHECK(certified_numbers(nll_case(weights, averaged()), "d_log_probabilities") == Values{-0.5 / 3, 0, 0, -2.0 / 3, -0.5 / 3, 0});
}

TEST_CASE("a zero divisor is not a number, a negative class weight neither, and unread weights do not matter", "[reduction]") {
    CHECK(is_one_nan(certified_numbers(nll_case({{"weights", in_a_row({0, 0})}}, averaged()))));
    CHECK(std::isnan(certified_numbers(nll_case({{"weights", in_a_row({0, 0})}}, averaged()), "d_log_probabilities")[0]));
    CHECK(std::isnan(certified_numbers(nll_case({{"weights", in_a_row({-1, 1})}}))[0]));
    CHECK(certified_numbers(nll_case({{"weights", in_a_row({-1, 1})}}, {{"ignore_index", std::int64_t{0}}})) == Values{0, 2, 0});
    CHECK(certified_numbers(
              nll_case({{"weights", in_a_row({1, 0})}, {"log_probabilities", of_rows(3, {-1, -8, -8, -INFINITY, -2, -8})}}))[1] == 0);
}

TEST_CASE("sample weights multiply values; the mean divides by the count, or by them if asked", "[reduction]") {
    const Tensors weights = {{"sample_weights", in_a_row({1, -0.5, 2})}};
    CHECK(certified_numbers(nll_case(weights)) == Values{1, -1, 8});
    CHECK(certified_numbers(nll_case(weights, averaged()))[0] == 8.0 / 3);
    CHECK(certified_numbers(nll_case(weights, averaged({{"divisor", std::string("weights")}})))[0] == 8 / 2.5);
    Tensors both = weights;
    both["weights"] = in_a_row({0.5, 2});
    CHECK(certified_numbers(nll_case(both, averaged({{"divisor", std::string("weights")}})))[0] == (0.5 - 2 + 4) / (0.5 - 1 + 1));
    CHECK_THROWS_AS(Plan(nll_case({}, averaged({{"divisor", std::string("weights")}}))), UsageError);
}

TEST_CASE("num_items and batchmean divide by what they say, whatever is ignored", "[reduction]") {
    CHECK(certified_numbers(nll_case({}, averaged({{"num_items", 4.0}})))[0] == 7 / 4.0);
    CHECK(certified_numbers(nll_case({}, {{"reduction", std::string("batchmean")}, {"ignore_index", std::int64_t{1}}}))[0] == 5.0 / 3);
    CHECK_THROWS_AS(Plan(nll_case({}, {{"num_items", 4.0}})), UsageError);
    CHECK_THROWS_AS(Plan(nll_case({}, averaged({{"num_items", 0.0}}))), UsageError);
}

TEST_CASE("an upstream gradient multiplies gradients row by row, and never the value", "[reduction]") {
    const Tensors upstream = {{"upstream", in_a_row({3, -1, 0})}};
    CHECK(certified_numbers(nll_case(upstream)) == certified_numbers(nll_case()));
    CHECK(certified_numbers(nll_case(upstream), "d_log_probabilities") == Values{-3, 0, 0, 1, 0, 0});
    const Tensors one = {{"upstream", {.shape = {}, .values = {6}}}};
    CHECK(certified_numbers(nll_case(one, averaged()), "d_log_probabilities") == Values{-2, 0, 0, -2, -2, 0});
    CHECK_THROWS_WITH(Plan(nll_case(upstream, averaged())), "nll: input 'upstream' has shape [3], expected []");
    CHECK_THROWS_WITH(Plan(nll_case(one)), "nll: input 'upstream' has shape [], expected [N] = [3]");
}

TEST_CASE("nothing but ignored rows: a mean is not a number, a sum is 0, gradients are 0", "[reduction]") {
    Case question = nll_case({{"label", of_labels({-1, -1, -1})}}, averaged({{"ignore_index", std::int64_t{-1}}}));
    CHECK(is_one_nan(certified_numbers(question)));
    CHECK(certified_numbers(question, "d_log_probabilities") == Values(6, 0));
    question.parameters["reduction"] = std::string("sum");
    CHECK(certified_numbers(question) == Values{0});
    question.parameters = averaged({{"ignore_index", std::int64_t{-1}}, {"num_items", 2.0}});
    CHECK(certified_numbers(question) == Values{0});
}

TEST_CASE("a shared variance gathers the upstream of its elements", "[reduction]") {
    const Case question{.operation = "gaussian_nll",
                        .format = Format::f64,
                        .parameters = {},
                        .inputs = {{"prediction", of_rows(1, {1, 3})},
                                   {"target", of_rows(1, {0, 0})},
                                   {"variance", of_rows(1, {1})},
                                   {"upstream", of_rows(1, {2, 4})}}};
    CHECK(certified_numbers(question, "d_variance") == Values{0.5 * 2 * (1 - 1) + 0.5 * 4 * (1 - 9)});
}

TEST_CASE("pos_weight stands at the positive term alone", "[reduction]") {
    const auto loss = [](double y, double weight, const std::string& output) {
        return certified_numbers({.operation = "binary_cross_entropy_with_logits",
                                  .format = Format::f64,
                                  .parameters = {},
                                  .inputs = {{"logits", of_rows(1, {0})}, {"target", of_rows(1, {y})}, {"pos_weight", in_a_row({weight})}}},
                                 output)[0];
    };
    CHECK(loss(1, 3, "value") == Approx(3 * std::log(2.0)).epsilon(1e-15));
    CHECK(loss(0, 3, "value") == Approx(std::log(2.0)).epsilon(1e-15));
    CHECK(loss(1, 3, "d_logits") == -1.5);
    CHECK(loss(0, 3, "d_logits") == 0.5);
    CHECK(std::isnan(loss(1, -1, "value")));
}

TEST_CASE("weights of ones change no certified number of any weighted loss", "[reduction]") {
    for (const Operation& operation : catalogue()) {
        if (!operation.takes(Meaning::class_weight)) continue;
        const bool labelled = operation.takes(Meaning::class_index);
        Case plain{.operation = std::string(operation.name), .format = Format::f64, .parameters = averaged(), .inputs = {}};
        plain.inputs[std::string(operation.inputs[0].name)] = of_rows(2, {-1.5, -0.25, -3, -0.75, -2, -1});
        plain.inputs[labelled ? "label" : "target"] = labelled ? of_labels({2, 0}) : of_rows(2, {0.5, 0.25, 0.25, 0, 1, 0.125});
        if (operation.parameter("smoothing")) plain.parameters["smoothing"] = 0.125;
        Case weighted = plain;
        for (const Input& input : operation.inputs) {
            const std::string name(input.name);
            if (input.meaning == Meaning::weight) plain.inputs[name] = of_rows(3, {1, 0.5, -2, 0.25, 3, 1, -1, 0, 2});
            if (input.meaning == Meaning::weight) weighted.inputs[name] = plain.inputs[name];
            if (input.meaning == Meaning::class_weight) weighted.inputs[name] = in_a_row({1, 1, 1});
        }
        INFO(operation.name);
        CHECK(certified_numbers(weighted) == certified_numbers(plain));
        const std::string gradient = operation.gradients.front();
        CHECK(certified_numbers(weighted, gradient) == certified_numbers(plain, gradient));
    }
}
