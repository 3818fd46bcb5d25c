// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// Fill in defaults; throw UsageError for a parameter the operation does not take, of the wrong kind or out of range.
void complete_parameters(const Operation& operation, Parameters& parameters);

/// Read a parameter's text by its kind (decimal or hex float, whole number, word).
ParameterValue read_parameter(const Operation& operation, std::string_view name, const std::string& text);

}  // namespace lossproof
