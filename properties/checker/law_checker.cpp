// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/law_checker.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

double width(const Real& x) { return x.upper() - x.lower(); }

/// Narrower than 2^-100 of itself; or, where the true value is zero, than 2^-200 of the terms that cancelled. A looser
/// rule would call a wrong formula right: two wide enclosures always overlap. Compared as enclosures, for the sizes may
/// lie far outside the doubles.
bool is_decided(const Real& a, const Real& b, const Real& scale) {
    const Real spread = abs(a - b);
    if ((spread == Real(0)) == Decision::yes) return true;
    const auto below = [&](int bits, const Real& size) { return (spread * Real::from(std::ldexp(1.0, bits)) < size) == Decision::yes; };
    return (below(100, abs(a)) && below(100, abs(b))) || below(200, scale);
}

}  // namespace

void LawChecker::note_distance(double found, const Real& a, const Real& b) {
    if (!has_slack_) return;
    const double allowed = (width(a) + width(b)) / 2;
    if (found > 0 && allowed > 0) worst_ = std::max(worst_, found / allowed);
}

void LawChecker::equal(const Real& a, const Real& b, const Real& scale) {
    if (a.is_nan() || b.is_nan()) {
        undecided_ = true;
        return;
    }
    note_distance(std::fabs(a.middle() - b.middle()), a, b);
    if (!overlap(a, b)) refuted_ = true;
    else if (!has_slack_ && !is_decided(a, b, scale)) undecided_ = true;
}

void LawChecker::equal(const Reals& a, const Reals& b) {
    require(a.size() == b.size());
    for (Index j = 0; j < a.size(); ++j) equal(a[j], b[j]);
}

void LawChecker::at_most(const Real& a, const Real& b) {
    const Decision beyond = b < a;
    note_distance(a.middle() - b.middle(), a, b);
    if (beyond == Decision::yes) refuted_ = true;
    else if (!has_slack_ && beyond == Decision::unknown) undecided_ = true;
}

void LawChecker::less(const Real& a, const Real& b) {
    if (has_slack_) return at_most(a, b);
    const Decision below = a < b;
    if (below == Decision::no) refuted_ = true;
    else if (below == Decision::unknown) undecided_ = true;
}

void LawChecker::differ(const Real& a, const Real& b) {
    if (has_slack_ || !overlap(a, b)) return;
    if (a.is_point() && b.is_point()) refuted_ = true;
    else undecided_ = true;
}

}  // namespace lossproof
