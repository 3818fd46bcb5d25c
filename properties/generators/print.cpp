// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"

namespace lossproof {
namespace {

std::string text_of(const ParameterValue& value) {
    if (const auto* number = std::get_if<double>(&value)) return hex_text(*number);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    return std::get<std::string>(value);
}

std::string text_of(const Tensor& tensor) {
    std::string text;
    const auto columns = static_cast<std::size_t>(tensor.shape.size() < 2 ? tensor.values.size() : tensor.columns());
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        if (i > 0) text += i % columns == 0 ? ";" : ",";
        text += tensor.integral ? std::to_string(static_cast<std::int64_t>(tensor.values[i])) : hex_text(tensor.values[i]);
    }
    return text;
}

}  // namespace

std::string compact_text(const Case& question) {
    std::string text = question.operation + " " + std::string(name(question.format));
    for (const auto& [name, value] : question.parameters) text += " " + name + "=" + text_of(value);
    for (const auto& [name, tensor] : question.inputs) text += " " + name + "=[" + text_of(tensor) + "]";
    return text;
}

}  // namespace lossproof
