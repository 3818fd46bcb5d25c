// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/condition.hpp"

#include <map>

namespace lossproof {

/// Clarke's subdifferentials of the loss by single data, as the components of a gradient ask for them: the divisor of a mean included, and
/// where the gradient gathers all groups, the sum of their sets. A group is recorded once, so a row costs one sweep.
class Subdifferentials {
public:
    explicit Subdifferentials(const Plan& plan) : plan_(&plan) {}

    /// Nothing where the derivative is one number, which the evaluation itself tells: it met a kink, and no precision narrows the hull of
    /// slopes. The set is meant, not a point in it.
    std::optional<Enclosure256> of(std::string_view output, Index index);

private:
    template <class T> using Recorded = std::map<Index, BasicDerivatives<T>>;  ///< of the loss of a group

    template <class T> T set_of(Recorded<T>& recorded, const Plan::Output& gradient, Index index, bool& kink);
    template <class T> T slope_of_group(Recorded<T>& recorded, const Plan::Output& gradient, Index index, Index group, bool& kink);

    const Plan* plan_;
    Recorded<Enclosure256> recorded_;
    Recorded<Enclosure1024> recorded_finer_;
};

}  // namespace lossproof
