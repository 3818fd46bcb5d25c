// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// The formula of an operation, printed by running it on texts.
std::string printed_value(const Operation& operation);
std::string printed_gradient(const Operation& operation);
/// The stable algorithm of its value, likewise; `z_k` is a largest entry of a row.
std::string printed_stable(const Operation& operation);

}  // namespace lossproof
