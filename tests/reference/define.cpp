// SPDX-License-Identifier: Apache-2.0
// Losses defined at run time: the language and its errors, certified numbers against the catalogue's own formulas, hostile texts.
#include "reference/define/definition.hpp"
#include "reference/oracle/added.hpp"
#include "reference/oracle/case_json.hpp"
#include "reference/oracle/certify.hpp"
#include "reference/oracle/error_bound.hpp"
#include "reference/oracle/print.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

/// What a text is refused with; empty if it is taken.
std::string refusal(const std::string& text) {
    try {
        define_operation(text, "f");
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}
std::string of_formula(const std::string& formula) {
    return refusal(
        "loss refused\ninput z: logit [N,K]\ninput y: sign [N,K]\ninput t: class_index [N]\nparameter a = 2 in (0, inf)\nvalue " + formula +
        "\n");
}

Case asked(const std::string& operation, Tensors inputs, Parameters parameters = {}, Format format = Format::f64) {
    return {.operation = operation, .format = format, .parameters = std::move(parameters), .inputs = std::move(inputs)};
}
Tensor row(std::vector<double> values) { return {.shape = {1, static_cast<std::int64_t>(values.size())}, .values = std::move(values)}; }
Tensor label(double t) { return {.shape = {1}, .values = {t}, .integral = true}; }

void same_answers(const Case& one, const Case& other) {
    const Certificate a(one), b(other);
    for (const auto& [mine, theirs] : {std::pair{"value", "value"}, std::pair{"d_z", "d_logits"}}) {
        const CertifiedOutput *x = a.output(mine), *y = b.output(theirs);
        REQUIRE((x && y));
        REQUIRE(x->answers.size() == y->answers.size());
        for (std::size_t i = 0; i < x->answers.size(); ++i) {
            CAPTURE(one.operation, mine, i);
            REQUIRE((x->answers[i].decided() && y->answers[i].decided()));
            CHECK(x->answers[i].rounded == y->answers[i].rounded);
        }
    }
}

}  // namespace

TEST_CASE("an error in a definition names its place and what was expected there") {
    const std::pair<const char*, const char*> errors[] = {
        {"sum(z) +", "f:6:15: expected a number, an input, a parameter, a function or '(', found the end"},
        {"sum(z*)", "f:6:13: expected a number, an input, a parameter, a function or '(', found ')'"},
        {"sum(z", "f:6:12: expected ',' or ')', found the end"},
        {"sum(z) a", "f:6:14: expected an operator or the end, found 'a'"},
        {"sum(z)*lam", "f:6:14: unknown name 'lam'; expected an input (z, y, t), a parameter (a), K or pi"},
        {"sin(z)", "f:6:7: unknown function 'sin'"},
        {"softmax(a)", "f:6:7: softmax expects a row; its argument is a number"},
        {"exp(z, y)", "f:6:7: exp expects one argument, found 2"},
        {"z[y]", "f:6:9: expected the name of a class_index input, found 'y'"},
        {"a[t]", "f:6:8: expected an operator: what stands before '[' is a number, not a row"},
        {"sum(z) + t", "f:6:16: expected a number; 't' is a label, which selects an entry as in z[t]"},
        {"sum(z)^z[t]", "f:6:14: expected an exponent of numbers and parameters, without inputs"},
        {"sum(z)^65", "f:6:14: expected a whole exponent of at most 64"},
        {"where(z, 1, 2)", "f:6:14: expected '<', '<=', '>' or '>=', found ','"},
        {"sum(z) $ 2", "f:6:14: expected a number, a name or an operator, found '$'"},
        {"sum(−z) ∘ 2", "f:6:15: expected a number, a name or an operator, found '∘'"},
        {"1e999*sum(z)", "f:6:7: expected a finite number, found '1e999'"},
        {"sum(z)*z", "f:6:7: expected a number for each row: sum(…) or mean(…) makes one of the row that this is"},
        {"sum(z) + z[t]", "f:3:7: input 'y' is not used by the formula"},
        {"sum(z*y) + z[t] + softplus", "f:6:25: expected '(' behind the function 'softplus'"},
    };
    for (const auto& [formula, expected] : errors) {
        CAPTURE(formula);
        CHECK_THAT(of_formula(formula), Catch::Matchers::StartsWith(expected));
    }
    CHECK(find_operation("refused") == nullptr);
}

