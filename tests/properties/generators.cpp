// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"
#include "reference/oracle/certify.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace lossproof;

namespace {

/// Runs `check` over the whole catalogue; Catch2's assertions inside would cost more than the cases.
template <class Check> std::string first_complaint(std::initializer_list<Format> formats, std::size_t count, Check check) {
    for (const Operation& operation : catalogue())
        for (const Format format : formats)
            for (const Stratum& stratum : strata_of(operation, format)) {
                const std::string complaint = check(operation, format, stratum.name, draw(operation, format, stratum.name, 7, count));
                if (!complaint.empty()) return std::string(operation.name) + " " + std::string(stratum.name) + ": " + complaint;
            }
    return {};
}

const std::vector<double>& values(const Case& question, const char* input) { return question.inputs.at(input).values; }
std::vector<Case> cases(const char* operation, const char* stratum, Format format = Format::f64, std::size_t count = 32) {
    return draw(*find_operation(operation), format, stratum, 1, count);
}
template <class Predicate> bool some(const std::vector<Case>& drawn, Predicate holds) {
    return std::any_of(drawn.begin(), drawn.end(), holds);
}

}  // namespace

TEST_CASE("every drawn case is a proper question of its format", "[generators]") {
    CHECK(first_complaint({Format::f64, Format::f32, Format::f16, Format::bf16}, 8,
                          [](const Operation&, Format, std::string_view, const std::vector<Case>& drawn) {
                              for (const Case& question : drawn) try {
                                      Plan{question};
                                  } catch (const std::exception& error) {
                                      return error.what() + (" in " + compact_text(question));
                                  }
                              return std::string();
                          }) == "");
}

TEST_CASE("the same seed draws the same cases, another seed others", "[generators]") {
    CHECK(first_complaint({Format::f32}, 4,
                          [](const Operation& operation, Format format, std::string_view stratum, const std::vector<Case>& drawn) {
                              // As text: a NaN is not equal to itself.
                              const auto again = draw(operation, format, stratum, 7, 4);
                              const auto prefix = draw(operation, format, stratum, 7, 2);
                              const auto others = draw(operation, format, stratum, 8, 4);
                              const auto same = [](const Case& a, const Case& b) { return compact_text(a) == compact_text(b); };
                              if (!std::equal(drawn.begin(), drawn.end(), again.begin(), same)) return std::string("not repeatable");
                              if (!std::equal(prefix.begin(), prefix.end(), drawn.begin(), same))
                                  return std::string("more cases change the first ones");
                              // Its first cases leave nothing to chance, in some operations not even a number.
                              if (stratum != "landmarks" && std::equal(drawn.begin(), drawn.end(), others.begin(), same))
                                  return std::string("the seed does not matter");
                              return std::string();
                          }) == "");
}

TEST_CASE("draws are the same on every machine", "[generators]") {
    // Frozen text: a change of the dice, of RapidCheck or of a stratum is seen here, and changes every replay.
    CHECK(compact_text(draw(*find_operation("sigmoid"), Format::f32, "dyadic", 1, 1).front()) ==
          "sigmoid f32 reduction=none x=[0x1.4p-1;0x1.4p+1]");
    CHECK(compact_text(draw(*find_operation("softmax_cross_entropy"), Format::f64, "lse_near_zero", 1, 1).front()) ==
          "softmax_cross_entropy f64 ignore_index=-1 reduction=none label=[0] "
          "logits=[-0x1.72p-37,-0x1.9f8ac3cc1354ap+4,-0x1.9f8ac3cc1354ap+4]");
}

TEST_CASE("every stratum asks something: answers that are finite numbers and not all zero", "[generators]") {
    CHECK(first_complaint({Format::f64, Format::bf16}, 12,
                          [](const Operation&, Format, std::string_view stratum, const std::vector<Case>& drawn) {
                              if (stratum == "long_rows" || stratum == "many_rows" || stratum == "tails") return std::string();
                              if (stratum == "landmarks") return std::string();  // rows of infinities have trivial answers
                              for (const Case& question : drawn) {
                                  const Certificate certificate(question);
                                  for (const auto& output : certificate.outputs())
                                      for (const auto& answer : output.answers)
                                          if (answer.decided() && std::isfinite(answer.rounded) && answer.rounded != 0)
                                              return std::string();
                              }
                              return std::string("only trivial answers");
                          }) == "");
}

