// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/coprime.hpp"

#include <map>

namespace lossproof::mpq {
namespace {

/// Split the base until no two members have a common factor: gcds alone, no factoring.
void refine(std::vector<Integer>& base, Integer fresh) {
    for (std::size_t i = 0; i < base.size() && fresh != 1; ++i) {
        const Integer common = gcd(base[i], fresh);
        if (common == 1) continue;
        const Integer old = base[i] / common;
        fresh /= common;
        base[i] = common;
        // The parts may share factors with each other and with members before: take them up one by one.
        if (old != 1) {
            base.erase(base.begin() + static_cast<std::ptrdiff_t>(i));
            refine(base, common);
            refine(base, old);
            i = static_cast<std::size_t>(-1);
        } else {
            --i;  // base[i] divides fresh perhaps once more
        }
    }
    if (fresh != 1) base.push_back(std::move(fresh));
}

/// How often the member divides the integer.
int multiplicity(const Integer& member, Integer integer) {
    int times = 0;
    for (; integer % member == 0; integer /= member) ++times;
    return times;
}

std::vector<Quotient> coefficients(const std::vector<LogTerm>& terms, const std::vector<Integer>& base) {
    std::vector<Quotient> result(base.size(), Quotient(0));
    for (const LogTerm& term : terms)
        for (std::size_t j = 0; j < base.size(); ++j)
            result[j] +=
                term.coefficient * (multiplicity(base[j], numerator(term.argument)) - multiplicity(base[j], denominator(term.argument)));
    return result;
}

std::vector<Integer> base_of(const std::vector<LogTerm>& terms, std::vector<Integer> base = {}) {
    for (const LogTerm& term : terms) {
        refine(base, numerator(term.argument));
        refine(base, denominator(term.argument));
    }
    return base;
}

}  // namespace

std::vector<LogTerm> coprime(const std::vector<LogTerm>& terms) {
    if (terms.empty()) return {};
    // Equal arguments first: a row of a thousand entries has often few different ones.
    std::map<Quotient, Quotient> merged;
    for (const LogTerm& term : terms) merged[term.argument] += term.coefficient;
    std::vector<LogTerm> distinct;
    for (const auto& [argument, coefficient] : merged)
        if (coefficient != 0) distinct.push_back({.coefficient = coefficient, .argument = argument});
    if (distinct.size() > 256) return distinct;  // too dear to ask; then nothing is claimed to cancel
    const auto base = base_of(distinct);
    const auto total = coefficients(distinct, base);
    std::vector<LogTerm> result;
    for (std::size_t j = 0; j < base.size(); ++j)
        if (total[j] != 0) result.push_back({.coefficient = total[j], .argument = Quotient(base[j])});
    return result;
}

std::optional<Quotient> ratio(const std::vector<LogTerm>& a, const std::vector<LogTerm>& b) {
    const auto base = base_of(b, base_of(a));
    const auto above = coefficients(a, base), below = coefficients(b, base);
    std::optional<Quotient> found;
    for (std::size_t j = 0; j < base.size(); ++j) {
        if (below[j] == 0 && above[j] == 0) continue;
        if (below[j] == 0 || (found && *found * below[j] != above[j])) return std::nullopt;
        found = above[j] / below[j];
    }
    return found;
}

}  // namespace lossproof::mpq
