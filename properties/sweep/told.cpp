// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/told.hpp"

namespace lossproof {
namespace {

constexpr double clearly = 1;  ///< a digit: what shrinking may cost

}  // namespace

void Told::remember(const Harm& harm, Verdict verdict) {
    const std::pair rank(severity(verdict), harm.digits);
    if (!harmful || harm > *harmful) harmful = harm;
    if (!worst || rank > *worst) worst = rank;
}

bool Told::misses(const Harm& harm) const {
    if (!harmful || harm.regime < harmful->regime) return true;
    if (harm.regime > harmful->regime || harm.vanished < harmful->vanished) return false;
    return harm.vanished > harmful->vanished || harm.digits > harmful->digits + clearly;
}

bool Told::misses(const Harm& harm, Verdict verdict) const {
    return !worst || severity(verdict) > worst->first || (severity(verdict) == worst->first && harm.digits > worst->second + clearly);
}

}  // namespace lossproof
