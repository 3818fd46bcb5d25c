// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/plan.hpp"

#include "reference/oracle/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const auto extent : shape) text += (text.size() > 1 ? "," : "") + std::to_string(extent);
    return text + "]";
}

bool is_integral(Role role) { return role == Role::label || role == Role::sign || role == Role::signs; }
std::size_t rank_of(const Input& input) {
    switch (input.role) {
    case Role::element: return static_cast<std::size_t>(input.rank);
    case Role::row:
    case Role::matrix:
    case Role::sign: return 2;
    default: return 1;
    }
}

void check_tensor(const Operation& operation, const Input& input, const Tensor& tensor, Format format) {
    const std::string where = std::string(operation.name) + ": input " + quoted(input.name);
    if (tensor.shape.size() != rank_of(input))
        throw UsageError(where + " must have " + std::to_string(rank_of(input)) + " dimension(s), got shape " + shape_text(tensor.shape));
    std::int64_t size = 1;
    bool enormous = false;
    for (const auto extent : tensor.shape) {
        if (extent < 0) throw UsageError(where + " has a negative extent: " + shape_text(tensor.shape));
        enormous |= __builtin_mul_overflow(size, extent, &size);
    }
    if (enormous || size != static_cast<std::int64_t>(tensor.values.size()))
        throw UsageError(where + " has shape " + shape_text(tensor.shape) + " but " + std::to_string(tensor.values.size()) + " values");
    if (is_integral(input.role) && !tensor.integral) throw UsageError(where + " must be integers");
    for (const double value : tensor.values) {
        if (!is_integral(input.role) && !representable(format, value))
            throw UsageError(where + ": " + hex_text(value) + " is no number of " + std::string(name(format)));
        if ((input.role == Role::sign || input.role == Role::signs) && std::fabs(value) != 1)
            throw UsageError(where + " must be -1 or +1, got " + decimal_text(Format::f64, value));
    }
}

}  // namespace

Plan::Plan(const Case& question) : question_(question), operation_(&operation_named(question.operation)) {
    fill_parameters();
    check_inputs();
    cut();
    if (operation_->check && groups_ > 0) operation_->check(load_doubles(0));
    list_outputs();
}

void Plan::fill_parameters() {
    complete_parameters(*operation_, question_.parameters);
    const auto& parameters = question_.parameters;
    const auto reduction = parameters.find("reduction");
    if (reduction != parameters.end()) {
        const auto& word = std::get<std::string>(reduction->second);
        reduction_ = word == "sum" ? Reduction::sum : word == "mean" ? Reduction::mean : Reduction::none;
    }
    const auto ignore = parameters.find("ignore_index");
    if (ignore != parameters.end()) ignore_index_ = std::get<std::int64_t>(ignore->second);
}

void Plan::check_inputs() {
    for (const auto& [given, tensor] : question_.inputs)
        if (operation_->input_index(given) < 0) {
            std::string expected;
            for (const auto& input : operation_->inputs)
                if (input.role != Role::position) expected += (expected.empty() ? "" : ", ") + std::string(input.name);
            throw UsageError(std::string(operation_->name) + " has no input " + quoted(given) + "; it takes " + expected);
        }
    for (const auto& input : operation_->inputs) {
        if (input.role == Role::position) continue;
        const auto found = question_.inputs.find(input.name);
        if (found != question_.inputs.end()) check_tensor(*operation_, input, found->second, format());
        else if (!input.optional) throw UsageError(std::string(operation_->name) + ": input " + quoted(input.name) + " is missing");
    }
}

void Plan::cut() {
    const Tensor* base = nullptr;  // the tensor the batch is cut along
    for (const auto& input : operation_->inputs)
        if (!base && (input.role == Role::element || input.role == Role::row)) base = &question_.inputs.find(input.name)->second;
    const std::string where = std::string(operation_->name);
    if (operation_->by_element()) {
        groups_ = base->values.size();
        if (groups_ == 0 && base->rows() > 0) throw UsageError(where + ": rows must have at least one entry");
    }
    if (operation_->by_row()) {
        groups_ = static_cast<Index>(base->rows());
        row_length_ = static_cast<Index>(base->columns());
        if (row_length_ == 0 && operation_->name != "logsumexp") throw UsageError(where + ": rows must have at least one entry");
    }
    if (!base)  // the longest sum of an operation that takes everything whole
        for (const auto& [given, tensor] : question_.inputs)
            for (const auto extent : tensor.shape) row_length_ = std::max(row_length_, static_cast<Index>(extent));
    for (const auto& input : operation_->inputs) {
        if (input.role == Role::position && groups_ != row_length_)
            throw UsageError(where + ": as many rows as columns are expected, got shape " + shape_text(base->shape));
        const auto found = question_.inputs.find(input.name);
        Slot slot;
        if (found != question_.inputs.end()) {
            slot.tensor = &found->second;
            const auto& shape = found->second.shape;
            const bool per_group = input.role == Role::element || input.role == Role::row || input.role == Role::sign;
            const bool whole = !per_group && input.role != Role::label;
            const bool spread = input.broadcast && found->second.values.size() == 1;
            if (per_group && !spread && shape != base->shape)
                throw UsageError(std::string(operation_->name) + ": input " + quoted(input.name) + " has shape " + shape_text(shape) +
                                 ", expected " + shape_text(base->shape));
            if (input.role == Role::label && found->second.values.size() != groups_)
                throw UsageError(std::string(operation_->name) + ": " + std::to_string(groups_) + " labels expected, got " +
                                 std::to_string(found->second.values.size()));
            slot.length = whole ? found->second.values.size() : input.role == Role::row ? row_length_ : 1;
            slot.stride = whole || spread ? 0 : slot.length;
        }
        slots_.push_back(slot);
    }
    denominator_ = 0;
    for (Index g = 0; g < groups_; ++g) {
        for (Index i = 0; i < slots_.size(); ++i) {
            if (operation_->inputs[i].role != Role::label || ignored(g)) continue;
            const double label = slots_[i].tensor->values[g];
            if (label < 0 || label >= static_cast<double>(row_length_))
                throw UsageError(std::string(operation_->name) + ": label " + decimal_text(Format::f64, label) + " is outside 0…" +
                                 std::to_string(row_length_ - 1));
        }
        denominator_ += ignored(g) ? 0 : 1;
    }
}

