// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <optional>
#include <string>

namespace lossproof {

/// The profile under which an answer is a documented, legitimate choice (theory L12), or nothing.
/// `group` is absent where a reduction gathers all groups.
std::optional<std::string> documented_convention(const Plan& plan, const CertifiedOutput& output, std::optional<Index> group, Index index,
                                                 double got);

/// The names of all profiles, for `--convention` and the report's legend.
std::span<const std::string_view> convention_profiles();

}  // namespace lossproof
