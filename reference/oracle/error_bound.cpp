// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/error_bound.hpp"

#include "reference/numbers/rounding_tape.hpp"
#include "reference/oracle/bound_certificate.hpp"
#include "reference/oracle/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace lossproof {
namespace {

/// Loads every datum as an exact step of the tape.
class OnTape : public Evaluator<Rounding> {
public:
    OnTape(const Plan& plan, RoundingTape& tape) : Evaluator(plan), tape_(tape) {}

protected:
    Rounding datum(double value, Index, Index) override { return tape_.datum(value); }

private:
    RoundingTape& tape_;
};

std::string number_text(long double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3Lg", value);
    return buffer;
}

/// `u|y|·(2 + 1.5ℒ + 0.9h)`: each part divided by what it is a multiple of; with y = 0 the parts stand alone.
std::string derivation_of(const ErrorBound& bound, const Arithmetic& arithmetic, Grade grade) {
    const long double size = std::max(std::fabs(bound.lower), std::fabs(bound.upper));
    const long double unit = static_cast<long double>(unit_roundoff(arithmetic.format)) * (size > 0 ? size : 1);
    const ErrorParts& parts = bound.parts;
    std::string terms, where;
    const auto add = [&](const std::string& term) { terms += (terms.empty() ? "" : " + ") + term; };
    if (parts.rounding > 0) add(number_text(parts.rounding / unit));
    if (parts.library > 0) {
        add(number_text(parts.library / unit / arithmetic.library) + "ℒ");
        where += ", ℒ = " + number_text(arithmetic.library);
    }
    for (const auto& sum : parts.sums) {
        const double h = std::max(growth(grade, sum.terms), 1.0);
        const std::string letter = "h(" + number_text(sum.terms) + ")";
        add(number_text(sum.error / unit / h) + letter);
        where += ", " + letter + " = " + number_text(h);
    }
    if (!parts.sums.empty()) where += ", " + std::string(name(grade)) + " sums";
    if (parts.parameters > 0)
        add(number_text(parts.parameters / unit) + " for parameters rounded into " + std::string(name(arithmetic.format)));
    if (parts.underflow > 0) add(number_text(parts.underflow / unit) + " for underflow");
    if (terms.empty()) return "exact: nothing is rounded";
    return std::string(size > 0 ? "u|y|" : "u") + "·(" + terms + ")" + where;
}

}  // namespace

/// One evaluation: its tape and its results.
struct ErrorBounds::Unit {
    Unit(const Plan& plan, const Arithmetic& arithmetic, const lossproof::Unit& unit) : tape(arithmetic), rows(OnTape(plan, tape)(unit)) {}
    RoundingTape tape;
    std::vector<Row<Rounding>> rows;
    std::int32_t swept = -1;  ///< the step whose influence is kept
    RoundingTape::Steps::Influence influence;
    std::map<Grade, ErrorBound> bounds = {};  ///< of that step
};

ErrorBounds::ErrorBounds(const Plan& plan, const Arithmetic& arithmetic) : plan_(plan), arithmetic_(arithmetic) {
    arithmetic_.format = plan.format();
}
ErrorBounds::~ErrorBounds() = default;

ErrorBounds::Unit& ErrorBounds::unit_of(const Plan::Output& output, Index group) {
    const std::pair place(output.gradient, group);
    if (unit_ && place == place_) return *unit_;
    unit_.reset();  // tapes end in the order in which they began
    unit_ = std::make_unique<Unit>(
        plan_, arithmetic_, lossproof::Unit{.gradient = output.gradient, .gathered = output.reduced, .group = output.reduced ? 0 : group});
    place_ = place;
    return *unit_;
}

Rounding ErrorBounds::step_of(const Plan::Output& output, Index index) {
    const Index length = std::max<Index>(plan_.length(output), 1);
    const Unit& unit = unit_of(output, output.reduced ? plan_.groups() : index / length);
    return unit.rows.at(output.slot)[output.reduced ? index : index % length];
}

std::string ErrorBounds::certificate(const Plan::Output& output, Index index) {
    const Rounding step = step_of(output, index);
    const Index length = std::max<Index>(plan_.length(output), 1);
    return certificate_text(unit_of(output, output.reduced ? plan_.groups() : index / length).tape, step);
}

ErrorBound ErrorBounds::of(const Plan::Output& output, Index index, Grade grade) {
    const Index length = std::max<Index>(plan_.length(output), 1);
    const Index group = output.reduced ? plan_.groups() : index / length;
    if (is_special(output, group)) {
        ErrorBound none;
        none.undefined = "a special value: no rounding is involved";
        return none;
    }
    const Rounding step = step_of(output, index);
    Unit& unit = unit_of(output, group);
    if (unit.swept != step.place()) {
        unit.tape.steps().sweep(step, unit.influence);
        unit.swept = step.place();
        unit.bounds.clear();
    }
    const auto known = unit.bounds.find(grade);
    return known != unit.bounds.end() ? known->second : unit.bounds.emplace(grade, swept(unit, step, grade)).first->second;
}

/// From the influence on a step that is kept.
ErrorBound ErrorBounds::swept(Unit& unit, const Rounding& step, Grade grade) const {
    const RoundingTape::Steps& tape = unit.tape.steps();
    const RoundingError error = tape.error_of(step, unit.influence, grade);
    ErrorBound result{.bound = error.parts.total(),
                      .parts = error.parts,
                      .lower = error.exact_lower,
                      .upper = error.exact_upper,
                      .running = tape.of(step).running,
                      .undefined = std::string(error.undefined),
                      .derivation = {}};
    if (result.undefined.empty()) result.derivation = derivation_of(result, arithmetic_, grade);
    return result;
}

bool ErrorBounds::is_special(const Plan::Output& output, Index group) {
    if (output.reduced) return false;
    const std::pair place(output.gradient, group);
    const auto known = special_.find(place);
    return known != special_.end() ? known->second : special_.emplace(place, plan_.special(group, output.gradient)).first->second;
}

long double ErrorBounds::running(const Plan::Output& output, Index index) {
    const Index length = std::max<Index>(plan_.length(output), 1);
    const Index group = output.reduced ? plan_.groups() : index / length;
    if (is_special(output, group)) return 0;
    const Rounding step = step_of(output, index);
    return unit_of(output, group).tape.steps().of(step).running;
}

ErrorBound computed_bound(const Plan& plan, std::string_view output, Index index, Grade grade, double library_ulps) {
    for (const auto& planned : plan.outputs())
        if (planned.name == output)
            return ErrorBounds(plan, {.format = plan.format(), .grade = grade, .library = 2 * library_ulps}).of(planned, index);
    throw UsageError(std::string(plan.operation().name) + " has no output '" + std::string(output) + "' in this case");
}

}  // namespace lossproof
