// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/format.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace lossproof {

/// A row-major tensor. Every value is a number of the case's format held exactly in a double; labels are
/// integers held exactly (`integral`).
struct Tensor {
    std::vector<std::int64_t> shape;
    std::vector<double> values;
    bool integral = false;

    std::int64_t rows() const { return shape.empty() ? 1 : shape.front(); }
    std::int64_t columns() const { return shape.size() < 2 ? 1 : shape[1]; }
    bool operator==(const Tensor&) const = default;
};

/// Numbers are binary64 and used exactly in every format; counts (`t`, `ignore_index`) are integers; the rest is text.
using ParameterValue = std::variant<double, std::int64_t, std::string>;
using Parameters = std::map<std::string, ParameterValue, std::less<>>;
using Tensors = std::map<std::string, Tensor, std::less<>>;

/// One question: an operation, its parameters, and exact inputs.
struct Case {
    std::string operation;
    Format format = Format::f64;
    Parameters parameters;
    Tensors inputs;
    bool operator==(const Case&) const = default;
};

}  // namespace lossproof
