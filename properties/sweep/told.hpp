// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/tally.hpp"

#include <optional>
#include <utility>

namespace lossproof {

/// The witnesses that a cell has: a later stratum adds one only if it is clearly more harmful, or clearly worse.
struct Told {
    std::optional<Harm> harmful;
    std::optional<std::pair<int, double>> worst;  ///< severity, and digits lost

    void remember(const Harm& harm, Verdict verdict);
    /// Is there none like it: of as ordinary a regime, with as little left, with all but a digit as many lost?
    bool misses(const Harm& harm) const;
    /// Is there none of that severity whose error has nearly as many digits?
    bool misses(const Harm& harm, Verdict verdict) const;
};

}  // namespace lossproof
