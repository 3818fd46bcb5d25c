// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/documented.hpp"

#include <cmath>

namespace lossproof {

/// μv + g of a step whose inputs are θ, g, v: without decay the velocity does not read the parameter, be it infinite.
inline Chosen velocity_without_decay(const Situation& s) {
    if (s.data.given.number("weight_decay") != 0 || std::isfinite(s.number(0))) return {};
    return Chosen::number(Enclosure256::from(s.data.given.number("momentum")) * Enclosure256::from(s.number(2)) +
                          Enclosure256::from(s.number(1)));
}
inline constexpr Choice unread_parameter{
    .profile = "torch", .output = "state_v", .answer = velocity_without_decay, .source = "torch.optim.SGD: if weight_decay != 0"};

}  // namespace lossproof
