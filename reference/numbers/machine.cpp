// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/machine.hpp"

#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/rational.hpp"

#include <utility>

namespace lossproof {
namespace {

struct Scope {
    Format format = Format::f64;
    Grade grade = Grade::recursive;
};
Scope& scope() {
    thread_local Scope current;
    return current;
}

using Terms = std::vector<StableMachine>;

StableMachine recursive(const Terms& terms, std::size_t first, std::size_t last) {
    StableMachine total = 0;
    for (std::size_t j = first; j < last; ++j) total += terms[j];
    return total;
}
StableMachine pairwise(const Terms& terms, std::size_t first, std::size_t last) {
    if (last - first < 3) return recursive(terms, first, last);
    const std::size_t half = first + (last - first) / 2;
    return pairwise(terms, first, half) + pairwise(terms, half, last);
}
StableMachine blocked(const Terms& terms) {
    const auto block = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(terms.size()))));
    Terms parts;
    for (std::size_t j = 0; j < terms.size(); j += block) parts.push_back(recursive(terms, j, std::min(j + block, terms.size())));
    return recursive(parts, 0, parts.size());
}
/// Neumaier 1974: the error of each addition is added up apart.
StableMachine compensated(const Terms& terms) {
    StableMachine total = 0, lost = 0;
    for (const StableMachine& term : terms) {
        const StableMachine next = total + term;
        if (!std::isfinite(next.value())) return recursive(terms, 0, terms.size());
        lost += (abs(total) < abs(term)) == Decision::yes ? (term - next) + total : (total - next) + term;
        total = next;
    }
    return total + lost;
}
StableMachine rounded_once(const Terms& terms) {
    Rational total = 0;
    for (const StableMachine& term : terms) {
        if (!std::isfinite(term.value())) return recursive(terms, 0, terms.size());
        total += Rational::from(term.value());
    }
    return StableMachine(total.rounded(spec(scope().format)), scope().format);
}

}  // namespace

StableScope::StableScope(Format format, Grade grade) : format_(scope().format), grade_(scope().grade) {
    scope() = {.format = format, .grade = grade};
}
StableScope::~StableScope() { scope() = {.format = format_, .grade = grade_}; }

template <Form form> BasicMachine<form> BasicMachine<form>::parameter(std::string_view, double value) requires(form == Form::stable) {
    return {value, scope().format};
}
template <Form form> BasicMachine<form> BasicMachine<form>::sum(const std::vector<BasicMachine>& terms) requires(form == Form::stable) {
    switch (scope().grade) {
    case Grade::exact: return rounded_once(terms);
    case Grade::compensated: return compensated(terms);
    case Grade::pairwise: return pairwise(terms, 0, terms.size());
    case Grade::blocked: return blocked(terms);
    case Grade::recursive: break;
    }
    return recursive(terms, 0, terms.size());
}
template <Form form>
BasicMachine<form> BasicMachine<form>::exact_sum(const std::vector<BasicMachine>& terms) requires(form == Form::stable) {
    return rounded_once(terms);
}
template class BasicMachine<Form::stable>;

double log1pmx_of(double x) {
    if (std::fabs(x) < 0x1p-60) return -(x / 2) * x;  // x²/2 to 2^-60 of itself, where 256 bits would cancel
    const Enclosure256 wide = Enclosure256::from(x);
    // The difference of 256 bits loses as many as x is small; four terms of the series do not, and what follows is beyond 2^-120 of them.
    if (std::fabs(x) < 0x1p-40) return (square(wide) * (wide / 3 - square(wide) / 4 - Enclosure256::from(0.5))).middle();
    return std::isfinite(x) ? (log1p(wide) - wide).middle() : std::log1p(x) - x;
}

}  // namespace lossproof
