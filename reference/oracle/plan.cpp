// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/plan.hpp"

#include "reference/oracle/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

std::int64_t count(const std::vector<std::int64_t>& shape) {
    std::int64_t size = 1;
    for (const auto extent : shape) size *= extent;
    return size;
}

Case completed(const Operation& operation, Case question) {
    complete_parameters(operation, question.parameters);
    return question;
}

}  // namespace

Plan::Plan(const Case& question)
    : operation_(&operation_named(question.operation)), question_(completed(*operation_, question)), layout_(*operation_, question_),
      reduction_(*operation_, question_, layout_) {
    if (operation_->check && groups() > 0) operation_->check(load_doubles(0));
    list_results();
    list_gradients();
}

void Plan::list_results() {
    const bool reduced = !(reduction_ == Reduction::none);
    for (Index slot = 0; slot < operation_->answers.size(); ++slot) {
        const Result& result = operation_->answers[slot];
        if (!result.needs.empty() && !question_.inputs.contains(result.needs)) continue;
        auto shape = reduced ? std::vector<std::int64_t>{} : layout_.extents(operation_->batch_shape());
        for (const auto extent : layout_.extents(result.shape)) shape.push_back(extent);
        outputs_.push_back({.name = std::string(result.name), .shape = shape, .gradient = false, .slot = slot, .reduced = reduced});
    }
}

void Plan::list_gradients() {
    const bool by_group = operation_->batch != Batch::whole;
    const Index from = operation_->differentiated();
    if (std::none_of(outputs_.begin(), outputs_.end(), [&](const Output& o) { return o.slot == from; })) return;
    for (Index slot = 0; slot < operation_->gradients.size(); ++slot) {
        const auto& input = layout_.slots()[static_cast<Index>(operation_->gradient_inputs[slot])];
        // A Jacobian, a Hessian. That of an elementwise operation is its diagonal.
        const bool square = operation_->by_row() && !operation_->gradients[slot].starts_with("d_");
        // Second derivatives are those of the plain loss: nothing follows it.
        const bool second = operation_->gradients[slot].starts_with("H_") && !reduction_.plain();
        if (!input.tensor || second || (square && row_length() > jacobian_limit)) continue;
        auto shape = input.tensor->shape;
        if (square) shape.push_back(static_cast<std::int64_t>(row_length()));
        const bool gathered = by_group && input.shared && groups() != 1;
        outputs_.push_back({.name = operation_->gradients[slot], .shape = shape, .gradient = true, .slot = slot, .reduced = gathered});
    }
}

Index Plan::length(const Output& output) const {
    const auto size = static_cast<Index>(count(output.shape));
    return output.reduced ? size : size / std::max<Index>(groups(), 1);
}

Group<double> Plan::load_doubles(Index group) const {
    const auto plain = [](double v) { return v; };
    return load<double>(
        group, [](double v, Index, Index) { return v; }, plain);
}

bool Plan::undefined(const Group<double>& data) const {
    if (operation_->in_domain && !operation_->in_domain(data)) return true;
    // A NaN is the whole element's, or the whole row's, unless the formula is to tell what reads it.
    if (operation_->nan_by_formula) return false;
    for (Index i = 0; i < data.inputs.size(); ++i)
        for (const double value : data.inputs[i].values)
            if (std::isnan(value) && !is_factor(operation_->inputs[i].meaning)) return true;
    return false;
}

std::optional<std::vector<Row<double>>> Plan::limit(const Group<double>& data, bool gradient) const {
    const auto rule = gradient ? operation_->gradient_limit : operation_->value_limit;
    return rule ? rule(data) : std::nullopt;
}

std::optional<std::vector<Row<double>>> Plan::special(Index group, bool gradient) const {
    const Group<double> data = load_doubles(group);
    if (!undefined(data)) return limit(data, gradient);
    std::vector<Row<double>> answer(gradient ? operation_->gradients.size() : operation_->results.size());
    for (const Output& output : outputs_)
        if (output.gradient == gradient)
            answer[output.slot] = Row<double>(std::vector<double>(length(output), std::numeric_limits<double>::quiet_NaN()));
    return answer;
}

}  // namespace lossproof