TEST_CASE("a line that makes no sense is refused where it stands") {
    const std::string formula = "value z\n", input = "input z: logit [N,K]\n";
    const std::pair<std::string, const char*> errors[] = {
        {"", "f:1:1: expected a line `loss NAME`, found the end"},
        {"# nothing\n\n", "f:3:1: expected a line `loss NAME`, found the end"},
        {"loss a\n" + input, "f:3:1: expected a line `value FORMULA`, found the end"},
        {"los a\n", "f:1:1: expected a line that begins with loss, input, parameter, value or stable, found 'los'"},
        {"loss 2a\n" + input + formula, "f:1:6: expected a name of at most 60 letters, digits and _, found '2a'"},
        {"loss softmax\n" + input + formula, "f:1:6: expected a name of your own: 'softmax' is an operation of the catalogue"},
        {"loss a\nloss b\n", "f:2:1: expected one line 'loss', found another"},
        {"loss a\ninput z logit\n", "f:2:14: expected ':' and a meaning"},
        {"loss a\ninput z: logits [N,K]\n" + formula, "f:2:7: input 'z': expected one of real, logit"},
        {"loss a\ninput z: logit [K,N]\n" + formula, "f:2:7: input 'z': expected the shape [N,K], [N] or [K], found '[K,N]'"},
        {"loss a\ninput z: logit [N]\n" + formula, "f:3:7: expected inputs of shape [N,K] alone, or a formula of a row"},
        {"loss a\n" + input + input + formula, "f:3:7: expected another name: 'z' is taken"},
        {"loss a\ninput sum: logit [N,K]\n" + formula, "f:2:7: expected another name: 'sum' is taken"},
        {"loss a\n" + formula, "f:1:6: expected an input, found none"},
        {"loss a\ninput t: sign [N,K]\n" + input + "value z*t\n", "f:2:7: expected an input of numbers first; 't' holds labels"},
        {"loss a\n" + input + "parameter b = x\n" + formula, "f:3:15: expected a number as the default, found 'x'"},
        {"loss a\n" + input + "parameter b = 1 in (0, 2)\n" + formula, "f:3:11: parameter 'b': expected a range among (-inf, inf)"},
        {"loss a\n" + input + "parameter b = -1 in (0, inf)\nvalue b*z\n", "a: parameter 'b' must be greater than 0"},
        {"loss a\n" + input + "value softplus(z)\nstable softplus(-z)\n", "f:4:8: expected the same function as the formula; at z ="},
    };
    for (const auto& [text, expected] : errors) {
        CAPTURE(text);
        CHECK_THAT(refusal(text), Catch::Matchers::StartsWith(expected));
    }
}

TEST_CASE("hostile texts are refused") {
    const std::string head = "loss hostile\ninput z: logit [N,K]\nvalue ";
    std::string deep(20000, '('), minus(30000, '-'), bars(5000, '|'), roots, terms = "z", powers = "z";
    for (int i = 0; i < 5000; ++i) roots += "√";
    for (int i = 0; i < 2000; ++i) terms += "+" + std::to_string(i) + "*z";
    for (int i = 0; i < 200; ++i) powers += "^2";
    for (const std::string& formula : {deep + "z", bars, roots, terms, powers, deep + "z" + std::string(20000, ')')}) {
        const std::string told = refusal(head + formula + "\n");
        CHECK_THAT(told, Catch::Matchers::StartsWith("f:3:"));
        CHECK(told.size() < 400);
    }
    CHECK_THAT(refusal(std::string(std::size_t{1} << 20, 'a')),
               Catch::Matchers::StartsWith("f:1:1: expected a definition of at most 65536 bytes"));
    CHECK_THAT(refusal(std::string("loss a\0b", 8)), Catch::Matchers::StartsWith("f:1:7: expected text, found a zero byte"));
    CHECK_THAT(refusal(head + "z\x01"), Catch::Matchers::StartsWith("f:3:8: expected a number, a name or an operator, found '\\u{01}'"));
    CHECK_THAT(refusal(head + "z\xff\xfe"), Catch::Matchers::StartsWith("f:3:8: "));
    CHECK(refusal(head + minus + "z\n").empty());  // an even number of signs
}