bool Plan::ignored(Index group) const {
    if (!ignore_index_) return false;
    for (Index i = 0; i < slots_.size(); ++i)
        if (operation_->inputs[i].role == Role::label && slots_[i].tensor->values[group] == static_cast<double>(*ignore_index_))
            return true;
    return false;
}

std::vector<Row<Machine>> Plan::probe(Index group, bool gradient) const {
    const auto formula = std::get<Formula<Machine>>(gradient ? operation_->gradient : operation_->value);
    if (!formula || group >= groups_) return {};
    const auto number = [](double v) { return Machine::from(v); };
    return formula(load<Machine>(
        group, [&](double v, Index, Index) { return number(v); }, number));
}

void Plan::list_outputs() {
    const bool reduced = reduction_ != Reduction::none;
    const bool by_group = operation_->by_element() || operation_->by_row();
    // The lengths of what a formula answers, asked of the formula itself; it may leave out the last ones.
    const auto lengths = operation_->row_result || !by_group ? probe(0, false) : std::vector<Row<Machine>>();
    for (Index slot = 0; slot < operation_->results.size(); ++slot) {
        if (!by_group && slot >= lengths.size()) break;
        std::vector<std::int64_t> shape;
        if (!reduced && operation_->by_element()) shape = slots_[0].tensor->shape;
        if (!reduced && operation_->by_row()) shape = {static_cast<std::int64_t>(groups_)};
        const bool network = slot == 0 && !by_group && family(*operation_) == "model";
        if (network) shape.push_back(1);
        if (network || operation_->row_result)
            shape.push_back(static_cast<std::int64_t>(lengths.empty() ? row_length_ : lengths[slot].size()));
        outputs_.push_back({.name = operation_->results[slot], .shape = shape, .gradient = false, .slot = slot, .reduced = reduced});
    }
    const Index answered = by_group ? operation_->gradients.size() : probe(0, true).size();
    for (Index slot = 0; slot < answered; ++slot) {
        const Slot& input = slots_[operation_->gradient_inputs[slot]];
        // A Jacobian, a Hessian. That of an elementwise operation is its diagonal.
        const bool square = operation_->by_row() && !operation_->gradients[slot].starts_with("d_");
        if (!input.tensor || (square && row_length_ > jacobian_limit)) continue;
        auto shape = input.tensor->shape;
        if (square) shape.push_back(static_cast<std::int64_t>(row_length_));
        const bool spread = by_group && input.stride == 0 && groups_ != 1;
        outputs_.push_back({.name = operation_->gradients[slot], .shape = shape, .gradient = true, .slot = slot, .reduced = spread});
    }
}

Index Plan::length(const Output& output) const {
    Index size = 1;
    for (const auto extent : output.shape) size *= static_cast<Index>(extent);
    return output.reduced ? size : size / std::max<Index>(groups_, 1);
}

Group<double> Plan::load_doubles(Index group) const {
    const auto plain = [](double v) { return v; };
    return load<double>(
        group, [](double v, Index, Index) { return v; }, plain);
}

std::optional<std::vector<Row<double>>> Plan::special(Index group, bool gradient) const {
    const Group<double> data = load_doubles(group);
    bool undefined = operation_->in_domain && !operation_->in_domain(data);
    bool any_nan = false;
    for (const auto& input : data.inputs)
        for (const double value : input.values) any_nan |= std::isnan(value);
    // Each output of a step reads some of its inputs only (the new momentum reads no parameter): there a NaN spreads by
    // the formula itself. Elsewhere a NaN is the whole element's, or the whole row's.
    const bool step = operation_->results.front() == "theta";
    undefined |= any_nan && !operation_->reads_only_label && !step;
    if (!undefined) {
        const auto rule = gradient ? operation_->gradient_limit : operation_->value_limit;
        return rule ? rule(data) : std::nullopt;
    }
    std::vector<Row<double>> answer;
    for (const auto& row : probe(group, gradient))
        answer.emplace_back(std::vector<double>(row.size(), std::numeric_limits<double>::quiet_NaN()));
    return answer;
}

}  // namespace lossproof
