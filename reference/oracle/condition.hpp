// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/evaluate.hpp"

namespace lossproof {

/// κ of every component of one slot of a unit: Σ over data |xᵢ|·|∂ᵢ| with derivatives from dual enclosures. The cost is linear in the
/// length of the row wherever its entries hang together by a few numbers only (a softmax's total, a mean).
std::vector<double> conditions_of(const Plan& plan, const Unit& unit, Index slot);

/// The same, and in the second list κ over differences (gap_condition.hpp); infinite where there are none. One recording serves both.
std::pair<std::vector<double>, std::vector<double>> both_conditions_of(const Plan& plan, const Unit& unit, Index slot);

/// The derivatives of one component by the data of its unit.
template <class T> class BasicDerivatives {
public:
    struct Entry {
        Index input, place;  ///< the datum: input by number, entry of that input's tensor
        T slope;
    };
    BasicDerivatives(std::vector<Entry> entries, bool met_kink) : entries_(std::move(entries)), met_kink_(met_kink) {}

    /// The slope by that datum, 0 if the component does not depend on it; null if the unit has no such datum.
    const T* find(Index input, Index place) const;
    const std::vector<Entry>& entries() const { return entries_; }  ///< by input, then by place
    /// Some step took a hull of slopes: the derivatives are a subdifferential, not merely wide.
    bool met_kink() const { return met_kink_; }

private:
    std::vector<Entry> entries_;
    bool met_kink_;
};
using Derivatives = BasicDerivatives<Enclosure256>;

/// In enclosures of 256 or 1024 bits.
template <class T = Enclosure256> BasicDerivatives<T> derivatives_of(const Plan& plan, const Unit& unit, Index slot, Index component);

}  // namespace lossproof
