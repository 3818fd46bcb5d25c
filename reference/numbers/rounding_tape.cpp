// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/rounding_tape.hpp"

#include "reference/numbers/ends.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lossproof {
namespace {

using Steps = RoundingTape::Steps;
using Interval = Steps::Interval;

/// An infinity itself; the ends of what lies beyond binary64 are rounded outwards and differ.
bool infinite(const Interval& x) { return x.is_point() && std::isinf(x.lower()) && x.lower() == x.upper(); }

RoundingTape*& active_tape() {
    thread_local RoundingTape* tape = nullptr;
    return tape;
}

}  // namespace

long double magnitude(const Interval& x) { return std::max(std::fabs(x.lower()), std::fabs(x.upper())); }

long double ErrorParts::total() const {
    long double sum = above(above(rounding + library) + above(parameters + underflow));
    for (const Sum& each : sums) sum = above(sum + each.error);
    return sum;
}
void ErrorParts::add(const ErrorParts& part, long double factor) {
    const auto accumulate = [factor](long double& into, long double error) {
        if (error > 0) into = above(into + above(factor * error));
    };
    accumulate(rounding, part.rounding);
    accumulate(library, part.library);
    accumulate(parameters, part.parameters);
    accumulate(underflow, part.underflow);
    for (const Sum& sum : part.sums) {
        auto same = std::find_if(sums.begin(), sums.end(), [&](const Sum& s) { return s.terms == sum.terms; });
        if (same == sums.end()) same = sums.insert(sums.end(), {.terms = sum.terms, .error = 0});
        accumulate(same->error, sum.error);
    }
}

Steps::Steps(const Arithmetic& a)
    : arithmetic(a), u(unit_roundoff(a.format)), tau(smallest_subnormal(spec(a.format))),
      least_normal(std::ldexp(1.0, spec(a.format).min_exponent)), most(largest(spec(a.format))) {
    slopes = {{.low = 1, .high = 1}, {.low = -1, .high = -1}, {.low = 0, .high = 1}};
    steps.push_back({.kind = "constant", .exact = Interval(0), .box = Interval(0)});
    integers.emplace(0, Rounding());
}

bool Steps::representable_point(const Interval& x) const {
    if (!x.is_point()) return false;
    const auto rounded = x.round_into(spec(arithmetic.format));
    return rounded.decided && (std::isinf(rounded.value) ? infinite(x) : rounded.below == 0 && rounded.above == 0);
}

/// The running error [Higham, §3.3]: wider than what a backward sweep gives, because paths that meet again are added by size.
void Steps::run(Step& step) const {
    step.running = above(step.error + step.underflow);
    if (step.parts >= 0) step.running = above(step.running + parts[static_cast<std::size_t>(step.parts)].total());
    for (auto e = step.first_edge; e < step.last_edge; ++e) {
        const Edge& edge = edges[static_cast<std::size_t>(e)];
        const long double from = steps[static_cast<std::size_t>(edge.from)].running;
        step.running = above(step.running + above(from * slopes[static_cast<std::size_t>(edge.slope)].magnitude()));
    }
    if (step.overflows || step.box.is_nan() || std::isnan(step.running)) step.running = HUGE_VALL;
}

Rounding Steps::push(Step step) {
    run(step);
    steps.push_back(std::move(step));
    return Rounding::at(static_cast<std::int32_t>(steps.size()) - 1);
}

/// From the values that exact operations on admissible values give to those that the step itself may give.
void Steps::widen(Step& step) const {
    const long double radius = above(step.error + step.underflow);
    if (radius > 0) {  // half of binary64's own smallest subnormal is no double: upwards, never to nearest
        const Interval ball = Interval::from(std::nextafter(static_cast<double>(radius), HUGE_VAL));
        step.box = hull(step.box - ball, step.box + ball);
        step.erring = true;
    }
    step.overflows = magnitude(step.box) > most && !infinite(step.box);
    step.erring |= step.overflows;
}

Rounding Steps::append(std::string_view kind, Interval exact, const Interval& box, const std::vector<Parent>& parents,
                       const Allowance& allowance) {
    Step step{.kind = kind, .exact = std::move(exact), .box = box};
    step.cause = allowance.cause;
    step.first_edge = static_cast<std::int32_t>(edges.size());
    step.first_operand = static_cast<std::int32_t>(operands.size());
    for (const Parent& parent : parents) {
        operands.push_back(parent.from.place());
        if (!of(parent.from).erring) continue;
        edges.push_back({.from = parent.from.place(), .slope = static_cast<std::int32_t>(slopes.size())});
        slopes.push_back(long_interval(parent.slope));
        step.erring = true;
    }
    step.last_edge = static_cast<std::int32_t>(edges.size());
    step.last_operand = static_cast<std::int32_t>(operands.size());
    // Operands without error and a result that the format has: nothing is rounded.
    if (allowance.roundings > 0 || allowance.underflows > 0)
        if (!representable_point(box)) {
            const long double size = magnitude(box);
            if (!std::isinf(size)) step.error = above(static_cast<long double>(allowance.roundings) * u * size);
            const double least = box.lower() > 0 ? box.lower() : box.upper() < 0 ? -box.upper() : 0.0;
            if (least < least_normal) step.underflow = static_cast<long double>(allowance.underflows) * tau;
        }
    widen(step);
    return push(std::move(step));
}

