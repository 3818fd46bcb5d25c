// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lossproof {

enum class LawVerdict : unsigned char { held, failed, undecided };

/// What came of one law in one format.
struct LawOutcome {
    LawVerdict verdict = LawVerdict::undecided;
    std::string law, statement, identity;  ///< identity: its number in the lectures' catalogue, `D02`
    std::string operation;
    Format format = Format::f64;
    std::size_t cases = 0, undecided = 0;
    double worst = 0;     ///< in units of the bound; on a subject only
    std::string bound;    ///< the bound in words
    std::string witness;  ///< a shrunk counterexample, one line; empty if none
};

/// One identity or property, executable on the reference (no slack) and on any subject (derived bound).
struct Law {
    std::string_view name, statement, identity;
    std::vector<std::string_view> operations;
    std::function<LawOutcome(std::uint64_t seed, std::size_t cases, Format)> on_reference;
    std::function<LawOutcome(Subject&, std::uint64_t seed, std::size_t cases, Format)> on_subject;  ///< empty: no subject form
};

std::span<const Law> laws();

}  // namespace lossproof
