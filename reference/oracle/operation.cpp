// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/operation.hpp"

#include "reference/catalogue/entry.hpp"
#include "reference/oracle/added.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <sstream>

namespace lossproof {

std::vector<Operation> all_entries();

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, change}));
        }
    }
    return row.back();
}

struct Added {
    std::mutex mutex;
    std::deque<Operation> kept;  ///< never moved
    std::vector<const Operation*> named;
};
Added& added() {
    static Added all;
    return all;
}

}  // namespace

std::vector<std::string> detail::words(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::vector<std::string> result;
    for (std::string word; stream >> word;) result.push_back(word);
    return result;
}

void finish(Operation& operation, const Entry& entry) {
    operation.name = entry.name;
    operation.summary = entry.summary;
    operation.lectures = entry.lectures;
    operation.domain = entry.domain;
    operation.stability = entry.stability;
    operation.source = entry.source;
    operation.gradients = detail::words(entry.gradients);
    operation.reductions = entry.reductions;
    operation.batch = entry.batch;
    operation.nan_by_formula = entry.nan_by_formula;
    operation.abrupt = entry.abrupt;
    operation.empty_rows = entry.empty_rows;
    operation.best = entry.best;
    operation.scales_first = entry.scales_first;
    operation.irrational = entry.irrational;
    if (operation.reductions && operation.answers_number()) {
        const Shape each = operation.batch_shape();
        operation.inputs.push_back(
            {.name = "sample_weights", .meaning = Meaning::sample_weight, .shape = each, .letter = "s", .optional = true});
        if (!operation.gradients.empty())
            operation.inputs.push_back({.name = "upstream", .meaning = Meaning::upstream, .shape = each, .letter = "u", .optional = true});
    }
    for (const Result& result : operation.answers) operation.results.emplace_back(result.name);
    for (const auto& gradient : operation.gradients) operation.gradient_inputs.push_back(operation.input_index(gradient.substr(2)));
}

bool Operation::takes(Meaning meaning) const { return input(meaning) != nullptr; }

const Input* Operation::input(Meaning meaning) const {
    const auto found = std::find_if(inputs.begin(), inputs.end(), [&](const Input& i) { return i.meaning == meaning; });
    return found == inputs.end() ? nullptr : &*found;
}

Shape Operation::batch_shape() const {
    if (by_row()) return {Dim::N};
    return by_element() ? inputs.front().shape : Shape{};
}

std::size_t Operation::differentiated() const {
    const auto scalar = std::find_if(answers.begin(), answers.end(), [](const Result& r) { return r.shape.size() == 0; });
    return scalar == answers.end() ? 0 : static_cast<std::size_t>(scalar - answers.begin());
}

BoundRule Operation::bound_of(std::string_view output) const {
    if (std::find(results.begin(), results.end(), output) != results.end()) return value_bound;
    return output.starts_with("H_") ? hessian_bound : gradient_bound;
}

int Operation::input_index(std::string_view wanted) const {
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (inputs[i].name == wanted) return static_cast<int>(i);
    return -1;
}

std::span<const Operation> catalogue() {
    static const std::vector<Operation> entries = all_entries();
    return entries;
}

const Operation* find_operation(std::string_view name) {
    for (const auto& operation : catalogue())
        if (operation.name == name) return &operation;
    for (const Operation* operation : added_operations())
        if (operation->name == name) return operation;
    return nullptr;
}

Bound computed_on_input(const Extent&) { return stable(0, 1, "inputs rounded once"); }

const Operation& add_operation(Operation operation) {
    const std::lock_guard lock(added().mutex);
    std::erase_if(added().named, [&](const Operation* other) { return other->name == operation.name; });
    added().named.push_back(&added().kept.emplace_back(std::move(operation)));
    return *added().named.back();
}
std::vector<const Operation*> added_operations() {
    const std::lock_guard lock(added().mutex);
    return added().named;
}
std::vector<const Operation*> all_operations() {
    std::vector<const Operation*> all;
    for (const Operation& operation : catalogue()) all.push_back(&operation);
    for (const Operation* operation : added_operations()) all.push_back(operation);
    return all;
}

std::string nearest_operation(std::string_view name) {
    const Operation* best = nullptr;
    std::size_t least = name.size() / 2 + 2;  // farther than this is no misspelling
    for (const Operation* operation : all_operations())
        if (const auto distance = edit_distance(name, operation->name); distance < least) {
            least = distance;
            best = operation;
        }
    return best ? std::string(best->name) : "";
}

const Operation& operation_named(std::string_view name) {
    if (const Operation* found = find_operation(name)) return *found;
    const std::string nearest = nearest_operation(name);
    throw UsageError("unknown operation '" + std::string(name) + "'" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
}

std::string_view family(const Operation& operation) {
    const auto count = [&](auto holds) { return std::count_if(operation.inputs.begin(), operation.inputs.end(), holds); };
    const auto of_role = [&](Role role) { return count([&](const Input& i) { return role_of(operation.batch, i) == role; }) > 0; };
    if (operation.is_step() || operation.takes(Meaning::gradient)) return "step";
    if (of_role(Role::label) || of_role(Role::position)) return "class";
    if (of_role(Role::matrix)) return of_role(Role::signs) ? "objective" : "model";
    if (operation.batch == Batch::whole) return operation.inputs.size() > 1 ? "objective" : "penalty";
    if (operation.takes(Meaning::sign)) return "binary";
    const bool lonely = count([](const Input& i) { return !is_integral(i.meaning) && !i.optional; }) == 1;
    if (lonely) return operation.by_row() ? "row" : "elementwise";
    if (operation.takes(Meaning::prediction)) return "regression";
    return operation.by_row() ? "distribution" : "binary";
}

}  // namespace lossproof
