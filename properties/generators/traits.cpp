// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/traits.hpp"

#include <algorithm>

namespace lossproof {

bool is_plain(Meaning meaning) {
    switch (meaning) {
    case Meaning::real:
    case Meaning::parameter:
    case Meaning::gradient:
    case Meaning::momentum:
    case Meaning::feature:
    case Meaning::weight:
    case Meaning::bias: return true;
    default: return false;
    }
}

bool is_share(Meaning meaning) { return meaning == Meaning::unit_target || meaning == Meaning::soft_label; }

Traits::Traits(const Operation& described) : operation(described) {
    rows = operation.by_row();
    paired = holds(Meaning::position);
    logit_rows = rows && holds(Meaning::logit);
    step = operation.is_step();
    whole = operation.batch == Batch::whole || holds(Meaning::weight);
    residual = holds(Meaning::prediction) && holds(Meaning::target);
    reductions = operation.reductions;
    spread = holds(Meaning::variance);
    kink = operation.abrupt || (residual && !spread);
}

int Traits::count(bool (*is)(Meaning)) const {
    return static_cast<int>(
        std::count_if(operation.inputs.begin(), operation.inputs.end(), [&](const Input& input) { return is(input.meaning); }));
}

}  // namespace lossproof