/// A step that errs as the worse of two does, and by so much more.
Rounding Steps::push_worse(Step step, const RoundingError& one, const RoundingError& other, long double more, const Rounding& a,
                           const Rounding& b) {
    step.erring = true;
    step.overflows = !one.undefined.empty() || !other.undefined.empty();
    step.parts = static_cast<std::int32_t>(parts.size());
    parts.push_back(one.parts.total() < other.parts.total() ? other.parts : one.parts);
    parts.back().rounding = above(parts.back().rounding + more);
    step.first_operand = static_cast<std::int32_t>(operands.size());
    operands.insert(operands.end(), {a.place(), b.place()});
    step.last_operand = static_cast<std::int32_t>(operands.size());
    return push(std::move(step));
}

Rounding Steps::leaf(std::string_view kind, Interval exact, long double error, Cause cause) {
    Step step{.kind = kind, .exact = exact, .box = exact};
    step.cause = cause;
    step.error = error;
    widen(step);
    return push(std::move(step));
}

RoundingTape::RoundingTape(const Arithmetic& arithmetic) : steps_(new Steps(arithmetic)), outer_(active_tape()) { active_tape() = this; }
RoundingTape::~RoundingTape() {
    if (active_tape() == this) active_tape() = outer_;  // it may end in another thread than the one it was active in
    delete steps_;
}
RoundingTape& RoundingTape::active() {
    if (!active_tape()) throw std::logic_error("a number that counts roundings needs an active tape");
    return *active_tape();
}

Rounding RoundingTape::datum(double value) {
    if (value == 0) return {};
    return steps_->leaf("datum", Interval::from(value), 0);
}

Rounding RoundingTape::parameter(std::string_view name, double value) {
    if (const auto known = steps_->parameters.find(name); known != steps_->parameters.end()) return known->second;
    const Steps& s = *steps_;
    long double error = 0;
    if (!representable(s.arithmetic.format, value))
        error =
            std::max<long double>(static_cast<long double>(s.u) * std::fabs(value), std::fabs(value) < s.least_normal ? s.tau / 2.0L : 0);
    const Rounding number = value == 0 ? Rounding() : steps_->leaf("parameter", Interval::from(value), error, Steps::Cause::parameter);
    steps_->parameters.emplace(name, number);
    return number;
}

long double Steps::sum_error(const Step& step, Grade grade) const {
    if (grade == arithmetic.grade || step.error == 0) return step.error;
    if (grade == Grade::exact) return above(static_cast<long double>(u) * magnitude(step.box));
    const long double any_order = summation_constant(Grade::recursive, step.present, u);
    return above(std::min(any_order, summation_constant(grade, step.terms, u)) * step.size);
}

void Steps::sweep(const Rounding& output, Influence& influence) const {
    const auto last = static_cast<std::size_t>(output.place());
    influence.of.clear();
    influence.undefined = {};
    if (influence.adjoint.size() <= last) {
        influence.adjoint.resize(steps.size());
        influence.reached.resize(steps.size(), 0);
    }
    auto& [of, undefined, adjoint, reached] = influence;
    adjoint[last] = {.low = 1, .high = 1};
    reached[last] = 1;
    for (std::size_t k = last + 1; k-- > 0;) {
        if (!reached[k]) continue;
        reached[k] = 0;
        const Step& step = steps[k];
        if (!step.erring) continue;
        const bool lost = step.box.is_nan() || !adjoint[k].finite();
        if (step.overflows || lost) {
            undefined = lost ? "a quotient or a logarithm may pass through 0" : "a step may overflow";
            std::fill_n(reached.begin(), k, 0);
            return;
        }
        of.push_back({.step = static_cast<std::int32_t>(k), .size = adjoint[k].magnitude()});
        for (auto e = step.first_edge; e < step.last_edge; ++e) {
            const Edge& edge = edges[static_cast<std::size_t>(e)];
            const auto from = static_cast<std::size_t>(edge.from);
            const LongInterval share = edge.slope == one ? adjoint[k] : adjoint[k] * slopes[static_cast<std::size_t>(edge.slope)];
            adjoint[from] = reached[from] ? adjoint[from] + share : share;
            reached[from] = 1;
        }
    }
}

/// The mean value theorem along the segment from no error to the errors made: each step's own error times the greatest size of
/// the derivative by that step, over all admissible values (theory L6).
RoundingError Steps::error_of(const Rounding& output, const Influence& influence, Grade grade) const {
    const Step& final = of(output);
    RoundingError result{
        .parts = {}, .exact_lower = final.exact.lower(), .exact_upper = final.exact.upper(), .undefined = influence.undefined};
    if (final.exact.is_nan()) result.undefined = "the value is not a number";
    if (!result.undefined.empty()) return result;
    for (const auto& [place, size] : influence.of) {
        if (size == 0) continue;
        const Step& step = steps[static_cast<std::size_t>(place)];
        if (step.parts >= 0) result.parts.add(parts[static_cast<std::size_t>(step.parts)], size);
        const auto add = [size = size](long double& into, long double error) {
            if (error > 0) into = above(into + above(size * error));
        };
        add(result.parts.underflow, step.underflow);
        switch (step.cause) {
        case Cause::rounding: add(result.parts.rounding, step.error); break;
        case Cause::library: add(result.parts.library, step.error); break;
        case Cause::parameter: add(result.parts.parameters, step.error); break;
        case Cause::summation: {
            const long double error = sum_error(step, grade);
            if (grade == Grade::exact) add(result.parts.rounding, error);
            else if (error > 0) result.parts.add({.sums = {{.terms = step.terms, .error = error}}}, size);
        }
        }
    }
    if (!std::isfinite(result.parts.total())) result.undefined = "a quotient or a logarithm may pass through 0";
    return result;
}

RoundingError RoundingTape::error_of(const Rounding& output) const {
    steps_->sweep(output, steps_->room);
    return steps_->error_of(output, steps_->room, steps_->arithmetic.grade);
}

}  // namespace lossproof
