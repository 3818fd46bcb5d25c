// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/overview.hpp"

namespace lossproof::reports::page {

std::string verdicts(const Overview& overview);
std::string not_tested(const Overview& overview);
std::string findings(const Overview& overview);
std::string matrix(const Overview& overview);
std::string legend();
std::string laws(const Overview& overview);
std::string special_values(const Overview& overview);
std::string details(const Overview& overview);
std::string catalogue(const Overview& overview);
std::string environment(const Overview& overview);

/// One failing case: inputs, reference, answer, distance, bound, diagnosis, replay; in full also how the reference was
/// found.
enum class Depth { brief, full };
std::string witness(const Witness& witness, Depth depth);

extern const char* const style_sheet;
extern const char* const script;

}  // namespace lossproof::reports::page
