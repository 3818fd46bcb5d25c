// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/outside.hpp"

#include "properties/generators/generator.hpp"
#include "properties/generators/parameters.hpp"
#include "properties/generators/sketch.hpp"

#include <cmath>
#include <limits>

namespace lossproof {
namespace {

/// Three rows of four moderate entries, every optional input left out.
Case ordinary_case(const Operation& operation, const Traits& traits, Format format, Dice& dice, const Takes& takes,
                   const std::set<std::string_view>& given) {
    Sketch s{
        .operation = operation,
        .traits = traits,
        .region = Region::moderate,
        .format = format,
        .dice = dice,
        .takes = takes,
        .sizes = {.rows = 3, .columns = traits.paired ? 3 : 4, .hidden0 = 2, .hidden1 = 2, .outputs = 1},
        .drawn = {.operation = std::string(operation.name), .format = format, .parameters = ordinary_parameters(operation), .inputs = {}},
        .number = static_cast<std::size_t>(-1),
        .given = given};
    fill(s);
    return std::move(s.drawn);
}

std::vector<double> outside_of(Parameter::Range range) {
    using Range = Parameter::Range;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    switch (range) {
    case Range::any: return {nan};
    case Range::positive: return {0, -1, nan};
    case Range::non_negative: return {-1, nan};
    case Range::unit_closed: return {-0.5, 1.5, nan};
    case Range::unit_open: return {0, 1, -0.5, 1.5, nan};
    case Range::unit_half_open: return {1, -0.5, 1.5, nan};
    case Range::base: return {1, 0, -2, nan};
    case Range::at_least_one: return {0, -1};
    }
    return {};
}

std::string shown(double value) { return std::isnan(value) ? "NaN" : decimal_text(Format::f64, value); }

/// Collects what is outside, beside the proper case that it was made of.
class Collector {
public:
    Collector(const Operation& operation, Case proper) : operation_(operation), proper_(std::move(proper)) {}

    void labels() {
        for (const Input& input : operation_.inputs) {
            if (input.meaning != Meaning::class_index) continue;
            const auto count = static_cast<double>(Plan(proper_).layout().extent(Dim::K));
            for (const double label : {count, -1.0, count + 1000, std::ldexp(1.0, 32)})
                with_all(input, label, "label " + shown(label) + " of " + shown(count) + " classes");
        }
    }
    void variances() {
        for (const Input& input : operation_.inputs)
            if (input.meaning == Meaning::variance && proper_.inputs.contains(input.name))
                with_all(input, -1, std::string(input.name) + " −1");
    }
    void parameters(const Takes& takes) {
        for (const Parameter& parameter : operation_.parameters) {
            const bool optional = parameter.optional || !parameter.fallback.empty();
            if (parameter.kind == Parameter::Kind::word || (optional && takes && !takes(parameter.name))) continue;
            for (const double value : outside_of(parameter.range)) {
                Case question = proper_;
                if (parameter.kind == Parameter::Kind::integer)
                    question.parameters[std::string(parameter.name)] = static_cast<std::int64_t>(value);
                else question.parameters[std::string(parameter.name)] = value;
                add(std::move(question), std::string(parameter.name) + " " + shown(value));
            }
        }
    }
    /// One row less than the others have, one entry less, and a single row or column that would broadcast.
    void shapes() {
        for (const Input& input : operation_.inputs) {
            const auto found = proper_.inputs.find(input.name);
            if (found == proper_.inputs.end()) continue;
            for (std::size_t d = 0; d < found->second.shape.size(); ++d)
                for (const std::int64_t extent : {found->second.shape[d] - 1, std::int64_t{1}}) {
                    if (extent >= found->second.shape[d] || extent < 1) continue;
                    Case question = proper_;
                    Tensor& tensor = question.inputs.find(input.name)->second;
                    tensor.shape[d] = extent;
                    std::size_t size = 1;
                    for (const auto each : tensor.shape) size *= static_cast<std::size_t>(each);
                    tensor.values.resize(size);
                    const std::string what =
                        std::string(input.name) + " of shape " + text(tensor.shape) + " where " + text(found->second.shape) + " belongs";
                    if (!is_proper(question)) add(std::move(question), what);  // nothing else has that extent, or it may broadcast
                }
        }
    }
    std::vector<Outside> take() { return std::move(found_); }

private:
    void with_all(const Input& input, double value, std::string what) {
        Case question = proper_;
        for (double& v : question.inputs.find(input.name)->second.values) v = value;
        add(std::move(question), std::move(what));
    }
    void add(Case question, std::string what) {
        found_.push_back({.proper = proper_, .question = std::move(question), .what = std::move(what)});
    }

    const Operation& operation_;
    const Case proper_;
    std::vector<Outside> found_;
};

}  // namespace

std::vector<Outside> outside_contract(const Operation& operation, Format format, std::uint64_t seed, const Takes& takes) {
    const Traits traits(operation);
    Dice dice{rc::Random(seed)};
    std::vector<Outside> result;
    const auto collect = [&](const std::set<std::string_view>& given, auto... kinds) {
        Case proper = ordinary_case(operation, traits, format, dice, takes, given);
        if (!is_proper(proper)) return;
        Collector collector(operation, std::move(proper));
        (kinds(collector), ...);
        for (Outside& one : collector.take()) result.push_back(std::move(one));
    };
    collect(
        {}, [](Collector& c) { c.labels(); }, [&](Collector& c) { c.parameters(takes); }, [](Collector& c) { c.shapes(); });
    for (const Input& input : operation.inputs)
        if (input.meaning == Meaning::variance && (!takes || takes(input.name)))
            collect(
                {input.name}, [](Collector& c) { c.variances(); }, [](Collector& c) { c.shapes(); });
    return result;
}

}  // namespace lossproof
