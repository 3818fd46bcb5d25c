// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/other_questions.hpp"

#include "reference/oracle/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

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
        lost_tails();
        for (const Input& input : operation_.inputs) other_numbers(input);
    }
    std::vector<Other> take() { return std::move(all_); }

private:
    template <class Change> void add(const Cause& cause, std::string name, Change change, bool everywhere = true) {
        Other other{.question = asked_, .cause = &cause, .name = std::move(name), .everywhere = everywhere};
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
                for (const double range : {0x1p8, 0x1p16})
                    each("taken modulo " + std::to_string(static_cast<int>(range)), [range](double v) { return std::fmod(v, range); });
                each("taken as one less", [&](double v) { return v >= 1 && v <= last ? v - 1 : v == 0 ? last : v; });  // −1 is the last
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

    /// What is left over after blocks of four, eight or sixteen entries, as if it were not there: nothing of a sum, no class.
    void lost_tails() {
        if (!operation_.by_row()) return;
        for (const Index block : {4, 8, 16}) {
            const Index kept = classes_ - classes_ % block;
            if (kept == 0 || kept == classes_) continue;
            add(
                causes::tail, "as if the last " + std::to_string(classes_ - kept) + " entries of every row were not there",
                [&](Case& c) {
                    for (const Input& input : operation_.inputs)
                        if (const auto found = c.inputs.find(input.name); found != c.inputs.end()) empty_tail(input, found->second, kept);
                },
                false);
        }
    }
    void empty_tail(const Input& input, Tensor& tensor, Index kept) const {
        if (tensor.integral || tensor.columns() != static_cast<std::int64_t>(classes_) || is_factor(input.meaning)) return;
        const bool score = input.meaning == Meaning::logit || input.meaning == Meaning::log_probability;
        for (Index i = 0; i < tensor.values.size(); ++i)
            if (i % classes_ >= kept) tensor.values[i] = score ? -std::numeric_limits<double>::infinity() : 0;
    }

    /// An ε that is added or a floor, of the sizes that people write; scores and differences with a floor of 0.
    void other_numbers(const Input& input) {
        const auto found = asked_.inputs.find(input.name);
        if (found == asked_.inputs.end()) return;
        const auto each = [&](const std::string& text, auto change) {
            add(
                causes::clip, "as if " + std::string(input.name) + " " + text,
                [&](Case& c) {
                    for (double& v : c.inputs.find(input.name)->second.values) v = round_to(c.format, change(v));
                },
                false);
        };
        const bool probability = input.meaning == Meaning::distribution || input.meaning == Meaning::probability;
        const bool score = input.meaning == Meaning::logit || input.meaning == Meaning::prediction || input.meaning == Meaning::real;
        if (score) {
            each("were at least 0", [](double v) { return std::max(v, 0.0); });
            others_from_0(input);
        }
        if (!probability && input.meaning != Meaning::variance && input.meaning != Meaning::second_moment) return;
        for (int digits = 3; digits <= 16; ++digits) {
            const double epsilon = std::pow(10, -digits), most = probability ? 1 - epsilon : HUGE_VAL;
            const std::string size = "1e-" + std::to_string(digits);
            each("were at least " + size, [=](double v) { return std::clamp(v, epsilon, most); });
            each("were larger by " + size, [=](double v) { return v + epsilon; });
            each("were smaller by " + size, [=](double v) { return v - epsilon; });
        }
    }

    /// A mask that multiplies puts a score of 0 among the others.
    void others_from_0(const Input& input) {
        const Input* labels = operation_.input(Meaning::class_index);
        if (!labels || !asked_.inputs.contains(labels->name) || input.shape.size() != 2) return;
        add(
            causes::clip, "as if " + std::string(input.name) + " but the label's were at least 0",
            [&](Case& c) {
                const std::vector<double>& label = c.inputs.find(labels->name)->second.values;
                std::vector<double>& values = c.inputs.find(input.name)->second.values;
                for (Index i = 0; i < values.size(); ++i)
                    if (static_cast<double>(i % classes_) != label.at(i / classes_)) values[i] = std::max(values[i], 0.0);
            },
            false);
    }

    const Operation& operation_;
    const Case& asked_;
    const Index classes_;
    std::vector<Other> all_;
};

}  // namespace

std::vector<Other> other_questions(const Plan& plan) { return Others(plan).take(); }

namespace {

/// Does the other operation take this input, and as the same thing?
bool takes(const Operation& other, const Operation& operation, std::string_view name) {
    const int there = other.input_index(name), here = operation.input_index(name);
    if (there < 0 || here < 0) return false;
    const Input &one = operation.inputs[static_cast<std::size_t>(here)], &same = other.inputs[static_cast<std::size_t>(there)];
    return one.meaning == same.meaning && std::ranges::equal(one.shape, same.shape);
}

}  // namespace

std::vector<Other> other_operations(const Plan& plan) {
    std::vector<Other> found;
    for (const Operation& other : catalogue()) {
        if (other.name == plan.operation().name) continue;
        Case question = plan.question();
        if (!std::ranges::all_of(question.inputs, [&](const auto& given) { return takes(other, plan.operation(), given.first); })) continue;
        question.operation = other.name;
        std::erase_if(question.parameters, [&](const auto& given) { return !other.parameter(given.first); });
        const std::string name = "the answer of " + question.operation;
        found.push_back({.question = std::move(question), .cause = &causes::other_operation, .name = name});
    }
    return found;
}

}  // namespace lossproof
