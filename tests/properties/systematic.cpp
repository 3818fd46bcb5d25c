// SPDX-License-Identifier: Apache-2.0
// What the strata promise to leave to nobody's chance: sizes, pairs of options, ends of ranges.
#include "properties/generators/covering.hpp"
#include "properties/generators/strata.hpp"
#include "properties/sweep/sweep.hpp"
#include "reference/oracle/plan.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace lossproof;

namespace {

std::vector<Case> drawn_at_ci(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed = 1) {
    const std::size_t count = cases_per_stratum(Effort::ci, systematic_cases(operation, format, stratum));
    return draw(operation, format, stratum, seed, count);
}

/// Every pair of levels that may stand together, and no other, stands in some row.
bool covers(const std::vector<std::size_t>& levels, const std::vector<Choice>& rows, const Compatible& compatible) {
    for (std::size_t f = 0; f < levels.size(); ++f)
        for (std::size_t g = f + 1; g < levels.size(); ++g)
            for (std::size_t a = 0; a < levels[f]; ++a)
                for (std::size_t b = 0; b < levels[g]; ++b) {
                    const bool held = std::any_of(rows.begin(), rows.end(), [&](const Choice& row) { return row[f] == a && row[g] == b; });
                    if (held != compatible(f, a, g, b)) return false;
                }
    return true;
}

bool anything(std::size_t, std::size_t, std::size_t, std::size_t) { return true; }

std::string word(const Case& question, const char* name, const char* otherwise) {
    const auto found = question.parameters.find(name);
    return found == question.parameters.end() ? otherwise : std::get<std::string>(found->second);
}

}  // namespace

TEST_CASE("a covering array holds every pair of levels", "[systematic]") {
    for (const std::vector<std::size_t>& levels :
         {std::vector<std::size_t>{2, 2, 2}, {3, 4, 5, 2}, {6, 5, 6, 6, 2, 2, 2}, {7, 1, 3}, {4}, {8, 8, 8, 8, 8, 8}}) {
        const auto rows = covering_array(levels, anything);
        CHECK(covers(levels, rows, anything));
        std::vector<std::size_t> sorted = levels;
        std::sort(sorted.rbegin(), sorted.rend());
        const std::size_t least = sorted.size() > 1 ? sorted[0] * sorted[1] : sorted[0];
        CHECK(rows.size() >= least);
        CHECK(rows.size() <= 2 * least + 4);
    }
}

TEST_CASE("a covering array leaves out what excludes each other, and nothing else", "[systematic]") {
    const auto compatible = [](std::size_t f, std::size_t a, std::size_t g, std::size_t b) {
        return !((f == 0 && g == 1 && a == 2 && b > 0) || (f == 1 && g == 0 && a > 0 && b == 2));
    };
    const std::vector<std::size_t> levels{3, 3, 4, 2};
    CHECK(covers(levels, covering_array(levels, compatible), compatible));
    CHECK_FALSE(covers(levels, covering_array(levels, compatible), anything));
}

TEST_CASE("sizes drawn at ci leave every residue modulo 16, of rows and of entries", "[systematic]") {
    for (const Operation& operation : catalogue())
        for (const Format format : {Format::f64, Format::bf16}) {
            std::map<Dim, std::set<std::int64_t>> left;
            for (const Case& question : drawn_at_ci(operation, format, "tails")) {
                const Plan plan(question);
                // In memory elements have one place: their number is the extent.
                if (operation.by_element()) left[Dim::P].insert(static_cast<std::int64_t>(plan.groups()) % 16);
                else
                    for (const Input& input : operation.inputs)
                        for (const Dim dim : input.shape)
                            if ((dim == Dim::N || dim == Dim::K || dim == Dim::D || dim == Dim::P) && question.inputs.contains(input.name))
                                left[dim].insert(plan.layout().extent(dim) % 16);
            }
            for (const auto& [dim, residues] : left) {
                CAPTURE(operation.name, name(dim));
                CHECK(residues.size() == 16);
            }
            CHECK_FALSE(left.empty());
        }
}

TEST_CASE("long rows come around every power of two up to 4096, and vocabularies in a full run", "[systematic]") {
    const Operation& softmax = *find_operation("softmax");
    const auto lengths = [&](std::size_t count) {
        std::set<std::int64_t> result;
        for (const Case& question : draw(softmax, Format::f32, "long_rows", 1, count))
            result.insert(question.inputs.at("logits").columns());
        return result;
    };
    const auto at_ci = lengths(cases_per_stratum(Effort::ci, systematic_cases(softmax, Format::f32, "long_rows")));
    const auto in_full = lengths(60);
    for (std::int64_t power = 16; power <= 4096; power *= 2) {
        CHECK(std::any_of(at_ci.begin(), at_ci.end(), [&](std::int64_t k) { return std::abs(k - power) <= 1; }));
        for (const std::int64_t side : {-1, 0, 1}) CHECK(in_full.contains(power + side));
    }
    CHECK(*in_full.rbegin() == 152064);
    CHECK(*at_ci.rbegin() <= 4097);
}

