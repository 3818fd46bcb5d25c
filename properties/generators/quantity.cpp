// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/quantity.hpp"

#include "properties/generators/parameters.hpp"
#include "reference/oracle/parameters.hpp"
#include "reference/oracle/subdifferential.hpp"

#include <algorithm>

namespace lossproof {
namespace {

bool is_numeric(Role role) { return role != Role::label && role != Role::sign && role != Role::signs && role != Role::position; }

/// Would the operation answer with this number in that input and ½ in every other?
bool accepts(const Operation& operation, std::size_t place, double number) {
    if (!operation.in_domain) return true;
    Parameters ordinary = ordinary_parameters(operation);
    complete_parameters(operation, ordinary);
    Group<double> group{.inputs = {}, .position = 0, .given = Given<double>(ordinary)};
    for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
        const bool binary = i != place && operation.inputs[i].exact;
        const double value = i == place ? number : binary ? 1.0 : 0.5;
        Group<double>::Input input{.values = Row<double>(std::vector<double>{value}), .integers = {}, .rows = 1, .columns = 1};
        if (!is_numeric(operation.inputs[i].role)) input = {.values = {}, .integers = {operation.inputs[i].role == Role::label ? 0 : 1}};
        group.inputs.push_back(std::move(input));
    }
    return operation.in_domain(group);
}

Quantity real_quantity(const Operation& operation, const Input& input) {
    const bool lonely = operation.inputs.size() == 1 && input.role == Role::element;
    if (input.name == "logits" || (lonely && input.name == "x")) return Quantity::logit;
    if (input.name == "log_probabilities") return Quantity::log_probability;
    if (input.name == "state_s") return Quantity::variance;
    if (input.name == "prediction") return Quantity::prediction;
    if (input.name == "target") {
        // Beside a row of logits a target is meant as a distribution, beside single ones as a probability.
        if (operation.input_index("logits") < 0) return Quantity::target;
        return input.role == Role::row ? Quantity::distribution : Quantity::unit_target;
    }
    return Quantity::plain;
}

Quantity quantity_of(const Operation& operation, std::size_t place) {
    const Input& input = operation.inputs[place];
    if (input.role == Role::position) return Quantity::none;
    if (input.role == Role::label) return Quantity::label;
    if (input.role == Role::sign || input.role == Role::signs) return Quantity::sign;
    if (input.role != Role::element && input.role != Role::row) return Quantity::plain;
    const bool negative = accepts(operation, place, -1), half = accepts(operation, place, 0.5), two = accepts(operation, place, 2);
    if (negative) return real_quantity(operation, input);
    if (!half) return Quantity::binary_target;
    if (input.role == Role::row) return Quantity::distribution;
    if (input.name == "variance") return Quantity::variance;
    return !two && input.name == "target" ? Quantity::unit_target : Quantity::probability;
}

/// Does the derivative jump where the first number is 0?
bool kinked_at_zero(const Operation& operation) {
    if (operation.inputs.size() != 1) return false;
    const Role role = operation.inputs[0].role;
    Tensor zero{.shape = role == Role::vector ? std::vector<std::int64_t>{1} : std::vector<std::int64_t>{1, 1}, .values = {0.0}};
    const Plan plan({.operation = std::string(operation.name),
                     .format = Format::f64,
                     .parameters = ordinary_parameters(operation),
                     .inputs = {{std::string(operation.inputs[0].name), zero}}});
    return subdifferential(plan, "d_" + std::string(operation.inputs[0].name), 0).has_value();
}

}  // namespace

std::vector<Quantity> quantities_of(const Operation& operation) {
    std::vector<Quantity> result;
    for (std::size_t i = 0; i < operation.inputs.size(); ++i) result.push_back(quantity_of(operation, i));
    return result;
}

Traits::Traits(const Operation& operation) : quantities(quantities_of(operation)) {
    rows = operation.by_row();
    logit_rows = rows && holds(Quantity::logit);
    step = operation.results.front() == "theta";
    whole = std::any_of(operation.inputs.begin(), operation.inputs.end(),
                        [](const Input& i) { return i.role == Role::vector || i.role == Role::matrix; });
    residual = holds(Quantity::prediction) && holds(Quantity::target);
    reductions = operation.reductions;
    spread = operation.parameter("sigma") || operation.input_index("variance") >= 0;
    kink = operation.parameter("delta") || operation.parameter("margin") || holds(Quantity::sign) || operation.name == "mlp" ||
           (residual && !spread) || kinked_at_zero(operation);
}

bool Traits::holds(Quantity quantity) const { return std::find(quantities.begin(), quantities.end(), quantity) != quantities.end(); }

}  // namespace lossproof
