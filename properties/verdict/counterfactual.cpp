// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/counterfactual.hpp"

#include "reference/oracle/parameters.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

struct Other {
    Case question;
    const Cause* cause;
    std::string name;
};

/// Collects other questions than the one that was put, the likelier slips first.
class Others {
public:
    explicit Others(const Plan& plan) : operation_(plan.operation()), asked_(plan.question()), classes_(plan.row_length()) {
        weights();
        reductions();
        for (const Parameter& parameter : operation_.parameters) other_values(parameter);
        exchanged_parameters();
        labels();
        exchanged_inputs();
    }
    const std::vector<Other>& all() const { return all_; }

private:
    template <class Change> void add(const Cause& cause, std::string name, Change change) {
        Other other{.question = asked_, .cause = &cause, .name = std::move(name)};
        change(other.question);
        if (!(other.question == asked_)) all_.push_back(std::move(other));
    }

    void weights() {
        for (const Input& input : operation_.inputs) {
            const auto found = asked_.inputs.find(input.name);
            if (found == asked_.inputs.end() || !is_factor(input.meaning)) continue;
            const std::string name(input.name);
            add(causes::weighting, "as if " + name + " were not given", [&](Case& c) {
                c.inputs.erase(name);
                c.parameters.erase("divisor");
            });
            add(causes::weighting, "as if the first of " + name + " were that of all", [&](Case& c) {
                auto& values = c.inputs.find(name)->second.values;
                if (!values.empty()) std::fill(values.begin(), values.end(), values.front());
            });
        }
    }
    void reductions() {
        if (!operation_.reductions) return;
        const auto given = asked_.parameters.find("reduction");
        const std::string now = given == asked_.parameters.end() ? "none" : std::get<std::string>(given->second);
        for (const std::string word : {"none", "sum", "mean", "batchmean"})
            if (word != now)
                add(causes::divisor, "the " + word + " where the " + now + " was asked",
                    [&](Case& c) { c.parameters["reduction"] = word; });
        for (const char* divisor : {"num_items", "divisor", "ignore_index"})
            add(causes::divisor, std::string("as if ") + divisor + " were not given", [&](Case& c) { c.parameters.erase(divisor); });
    }
    void other_values(const Parameter& parameter) {
        const std::string name(parameter.name);
        const auto given = asked_.parameters.find(name);
        if (given == asked_.parameters.end()) return;
        if (parameter.optional || !parameter.fallback.empty())
            add(causes::option, "as if " + name + " were not given", [&](Case& c) { c.parameters.erase(name); });
        const auto set = [&](ParameterValue value, const std::string& text) {
            add(causes::option, "as if " + name + " were " + text, [&](Case& c) { c.parameters[name] = value; });
        };
        if (const auto* count = std::get_if<std::int64_t>(&given->second)) {
            set(*count + 1, "one more");
            set(*count - 1, "one less");
        }
        const auto* value = std::get_if<double>(&given->second);
        if (!value) return;
        const std::pair<double, const char*> values[] = {{0, "0"},
                                                         {1, "1"},
                                                         {1 - *value, "its complement to 1"},
                                                         {-*value, "negative"},
                                                         {*value * *value, "squared"},
                                                         {std::sqrt(*value), "its root"},
                                                         {2 * *value, "twice as large"},
                                                         {*value / 2, "half as large"},
                                                         {1 / *value, "its inverse"}};
        for (const auto& [other, text] : values) set(other, text);
    }
    void exchanged_parameters() {
        for (const Parameter& one : operation_.parameters)
            for (const Parameter& other : operation_.parameters) {
                const auto a = asked_.parameters.find(one.name), b = asked_.parameters.find(other.name);
                if (&one >= &other || a == asked_.parameters.end() || b == asked_.parameters.end() ||
                    a->second.index() != b->second.index())
                    continue;
                add(causes::option, "as if " + a->first + " and " + b->first + " were exchanged", [&](Case& c) {
                    c.parameters[a->first] = b->second;
                    c.parameters[b->first] = a->second;
                });
            }
    }
    void labels() {
        for (const Input& input : operation_.inputs) {
            const auto found = asked_.inputs.find(input.name);
            if (found == asked_.inputs.end()) continue;
            const auto each = [&](const std::string& text, auto change) {
                add(causes::label, std::string(input.name) + " " + text, [&](Case& c) {
                    for (double& v : c.inputs.find(input.name)->second.values) v = change(v);
                });
            };
            const auto last = static_cast<double>(classes_) - 1;
            if (input.meaning == Meaning::class_index) {
                each("taken as one less", [&](double v) { return v >= 1 && v <= last ? v - 1 : v; });
                each("taken as one more", [&](double v) { return v >= 0 && v < last ? v + 1 : v; });
                each("taken from the first of the batch", [first = found->second.values.front()](double) { return first; });
            }
            if (input.meaning == Meaning::sign) each("turned", [](double v) { return -v; });
            if (input.meaning == Meaning::binary_label || input.meaning == Meaning::soft_label || input.meaning == Meaning::unit_target)
                each("taken of the other class", [](double v) { return 1 - v; });
        }
    }
    void exchanged_inputs() {
        for (auto one = asked_.inputs.begin(); one != asked_.inputs.end(); ++one)
            for (auto other = std::next(one); other != asked_.inputs.end(); ++other) {
                if (one->second.shape != other->second.shape || one->second.integral != other->second.integral) continue;
                add(causes::exchanged, one->first + " and " + other->first + " exchanged",
                    [&](Case& c) { std::swap(c.inputs.find(one->first)->second.values, c.inputs.find(other->first)->second.values); });
            }
    }

    const Operation& operation_;
    const Case& asked_;
    const Index classes_;
    std::vector<Other> all_;
};

/// Does every component agree to a few roundings, and does any differ from the question that was put?
bool agrees(const CertifiedOutput& other, const CertifiedOutput& asked, std::span<const double> got, double u) {
    if (other.answers.size() != got.size()) return false;
    bool differs = false;
    for (Index i = 0; i < got.size(); ++i) {
        const double value = other.answers[i].rounded;
        const bool same = std::fabs(got[i] - value) <= 64 * u * std::fabs(value) || (std::isnan(got[i]) && std::isnan(value));
        if (!same) return false;
        differs |= std::isfinite(value) && value != 0 && std::fabs(asked.answers[i].rounded - value) > 256 * u * std::fabs(value);
    }
    return differs;
}

}  // namespace

std::optional<Telltale> counterfactual(const Plan& plan, const CertifiedOutput& output, std::span<const double> got) {
    constexpr Index most_numbers = 4096;  // a witness is small; a long one would cost a sweep each
    if (got.size() > most_numbers) return std::nullopt;
    const double u = unit_roundoff(plan.format());
    if (u > 0x1p-10) return std::nullopt;  // in bfloat16 too much agrees with too much
    const Others others(plan);
    for (const Other& other : others.all()) {
        try {
            const Certificate certificate(other.question, {.outputs = {output.name}});
            if (!certificate.outputs().empty() && agrees(certificate.outputs().front(), output, got, u))
                return Telltale{other.cause, other.name};
        } catch (const UsageError&) {
            // No question: a parameter out of its range, a divisor without its weights.
        }
    }
    return std::nullopt;
}

}  // namespace lossproof
