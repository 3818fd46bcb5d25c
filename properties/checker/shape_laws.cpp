// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/shape_laws.hpp"

#include "properties/checker/statement.hpp"
#include "properties/generators/strata.hpp"
#include "reference/oracle/added.hpp"

#include <algorithm>
#include <mutex>
#include <set>

namespace lossproof {
namespace {

/// A law's samples are drawn by a plain function: what it draws for is the operation whose law is running in this thread.
thread_local const Operation* running = nullptr;
class Running {
public:
    explicit Running(const Operation& operation) : outer_(std::exchange(running, &operation)) {}
    ~Running() { running = outer_; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    const Operation* outer_;
};

Sample drawn(Dice& dice, Format format) {
    const auto strata = strata_of(*running, format);
    const auto stratum = strata[static_cast<std::size_t>(dice.whole(0, static_cast<int>(strata.size()) - 1))].name;
    return {.question = drawn_case(running->name, format, dice, {stratum}, true)};
}

/// One row of a batch by itself.
Case row_alone(const Plan& plan, Index group) {
    Case one = plan.question();
    for (Index place = 0; place < plan.operation().inputs.size(); ++place) {
        const Input& input = plan.operation().inputs[place];
        const auto found = one.inputs.find(input.name);
        const auto& slot = plan.layout().slots()[place];
        if (found == one.inputs.end() || slot.shared) continue;
        const auto first = static_cast<std::ptrdiff_t>(plan.layout().offset(slot, group));
        found->second.values = {slot.tensor->values.begin() + first,
                                slot.tensor->values.begin() + first + static_cast<std::ptrdiff_t>(slot.length)};
        for (std::size_t i = 0; i < input.shape.size(); ++i)
            if (runs_over_groups(plan.operation().batch, input.shape, i)) found->second.shape[i] = 1;
    }
    return one;
}

void same_in_any_batch(LawChecker& check, const Sample& sample) {
    const Plan plan(sample.question);
    check.require(plan.groups() > 1);
    const Reals together = check.ask(sample.question);
    const Index last = plan.groups() - 1;
    check.equal(check.one(row_alone(plan, 0)), together[0]);
    check.equal(check.one(row_alone(plan, last)), together[last]);
}

/// The case with its classes from last to first: entries of rows, and labels.
Case turned(const Plan& plan) {
    Case other = plan.question();
    const Index classes = plan.row_length();
    for (const Input& input : plan.operation().inputs) {
        const auto found = other.inputs.find(input.name);
        if (found == other.inputs.end()) continue;
        auto& values = found->second.values;
        if (input.meaning == Meaning::class_index)
            for (double& label : values) label = static_cast<double>(classes - 1) - label;
        else if (input.shape.holds(Dim::K))
            for (auto row = values.begin(); row != values.end(); row += static_cast<std::ptrdiff_t>(classes))
                std::reverse(row, row + static_cast<std::ptrdiff_t>(classes));
    }
    return other;
}

void classes_in_any_order(LawChecker& check, const Sample& sample) {
    const Plan plan(sample.question);
    check.require(plan.row_length() > 1);
    const Case other = turned(plan);
    check.equal(check.ask(other), check.ask(sample.question));
    for (const auto& output : plan.outputs()) {
        if (!output.gradient || output.reduced) continue;
        const Input& by = plan.operation().inputs[static_cast<Index>(plan.operation().gradient_inputs[output.slot])];
        const Reals here = check.ask(sample.question, output.name), there = check.ask(other, output.name);
        const Index row = by.shape.holds(Dim::K) ? plan.row_length() : 1;
        for (Index i = 0; i < here.size(); ++i) check.equal(there[i], here[i / row * row + (row - 1 - i % row)]);
    }
}

/// A law has a name of its own for each operation; names are looked at for as long as the program runs.
std::string_view named(const Operation& operation, std::string_view law) {
    static std::mutex mutex;
    static std::set<std::string> names;
    const std::lock_guard lock(mutex);
    return *names.insert(std::string(operation.name) + ": " + std::string(law)).first;
}

Law of(const Operation& operation, Statement statement) {
    statement.name = named(operation, statement.name);
    statement.operations = {operation.name};
    Law made = law(statement);
    const auto on_reference = made.on_reference;
    const auto on_subject = made.on_subject;
    made.on_reference = [on_reference, &operation](std::uint64_t seed, std::size_t cases, Format format) {
        const Running here(operation);
        return on_reference(seed, cases, format);
    };
    made.on_subject = [on_subject, &operation](Subject& subject, std::uint64_t seed, std::size_t cases, Format format) {
        const Running here(operation);
        return on_subject(subject, seed, cases, format);
    };
    return made;
}

}  // namespace

std::vector<Law> shape_laws(const Operation& operation) {
    if (!operation.answers_number() || operation.batch == Batch::whole) return {};
    std::vector<Law> laws{of(operation, {.name = "the same in any batch",
                                         .statement = "a row, or an element, has the loss that it has alone",
                                         .identity = "",
                                         .operations = {},
                                         .drawn = &drawn,
                                         .checked = &same_in_any_batch})};
    if (operation.by_row())
        laws.push_back(of(operation, {.name = "classes in any order",
                                      .statement = "the loss of a row, and its gradients, do not ask in which order the classes come",
                                      .identity = "",
                                      .operations = {},
                                      .drawn = &drawn,
                                      .checked = &classes_in_any_order}));
    return laws;
}

std::vector<Law> all_laws() {
    std::vector<Law> all(laws().begin(), laws().end());
    for (const Operation* operation : added_operations())
        for (Law& law : shape_laws(*operation)) all.push_back(std::move(law));
    return all;
}

}  // namespace lossproof
