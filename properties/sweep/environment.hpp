// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace lossproof {

/// Where a run took place, for the ledger's header.
struct Environment {
    std::string tool, cpu, system, compiler, flags, flush_to_zero, rounding;
};
Environment environment();

}  // namespace lossproof
