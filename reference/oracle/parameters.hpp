// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// Fill in defaults; throw UsageError for a parameter the operation does not take, of the wrong kind or out of range.
void complete_parameters(const Operation& operation, Parameters& parameters);

/// Is there a sum or a mean over the groups?
bool is_reduced(const Parameters& parameters);
/// Does a mean divide by the sum of the sample weights?
bool divides_by_sample_weights(const Parameters& parameters);
/// The parameters that an operation shares with others: how its losses are reduced, which rows are ignored.
std::vector<const Parameter*> shared_parameters(const Operation& operation);

/// Read a parameter's text by its kind (decimal or hex float, whole number, word).
ParameterValue read_parameter(const Operation& operation, std::string_view name, const std::string& text);

}  // namespace lossproof