TEST_CASE("what the catalogue has too is certified alike") {
    define_operation("loss own_cross_entropy\ninput z: logit [N,K]\ninput t: class_index [N]\nvalue −log_softmax(z)[t]\n", "f");
    define_operation("loss own_textbook\ninput z: logit [N,K]\ninput t: class_index [N]\nvalue log(sum(exp(z))) - z[t]\n"
                     "stable max(z) + log(sum(exp(z - max(z)))) - z[t]\n",
                     "f");
    define_operation("loss own_focal\ninput z: logit [N,K]\ninput y: binary_label [N,K]\nparameter gamma = 2 in [0, inf)\n"
                     "value σ(−(2·y − 1)·z)^gamma·ζ(−(2·y − 1)·z)\n",
                     "f");
    for (const Format format : {Format::f64, Format::bf16})
        for (const std::vector<double>& z : {std::vector<double>{50, 0, 0}, {-1.5, 2.25, 0.125}, {300, -300, 298}, {1, 1, 1}})
            for (const double t : {0.0, 2.0})
                for (const char* own : {"own_cross_entropy", "own_textbook"}) {
                    Case theirs = asked("softmax_cross_entropy", {{"logits", row(z)}, {"label", label(t)}}, {}, format);
                    same_answers(asked(own, {{"z", row(z)}, {"t", label(t)}}, {}, format), theirs);
                }
    for (const double z : {-40.0, -0.375, 0.0, 3.5, 90.0})
        for (const double y : {0.0, 1.0})
            same_answers(asked("own_focal", {{"z", row({z})}, {"y", row({y})}}, {{"gamma", 2.5}}),
                         asked("focal_loss", {{"logits", row({z})}, {"target", row({y})}}, {{"gamma", 2.5}}));
}

TEST_CASE("reductions, labels that are ignored and weights come by themselves") {
    define_operation("loss own_reduced\ninput z: logit [N,K]\ninput t: class_index [N]\nvalue logsumexp(z) - z[t]\n", "f");
    const Tensor z{.shape = {3, 2}, .values = {1, 2, -3, 0.5, 7, 7}}, t{.shape = {3}, .values = {0, -100, 1}, .integral = true},
        weights{.shape = {3}, .values = {2, 3, 0.5}};
    const Parameters mean{{"reduction", "mean"}, {"ignore_index", std::int64_t{-100}}};
    same_answers(asked("own_reduced", {{"z", z}, {"t", t}, {"sample_weights", weights}}, mean),
                 asked("softmax_cross_entropy", {{"logits", z}, {"label", t}, {"sample_weights", weights}}, mean));
}

