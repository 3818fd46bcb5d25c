// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/tally.hpp"
#include "subjects/subject.hpp"

#include <functional>

namespace lossproof {

/// What every input of an operation showed of one output.
struct Exhausted {
    Tally tally;
    /// How many numbers each tier decided: `lanes`, `balls`, `enclosures`, `exact`, `special`, `undecided`.
    std::map<std::string, std::size_t> tiers;
};

struct ExhaustOptions {
    const Operation* operation = nullptr;  ///< of one number
    Format format = Format::f16;           ///< of at most 32 bits
    /// A subject of its own for every core.
    std::function<std::unique_ptr<Subject>()> open;
    std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// Judge a subject on every number of a format, on all cores. A finding's case number is the input's bit pattern, its index 0.
std::map<std::string, Exhausted> exhaust(const ExhaustOptions& options);

/// The question that asks for one input alone.
Case input_case(const Operation& operation, Format format, std::uint64_t pattern);

}  // namespace lossproof
