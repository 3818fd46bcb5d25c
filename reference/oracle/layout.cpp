// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/layout.hpp"

#include "reference/oracle/parameters.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

std::string where(const Operation& operation, const Input& input) {
    return std::string(operation.name) + ": input '" + std::string(input.name) + "'";
}

const Tensor* given(const Case& question, const Input& input) {
    const auto found = question.inputs.find(input.name);
    return found == question.inputs.end() ? nullptr : &found->second;
}

void check_size(const std::string& where, const Tensor& tensor) {
    std::int64_t size = 1;
    bool enormous = false;
    for (const auto extent : tensor.shape) {
        if (extent < 0) throw UsageError(where + " has a negative extent: " + text(tensor.shape));
        enormous |= __builtin_mul_overflow(size, extent, &size);
    }
    if (enormous || size != static_cast<std::int64_t>(tensor.values.size()))
        throw UsageError(where + " has shape " + text(tensor.shape) + " but " + std::to_string(tensor.values.size()) + " values");
}

void check_numbers(const std::string& where, Meaning meaning, const Tensor& tensor, Format format) {
    if (is_integral(meaning) && !tensor.integral) throw UsageError(where + " must be integers");
    for (const double value : tensor.values) {
        if (format != Format::f64 && !is_integral(meaning) && !representable(format, value))
            throw UsageError(where + ": " + hex_text(value) + " is no number of " + std::string(name(format)));
        if (meaning == Meaning::sign && std::fabs(value) != 1)
            throw UsageError(where + " must be -1 or +1, got " + decimal_text(Format::f64, value));
    }
}

void check_names(const Operation& operation, const Case& question) {
    std::string expected;
    for (const auto& input : operation.inputs)
        if (input.meaning != Meaning::position) expected += (expected.empty() ? "" : ", ") + std::string(input.name);
    for (const auto& [name, tensor] : question.inputs)
        if (operation.input_index(name) < 0)
            throw UsageError(std::string(operation.name) + " has no input '" + name + "'; it takes " + expected);
}

/// Under a reduction there is one number to follow.
Shape shape_given(const Input& input, const Case& question) {
    return input.meaning == Meaning::upstream && is_reduced(question.parameters) ? Shape{} : input.shape;
}

bool is_spread(const Input& input, const Tensor& tensor) { return input.broadcast && tensor.shape == std::vector<std::int64_t>{1, 1}; }

}  // namespace

std::string text(const std::vector<std::int64_t>& shape) {
    std::string result = "[";
    for (const auto extent : shape) result += (result.size() > 1 ? "," : "") + std::to_string(extent);
    return result + "]";
}

Layout::Layout(const Operation& operation, const Case& question) {
    extents_.fill(unbound);
    extents_[static_cast<std::size_t>(Dim::one)] = 1;
    check_names(operation, question);
    for (const auto& input : operation.inputs) {
        if (input.meaning == Meaning::position) continue;
        const Tensor* tensor = given(question, input);
        if (!tensor && !input.optional) throw UsageError(where(operation, input) + " is missing");
        if (!tensor) continue;
        check_size(where(operation, input), *tensor);
        bind(operation, input, shape_given(input, question), *tensor);
        check_numbers(where(operation, input), input.meaning, *tensor, question.format);
    }
    cut(operation, question);
}

/// `[N,K]`, and with the numbers that are known `[3,K]`.
std::string Layout::expected(const Input& input, const Shape& shape) const {
    std::string known = "[";
    for (const Dim dim : shape)
        known += (known.size() > 1 ? "," : "") + (extent(dim) == unbound ? std::string(name(dim)) : std::to_string(extent(dim)));
    known += "]";
    const std::string symbols = text(shape);
    return (known == symbols ? symbols : symbols + " = " + known) + (input.broadcast ? " or [1,1]" : "");
}

void Layout::bind(const Operation& operation, const Input& input, const Shape& shape, const Tensor& tensor) {
    if (is_spread(input, tensor)) return;
    const auto refuse = [&] {
        throw UsageError(where(operation, input) + " has shape " + text(tensor.shape) + ", expected " + expected(input, shape));
    };
    if (tensor.shape.size() != shape.size()) refuse();
    auto bound = extents_;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        auto& extent = bound[static_cast<std::size_t>(shape[i])];
        if (extent == unbound) extent = tensor.shape[i];
        if (extent != tensor.shape[i]) refuse();
    }
    extents_ = bound;
}

std::vector<std::int64_t> Layout::extents(const Shape& shape) const {
    std::vector<std::int64_t> result;
    for (const Dim dim : shape) result.push_back(extent(dim));
    return result;
}

void Layout::cut(const Operation& operation, const Case& question) {
    const auto batch = extents(operation.batch_shape());
    if (!batch.empty()) groups_ = static_cast<Index>(batch[0]);
    if (batch.size() == 2) columns_ = static_cast<Index>(batch[1]);
    groups_ *= columns_;
    for (const auto& input : operation.inputs) {
        const Tensor* tensor = given(question, input);
        slots_.push_back(tensor ? slot_of(operation, input, shape_given(input, question), *tensor) : Slot{});
        if (tensor && role_of(operation.batch, input) == Role::row) row_length_ = slots_.back().length;
        // A row that belongs to a class has as many scores as there are classes.
        if (tensor && operation.by_row() && operation.takes(Meaning::class_index) && role_of(operation.batch, input) == Role::matrix)
            row_length_ = std::max(row_length_, static_cast<Index>(tensor->shape[0]));
        if (tensor && operation.batch == Batch::whole)
            for (const auto extent : tensor->shape) row_length_ = std::max(row_length_, static_cast<Index>(extent));
    }
    const bool empty = operation.by_row() ? row_length_ == 0 && !operation.empty_rows : columns_ == 0 && batch[0] > 0;
    if (empty) throw UsageError(std::string(operation.name) + ": rows must have at least one entry");
    columns_ = std::max<Index>(columns_, 1);
}

Layout::Slot Layout::slot_of(const Operation& operation, const Input& input, const Shape& shape, const Tensor& tensor) const {
    Slot slot{.tensor = &tensor, .length = 1};
    if (is_spread(input, tensor)) return slot;
    for (std::size_t i = shape.size(); i-- > 0;) {
        const auto extent = static_cast<Index>(tensor.shape[i]);
        if (!runs_over_groups(operation.batch, shape, i)) {
            slot.length *= extent;
            continue;
        }
        Index stride = 1;
        for (std::size_t inner = i + 1; inner < shape.size(); ++inner) stride *= static_cast<Index>(tensor.shape[inner]);
        const bool across = operation.batch_shape().size() == 2 && shape[i] == operation.batch_shape()[1];
        (across ? slot.step : slot.row_stride) = stride;
        slot.shared = false;
    }
    return slot;
}

}  // namespace lossproof
