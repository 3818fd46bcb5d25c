// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/overview.hpp"

namespace lossproof::reports::page {

std::string verdicts(const Overview& overview);
std::string not_tested(const Overview& overview);
std::string findings(const Overview& overview);
std::string remarks(const Overview& overview);
std::string digits(const Overview& overview);
std::string matrix(const Overview& overview);
std::string legend();
std::string environment(const Overview& overview);

/// Laws that failed or stayed open; all of them stand on a page of their own.
std::string broken_laws(const Overview& overview);
std::string all_laws(const Overview& overview);

/// The sections of an operation's page, and a summary of all special values for the first one.
std::string catalogue(const Overview& overview, const std::string& operation);
std::string details(const Overview& overview, const std::string& operation);
std::string special_values(const Overview& overview, const std::string& operation);
std::string special_summary(const Overview& overview);

/// One failing case: inputs, reference, answer, distance, bound, diagnosis, replay; in full also how the reference was
/// found.
enum class Depth { brief, full };
std::string witness(const Witness& witness, Depth depth);

inline constexpr const char* laws_file = "laws.html";

extern const char* const style_sheet;
extern const char* const script;
extern const char* const script_hash;  ///< base64 of its SHA-256, for the content policy

}  // namespace lossproof::reports::page
