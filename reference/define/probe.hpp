// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/define/formulas.hpp"
#include "reference/define/lexer.hpp"

#include <span>

namespace lossproof::defined {

/// What a definition is tried on once, by enclosures: some ordinary inputs, and the landmarks of each input's meaning among them.
struct Probe {
    const Formulas& formulas;
    std::span<const Input> inputs;
    const Parameters& parameters;
    Batch batch;

    /// Where the formula has no finite value, in words. Throws UsageError if the stable form certainly is another function.
    std::string domain(const Source& stable) const;
};

}  // namespace lossproof::defined