TEST_CASE("kinks, domains and special values are the formula's own") {
    define_operation("loss own_hinge\ninput f: prediction [N,K]\ninput y: sign [N,K]\nvalue max(1 - y*f, 0)\n", "f");
    define_operation("loss own_entropy\ninput p: probability [N,K]\nvalue where(0 < p, -p*log(p), 0)\n", "f");
    define_operation("loss own_root\ninput x: real [N,K]\nvalue sqrt(x)\n", "f");
    const auto answer = [](const Case& question, const char* output) { return Certificate(question).output(output)->answers[0]; };
    const Tensor plus{.shape = {1, 1}, .values = {1}, .integral = true};
    CHECK(answer(asked("own_hinge", {{"f", row({1})}, {"y", plus}}), "d_f").rounded == 0);
    CHECK(answer(asked("own_hinge", {{"f", row({0.5})}, {"y", plus}}), "d_f").rounded == -1);
    CHECK(answer(asked("own_entropy", {{"p", row({0})}}), "value").rounded == 0);
    CHECK(answer(asked("own_entropy", {{"p", row({0})}}), "d_p").rounded == 0);
    CHECK(answer(asked("own_entropy", {{"p", row({0.5})}}), "value").rounded == 0.5 * std::log(2.0));
    CHECK(std::isnan(answer(asked("own_root", {{"x", row({-1})}}), "value").rounded));
    CHECK(answer(asked("own_root", {{"x", row({0})}}), "value").rounded == 0);
    CHECK(std::isnan(answer(asked("own_root", {{"x", row({NAN})}}), "value").rounded));
    CHECK_THAT(std::string(find_operation("own_root")->domain), Catch::Matchers::Contains("not a number at x = -1, x = -1024"));
    CHECK(answer(asked("own_root", {{"x", row({HUGE_VAL})}}), "value").rounded == HUGE_VAL);
}

TEST_CASE("the bound of a definition is that of its stable form") {
    const std::string head = "input z: logit [N,K]\ninput t: class_index [N]\nvalue logsumexp(z) - z[t]\n";
    define_operation("loss own_difference\n" + head, "f");
    define_operation("loss own_shifted\n" + head + "stable -log_softmax(z)[t]\n", "f");
    const Tensors inputs{{"z", row({50, 0, 0})}, {"t", label(0)}};
    const Plan difference(asked("own_difference", inputs)), shifted(asked("own_shifted", inputs));
    const ErrorBound loose = computed_bound(difference, "value", 0), sharp = computed_bound(shifted, "value", 0);
    REQUIRE((loose.undefined.empty() && sharp.undefined.empty()));
    CHECK(loose.bound > 1e-16L);  // 50 − 50 cancels
    CHECK(sharp.bound < 1e-36L);  // of 3.9e-22
    CHECK(printed_value(*find_operation("own_shifted")) == "logsumexp(z) - z[t]");
    CHECK(printed_stable(*find_operation("own_shifted")) == "-log_softmax(z)[t]");
}

TEST_CASE("a definition is known once, and travels with a case") {
    const std::string text = "loss own_square: a square\ninput x: real [N,K]\nparameter a = 0.5 in (0, 1)\nvalue a*x^2\n";
    const Operation& first = define_operation(text, "f");
    CHECK(&define_operation("# the same\n" + text, "g") == &first);
    CHECK(definition_of("own_square") == text);
    CHECK_THAT(refusal("loss own_square\ninput x: real [N,K]\nvalue x^2\n"),
               Catch::Matchers::StartsWith("f:1:6: 'own_square' is defined already"));
    const std::string line = case_text(asked("own_square", {{"x", row({3})}}, {{"a", 0.25}}));
    const auto read = read_cases(line);
    REQUIRE(read.size() == 1);
    REQUIRE(read[0].question);
    CHECK(Certificate(*read[0].question).output("value")->answers[0].rounded == 2.25);
    const auto fresh = read_cases(
        R"({"op":"own_cube","define":"loss own_cube\ninput x: real [N,K]\nvalue x³\n","inputs":{"x":{"shape":[1,1],"data":[3]}}})");
    REQUIRE(fresh[0].question);
    CHECK(Certificate(*fresh[0].question).output("d_x")->answers[0].rounded == 27);
    const Operation& second = define_operation("loss own_square\ninput x: real [N,K]\nvalue x^2\n", "f", Redefinition::replaces);
    CHECK(find_operation("own_square") == &second);
    CHECK(first.parameters.size() == 1);  // who holds the earlier one keeps it
}
