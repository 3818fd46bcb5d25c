// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/told.hpp"

namespace lossproof {
namespace {

constexpr double clearly = 10;  ///< a digit: what shrinking may cost

}  // namespace

void Told::remember(const Harm& harm, Verdict verdict, double ulps) {
    const std::pair rank(severity(verdict), ulps);
    if (!harmful || harm > *harmful) harmful = harm;
    if (!worst || rank > *worst) worst = rank;
}

bool Told::misses(const Harm& harm) const {
    if (!harmful || harm.regime < harmful->regime) return true;
    if (harm.regime > harmful->regime || harm.vanished < harmful->vanished) return false;
    return harm.vanished > harmful->vanished || harm.digits > harmful->digits + 1;
}

bool Told::misses(Verdict verdict, double ulps) const {
    return !worst || severity(verdict) > worst->first || (severity(verdict) == worst->first && ulps > clearly * worst->second);
}

}  // namespace lossproof
