// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/operation.hpp"

#include "reference/catalogue/entry.hpp"

#include <algorithm>
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

bool has_role(const Operation& operation, Role role) {
    return std::any_of(operation.inputs.begin(), operation.inputs.end(), [&](const Input& i) { return i.role == role; });
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
    operation.results = detail::words(entry.results);
    operation.gradients = detail::words(entry.gradients);
    operation.reductions = entry.reductions;
    operation.reads_only_label = entry.reads_only_label;
    operation.best = entry.best;
    operation.irrational = entry.irrational;
    for (const auto& gradient : operation.gradients) operation.gradient_inputs.push_back(operation.input_index(gradient.substr(2)));
}

bool Operation::by_row() const { return has_role(*this, Role::row); }
bool Operation::by_element() const { return !by_row() && has_role(*this, Role::element); }

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
    return nullptr;
}

std::string nearest_operation(std::string_view name) {
    const Operation* best = nullptr;
    std::size_t least = name.size() / 2 + 2;  // farther than this is no misspelling
    for (const auto& operation : catalogue())
        if (const auto distance = edit_distance(name, operation.name); distance < least) least = distance, best = &operation;
    return best ? std::string(best->name) : "";
}

const Operation& operation_named(std::string_view name) {
    if (const Operation* found = find_operation(name)) return *found;
    const std::string nearest = nearest_operation(name);
    throw UsageError("unknown operation '" + std::string(name) + "'" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
}

std::string_view family(const Operation& operation) {
    if (operation.results.front() == "theta") return "step";
    if (has_role(operation, Role::matrix)) return has_role(operation, Role::signs) ? "objective" : "model";
    if (has_role(operation, Role::vector)) return operation.inputs.size() > 1 ? "objective" : "penalty";
    if (has_role(operation, Role::label) || has_role(operation, Role::position)) return "class";
    const auto floats = std::count_if(operation.inputs.begin(), operation.inputs.end(),
                                      [](const Input& i) { return i.role == Role::row || i.role == Role::element; });
    if (operation.by_row()) return floats > 1 ? (operation.inputs[0].name == "prediction" ? "regression" : "distribution") : "row";
    if (has_role(operation, Role::sign)) return "binary";
    return floats == 1 ? "elementwise" : operation.inputs[0].name == "prediction" ? "regression" : "binary";
}

}  // namespace lossproof
