// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/axes.hpp"

#include <map>

namespace lossproof {
namespace {

std::int64_t size_of(const std::vector<std::int64_t>& shape) {
    std::int64_t size = 1;
    for (const auto extent : shape) size *= extent;
    return size;
}

Tensor cut(const Tensor& tensor, std::size_t dimension, std::int64_t from, std::int64_t to) {
    Tensor result{.shape = tensor.shape, .values = {}, .integral = tensor.integral};
    result.shape[dimension] -= to - from;
    std::int64_t stride = 1;
    for (std::size_t d = dimension + 1; d < tensor.shape.size(); ++d) stride *= tensor.shape[d];
    for (std::int64_t i = 0; i < size_of(tensor.shape); ++i) {
        const std::int64_t index = i / stride % tensor.shape[dimension];
        if (index < from || index >= to) result.values.push_back(tensor.values[i]);
    }
    return result;
}

/// False if a label asks for a class that goes.
bool relabelled(const Operation& operation, Case& question, std::int64_t from, std::int64_t to) {
    const auto ignore = question.parameters.find("ignore_index");
    for (const auto& input : operation.inputs) {
        if (input.meaning != Meaning::class_index) continue;
        for (double& label : question.inputs.find(input.name)->second.values) {
            if (ignore != question.parameters.end() && label == static_cast<double>(std::get<std::int64_t>(ignore->second))) continue;
            if (label >= static_cast<double>(from) && label < static_cast<double>(to)) return false;
            if (label >= static_cast<double>(to)) label -= static_cast<double>(to - from);
        }
    }
    return true;
}

}  // namespace

std::vector<Axis> axes_of(const Operation& operation, const Case& question) {
    std::map<Dim, Axis> by_dim;
    for (const auto& input : operation.inputs) {
        const auto found = question.inputs.find(input.name);
        if (found == question.inputs.end() || (input.broadcast && found->second.values.size() == 1)) continue;
        for (std::size_t d = 0; d < input.shape.size() && d < found->second.shape.size(); ++d) {
            if (input.shape[d] == Dim::one) continue;
            Axis& axis = by_dim[input.shape[d]];
            axis.places.push_back({.tensor = std::string(input.name), .dimension = d});
            axis.extent = found->second.shape[d];
            axis.classes = input.shape[d] == Dim::K;
        }
    }
    std::vector<Axis> result;
    for (auto& [dim, axis] : by_dim)
        if (axis.extent > 1) result.push_back(std::move(axis));
    return result;
}

std::optional<Case> without(const Operation& operation, const Case& question, const Axis& axis, std::int64_t from, std::int64_t to) {
    Case smaller = question;
    for (const auto& place : axis.places) {
        Tensor& tensor = smaller.inputs.find(place.tensor)->second;
        tensor = cut(tensor, place.dimension, from, to);
    }
    if (axis.classes && !relabelled(operation, smaller, from, to)) return std::nullopt;
    return smaller;
}

}  // namespace lossproof
