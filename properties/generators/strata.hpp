// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lossproof {

/// A named region of hard inputs. Random numbers find almost nothing; errors live in places one can name.
struct Stratum {
    std::string_view name;
    std::string_view meaning;
};

/// Every stratum there is, and those that make sense for an operation in a format (by its inputs and parameters).
std::vector<Stratum> all_strata();
std::vector<Stratum> strata_of(const Operation& operation, Format format);

/// Does the subject take this option (an optional input or parameter, the word `batchmean`)? Empty: all of them.
using Takes = std::function<bool(std::string_view option)>;

/// How many cases of a stratum leave nothing to chance and cover together what it is about (every residue, every pair of options).
std::size_t systematic_cases(const Operation& operation, Format format, std::string_view stratum, const Takes& takes = {});

/// `count` cases; the same seed gives the same cases on every machine. A case holds several rows or elements, because
/// the batch is the unit of cost. Throws UsageError if the stratum is not one of the operation's.
/// The first cases of some strata hold what must not be left to chance. Where options are the point (`crossed`, `landmarks`), only
/// those are drawn that the subject takes.
std::vector<Case> draw(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed, std::size_t count,
                       const Takes& takes = {});
/// One case like those after the first ones.
Case draw_another(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed);

/// A smaller case that still fails: fewer rows, then fewer columns, then simpler numbers and parameters. `fails` is called at
/// most `budget` times, and the answer is the given case if nothing smaller fails.
Case shrink(Case failing, const std::function<bool(const Case&)>& fails, std::size_t budget);

/// One line: operation, format, parameters, inputs in hex floats (exact). `;` separates rows, `,` entries.
std::string compact_text(const Case& question);

}  // namespace lossproof