TEST_CASE("labels beyond 8 and 16 bits, signed and not", "[systematic]") {
    std::set<double> labels;
    for (const Case& question : drawn_at_ci(*find_operation("nll"), Format::f32, "labels"))
        for (const double label : question.inputs.at("label").values) labels.insert(label);
    for (const double least : {127., 255., 32767., 65535.}) CHECK(labels.upper_bound(least) != labels.end());
    for (const double edge : {0., 127., 128., 255., 256.}) CHECK(labels.contains(edge));
}

TEST_CASE("every parameter stands at both ends of its range beside every reduction and beside kinks", "[systematic]") {
    std::set<std::pair<double, std::string>> met;
    for (const Case& question : drawn_at_ci(*find_operation("label_smoothing_cross_entropy"), Format::f64, "crossed"))
        met.insert({std::get<double>(question.parameters.at("smoothing")), word(question, "reduction", "none")});
    for (const double end : {0.0, 1.0})
        for (const char* reduction : {"none", "mean", "sum", "batchmean"}) CHECK(met.contains({end, reduction}));

    bool flat = false;
    for (const Case& question : drawn_at_ci(*find_operation("smooth_l1"), Format::f64, "crossed")) {
        const auto delta = question.parameters.find("delta");
        if (delta == question.parameters.end() || std::get<double>(delta->second) != 0) continue;
        const auto &a = question.inputs.at("prediction").values, &b = question.inputs.at("target").values;
        for (std::size_t i = 0; i < a.size(); ++i) flat |= a[i] == b[i];
    }
    CHECK(flat);  // delta 0 on its kink
}

TEST_CASE("every option stands beside every other, and only options that are taken", "[systematic]") {
    const Operation& operation = *find_operation("softmax_cross_entropy");
    const std::vector<std::string> options{"weights", "sample_weights", "upstream", "ignore_index"};
    const auto has = [](const Case& question, const std::string& option) {
        return question.inputs.contains(option) || question.parameters.contains(option);
    };
    const auto cases = drawn_at_ci(operation, Format::f32, "crossed");
    for (const auto& one : options) {
        for (const auto& other : options)
            for (const auto& [first, second] : {std::pair{true, true}, {true, false}, {false, true}, {false, false}})
                CHECK((one == other || std::any_of(cases.begin(), cases.end(), [&, a = first, b = second](const Case& c) {
                           return has(c, one) == a && has(c, other) == b;
                       })));
        for (const char* reduction : {"none", "mean", "sum", "batchmean"})
            CHECK(std::any_of(cases.begin(), cases.end(),
                              [&](const Case& c) { return has(c, one) && word(c, "reduction", "none") == reduction; }));
    }
    const Takes takes = [](std::string_view option) { return option == "reduction" || option == "upstream"; };
    for (const Case& question : draw(operation, Format::f32, "crossed", 1, 40, takes)) {
        for (const auto& option : options) CHECK((option == "upstream" || !has(question, option)));
        CHECK(word(question, "reduction", "none") != "batchmean");
    }
}

TEST_CASE("inputs that exclude each other never meet, and each is there", "[systematic]") {
    bool variance = false, sigma = false;
    for (const Case& question : drawn_at_ci(*find_operation("gaussian_nll"), Format::f64, "crossed")) {
        const bool one = question.inputs.contains("variance"), other = question.parameters.contains("sigma");
        CHECK_FALSE((one && other));
        variance |= one;
        sigma |= other;
    }
    CHECK(variance);
    CHECK(sigma);
}

TEST_CASE("landmark rows are there whole, each label beside each", "[systematic]") {
    const Case question = draw(*find_operation("softmax_cross_entropy"), Format::f32, "landmarks", 1, 1).front();
    const Tensor& logits = question.inputs.at("logits");
    const auto& labels = question.inputs.at("label").values;
    const auto rows_where = [&](auto holds, double label) {
        int rows = 0;
        for (std::int64_t r = 0; r < logits.rows(); ++r) {
            const auto* row = logits.values.data() + r * logits.columns();
            rows += labels[static_cast<std::size_t>(r)] == label && std::all_of(row, row + logits.columns(), holds);
        }
        return rows;
    };
    for (const double label : {0.0, 2.0}) {
        CHECK(rows_where([](double v) { return v == -HUGE_VAL; }, label) > 0);
        CHECK(rows_where([](double v) { return v == HUGE_VAL; }, label) > 0);
        CHECK(rows_where([](double v) { return std::isnan(v); }, label) > 0);
        CHECK(rows_where([](double v) { return v < -100; }, label) > 0);
    }
    // Masked logits beside a distribution that gives them nothing, and beside one that does.
    const Case masked = draw(*find_operation("softmax_cross_entropy_with_distribution"), Format::f32, "landmarks", 1, 1).front();
    const auto &z = masked.inputs.at("logits"), &y = masked.inputs.at("target");
    bool nothing = false, something = false;
    for (std::size_t i = 0; i < z.values.size(); ++i)
        if (z.values[i] == -HUGE_VAL) (y.values[i] == 0 ? nothing : something) = true;
    CHECK(nothing);
    CHECK(something);
}