TEST_CASE("a stratum reaches what its name says", "[generators]") {
    const auto spread = [](const Case& c) {
        const auto [low, high] = std::minmax_element(values(c, "logits").begin(), values(c, "logits").end());
        return *high - *low;
    };
    CHECK(some(cases("softmax", "peaked"), [&](const Case& c) { return spread(c) > 100; }));
    CHECK(some(cases("softmax", "peaked"), [&](const Case& c) { return spread(c) < 0.5; }));
    CHECK(some(cases("softmax", "huge_offset"), [](const Case& c) { return std::fabs(values(c, "logits")[0]) > 1e12; }));
    CHECK(some(cases("softmax", "long_rows"), [](const Case& c) { return c.inputs.at("logits").columns() == 257; }));
    CHECK(some(cases("log_softmax", "one_minus_infinity"),
               [](const Case& c) { return std::isinf(*std::min_element(values(c, "logits").begin(), values(c, "logits").end())); }));
    CHECK(some(cases("sigmoid", "special"), [](const Case& c) { return std::isnan(values(c, "x")[0]); }));
    CHECK(some(cases("half_l2_penalty", "subnormal"),
               [](const Case& c) { return std::fpclassify(values(c, "weights")[0]) == FP_SUBNORMAL; }));
    CHECK(some(cases("softmax_cross_entropy", "many_rows"), [](const Case& c) { return c.inputs.at("logits").rows() == 33; }));
    CHECK(some(cases("kl_divergence", "near_equal"), [](const Case& c) {
        const double p = values(c, "p")[0], q = values(c, "q")[0];
        return p != q && std::fabs(p / q - 1) < 1e-12;
    }));
    CHECK(some(cases("logsumexp", "lse_near_zero"), [](const Case& c) {
        const Certificate certificate(c);
        const double value = certificate.output("value")->answers[0].rounded;
        return value != 0 && std::fabs(value) < 1e-14;
    }));
    CHECK(some(cases("multiclass_hinge", "near_kink"), [](const Case& c) {
        if (c.parameters.contains("margin")) return false;
        const auto t = static_cast<std::size_t>(values(c, "label")[0]);
        return values(c, "logits").size() > 1 && values(c, "logits")[t] - values(c, "logits")[t == 0 ? 1 : 0] == 1;
    }));
}

TEST_CASE("the first special case holds every landmark of the format, and an optimiser's state of nothing but zeros", "[generators]") {
    for (const Format format : {Format::f64, Format::f16}) {
        const FormatSpec& f = spec(format);
        const std::vector<double> x = values(draw(*find_operation("softplus"), format, "special", 3, 1).front(), "x");
        for (const double size : {0.0, smallest_subnormal(f), std::ldexp(1.0, f.min_exponent), largest(f), double(INFINITY)})
            for (const double mark : {size, -size})
                CHECK(std::any_of(x.begin(), x.end(), [&](double v) { return v == mark && std::signbit(v) == std::signbit(mark); }));
        CHECK(std::any_of(x.begin(), x.end(), [](double v) { return std::isnan(v); }));
    }
    const Case step = draw(*find_operation("adam_step"), Format::f16, "special", 3, 1).front();
    CHECK(std::get<double>(step.parameters.at("epsilon")) == 1e-8);  // 0 in binary16
    bool still = false;
    for (std::size_t i = 0; i < values(step, "theta").size(); ++i)
        still |= values(step, "theta")[i] != 0 && values(step, "grad")[i] == 0 && values(step, "state_m")[i] == 0 &&
                 values(step, "state_s")[i] == 0;
    CHECK(still);
}

TEST_CASE("the first saturated cases hold means whose sum overflows", "[generators]") {
    const auto overflows = [](const char* operation, Format format, std::size_t number) {
        Case question = draw(*find_operation(operation), format, "saturated", 5, 2).at(number);
        const double mean = Certificate(question).output("value")->answers[0].rounded;
        question.parameters["reduction"] = "sum";
        return std::isfinite(mean) && std::isinf(Certificate(question).output("value")->answers[0].rounded);
    };
    for (const Format format : {Format::f64, Format::f32, Format::f16, Format::bf16}) {
        CHECK(overflows("mean_absolute_error", format, 0));
        CHECK(overflows("mean_squared_error", format, 1));
        CHECK(overflows("softmax_cross_entropy", format, 0));
    }
}

TEST_CASE("a draw costs a few hundred numbers", "[generators]") {
    CHECK(first_complaint({Format::f32}, 16, [](const Operation&, Format, std::string_view stratum, const std::vector<Case>& drawn) {
              std::size_t components = 0;
              for (const Case& question : drawn) {
                  const Plan plan(question);
                  for (const auto& output : plan.outputs()) {
                      std::size_t size = 1;
                      for (const auto extent : output.shape) size *= static_cast<std::size_t>(extent);
                      components += size;
                  }
              }
              // Where sizes are the point there are more, and labels beyond 16 bits need as many classes.
              const bool sized =
                  stratum == "long_rows" || stratum == "many_rows" || stratum == "tails" || stratum == "crossed" || stratum == "landmarks";
              const std::size_t ceiling = stratum == "labels" ? 220'000 : sized ? 100'000 : 5'000;
              return components == 0 || components > ceiling ? std::to_string(components) + " components" : std::string();
          }) == "");
}

TEST_CASE("a stratum an operation does not have is refused by name", "[generators]") {
    CHECK_THROWS_AS(draw(*find_operation("sigmoid"), Format::f64, "tied", 1, 1), UsageError);
    CHECK_THROWS_AS(draw(*find_operation("sigmoid"), Format::f64, "no_such", 1, 1), UsageError);
}
