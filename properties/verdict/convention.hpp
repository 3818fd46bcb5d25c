// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>

namespace lossproof {

/// The profiles by which a subject may answer. What IEEE arithmetic inevitably makes of ∞ − ∞ and 0·∞ needs no declaration, for the format
/// itself is IEEE arithmetic; no law binds outside the domain, and an element of a subdifferential is mathematics.
struct Grants {
    std::set<std::string, std::less<>> profiles = {"ieee"};

    bool has(std::string_view profile) const { return profile == "outside" || profiles.contains(profile); }
};

/// The granted profile under which an answer is a documented, legitimate choice (theory L12), or nothing. A reduction of such choices is
/// such a choice: their sum or mean, with the certified answers of the other groups, is what the answer is judged by.
std::optional<std::string> documented_convention(Certificate& certificate, const CertifiedOutput& output, Index index, double got,
                                                 const Grants& grants);

/// The names of all profiles, for `--convention` and the report's legend.
std::span<const std::string_view> convention_profiles();

}  // namespace lossproof
