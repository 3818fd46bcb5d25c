// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <vector>

namespace lossproof {

/// The dimensions that belong together: N is the first of every batched tensor, D is shared by weights and features, and so on.
/// To take away an index of an axis is to take it away from all of them.
struct Axis {
    struct Place {
        std::string tensor;
        std::size_t dimension;
    };
    std::vector<Place> places;
    std::int64_t extent = 0;
    bool classes = false;  ///< labels count along this axis
};
std::vector<Axis> axes_of(const Operation& operation, const Case& question);

/// The case without the indices [from, to) of an axis. Labels move with their classes; a class that is asked for stays.
std::optional<Case> without(const Operation& operation, const Case& question, const Axis& axis, std::int64_t from, std::int64_t to);

}  // namespace lossproof
