// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/certify.hpp"

#include "reference/oracle/condition.hpp"
#include "reference/oracle/error_bound.hpp"
#include "reference/oracle/evaluate.hpp"
#include "reference/oracle/machine_evaluate.hpp"
#include "reference/oracle/row_lanes.hpp"
#include "reference/oracle/subdifferential.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace lossproof {
namespace {

/// The places of one unit's results in the outputs.
struct Target {
    CertifiedOutput* output;
    Index slot;
    Index offset;
};

constexpr int last_precision = 4096;
constexpr int digits = 25;  ///< of the ends in decimal

void store(Answer& answer, std::pair<std::string, std::string>* ends, const auto& value, const FormatSpec& format, int precision,
           bool irrational) {
    if (value.is_nan()) {
        answer = {.rounded = std::numeric_limits<double>::quiet_NaN(), .decided_by = DecidedBy::special, .precision = precision};
        if (ends) *ends = {"nan", "nan"};
        return;
    }
    // A difference of underflows of MPFR itself may straddle zero at every precision. Where all of the last enclosure rounds
    // to zero the answer is zero; only its sign stays open, and +0 is given.
    const auto rounding = irrational ? value.round_open(format) : value.round_into(format);
    answer = {.rounded = rounding.value,
              .below = rounding.below,
              .above = rounding.above,
              .decided_by =
                  rounding.decided || (rounding.vanishes && precision == last_precision) ? DecidedBy::enclosure : DecidedBy::undecided,
              .precision = precision};
    if (ends)
        *ends = value.is_point() && rounding.below == 0 && rounding.above == 0 && std::isfinite(rounding.value)
                    ? std::pair<std::string, std::string>()
                    : std::pair(value.lower_text(digits), value.upper_text(digits));
}

void store(Answer& answer, std::pair<std::string, std::string>* ends, const Rational& value, const FormatSpec& format, int, bool) {
    const double rounded = value.rounded(format);
    answer = {.rounded = rounded, .decided_by = DecidedBy::exact, .precision = 0};
    if (std::isfinite(rounded)) answer.below = value.below(rounded), answer.above = value.above(rounded);
    if (ends) *ends = {value.text(), value.text()};
}

/// A ball decides, or leaves the answer as it is.
void store(Answer& answer, std::pair<std::string, std::string>*, const Ball& value, const FormatSpec& format, int precision, bool) {
    const auto rounding = value.round_into(format);
    if (!rounding.decided) return;
    answer = {.rounded = rounding.value,
              .below = rounding.below,
              .above = rounding.above,
              .decided_by = DecidedBy::enclosure,
              .precision = precision};
}

/// Raise the precision until every component of a unit is decided.
class Ladder {
public:
    Ladder(const Plan& plan, const Unit& unit, std::vector<Target> targets) : plan_(plan), unit_(unit), targets_(std::move(targets)) {}

    void climb() {
        // Decimal ends are told of enclosures of MPFR only.
        const bool ends = std::any_of(targets_.begin(), targets_.end(), [](const Target& t) { return !t.output->ends.empty(); });
        if (!ends && tried<Ball>(ball_precision)) return;
        if (tried<Enclosure128>(128) || tried<Enclosure256>(256)) return;
        if (tried<Rational>(0)) return;
        // What the exact tier could not express is known to be irrational for some operations: no end is the value then.
        const bool irrational = plan_.operation().irrational;
        if (!tried<Enclosure1024>(1024, irrational)) tried<Enclosure4096>(last_precision, irrational);
    }

private:
    template <class T> bool tried(int precision, bool irrational = false) {
        const auto rows = Evaluator<T>(plan_)(unit_);
        bool complete = true;
        for (const Target& target : targets_) {
            const Row<T>& row = rows.at(target.slot);
            for (Index j = 0; j < row.size(); ++j) {
                Answer& answer = target.output->answers.at(target.offset + j);
                if (answer.decided()) continue;
                auto* ends = target.output->ends.empty() ? nullptr : &target.output->ends[target.offset + j];
                try {
                    store(answer, ends, row[j], spec(plan_.format()), precision, irrational);
                } catch (const NotRational&) {
                    // The exact tier has no answer for this component; the next enclosure may.
                }
                complete &= answer.decided();
            }
        }
        return complete;
    }

    const Plan& plan_;
    const Unit unit_;
    const std::vector<Target> targets_;
};

Index size_of(const std::vector<std::int64_t>& shape) {
    Index size = 1;
    for (const auto extent : shape) size *= static_cast<Index>(extent);
    return size;
}

using Wanted = std::vector<std::pair<const Plan::Output*, CertifiedOutput*>>;

/// Lanes of balls tell what they can of a large batch: the groups that they leave open, or nothing if they were not asked. Decimal ends are
/// told of enclosures of MPFR only.
std::optional<std::vector<Index>> open_after_lanes(const Plan& plan, const Wanted& wanted, bool gradient) {
    const bool ends = std::any_of(wanted.begin(), wanted.end(), [](const auto& each) { return !each.second->ends.empty(); });
    if (wanted.empty() || ends || !RowLanes::knows(plan, gradient)) return std::nullopt;
    std::vector<RowLanes::Target> targets;
    for (const auto& [planned, output] : wanted)
        if (!planned->reduced) targets.push_back({.planned = planned, .output = output});
    if (targets.size() < wanted.size()) return std::nullopt;
    return RowLanes(plan, gradient, std::move(targets)).settle();
}

/// Certify every unit of results or of gradients.
void certify_units(const Plan& plan, std::vector<CertifiedOutput>& outputs, bool gradient) {
    Wanted wanted;
    for (auto& output : outputs)
        for (const auto& planned : plan.outputs())
            if (planned.name == output.name && planned.gradient == gradient) wanted.emplace_back(&planned, &output);
    const auto run = [&](Unit unit) {
        std::vector<Target> targets;
        for (const auto& [planned, output] : wanted)
            if (planned->reduced == unit.gathered) {
                const Index per_group = unit.gathered ? 0 : output->answers.size() / plan.groups();
                targets.push_back({.output = output, .slot = planned->slot, .offset = unit.group * per_group});
            }
        if (!targets.empty()) Ladder(plan, unit, std::move(targets)).climb();
    };
    if (const auto open = open_after_lanes(plan, wanted, gradient)) {
        for (const Index g : *open) run({.gradient = gradient, .group = g});
        return;
    }
    run({.gradient = gradient, .gathered = true});
    for (Index g = 0; g < plan.groups(); ++g) run({.gradient = gradient, .group = g});
}

}  // namespace

std::string_view text(DecidedBy how) {
    constexpr std::string_view names[] = {"special", "enclosure", "exact", "undecided"};
    return names[static_cast<std::size_t>(how)];
}

std::pair<std::string, std::string> CertifiedOutput::enclosure(Index index) const {
    const auto& kept = ends.at(index);
    return kept.first.empty() ? decimal_ends(answers[index].rounded, digits) : kept;
}

Certificate::Certificate(const Case& question, Options options) : plan_(question) {
    for (const auto& planned : plan_.outputs()) {
        const auto& names = options.outputs;
        if (!names.empty() && std::find(names.begin(), names.end(), planned.name) == names.end()) continue;
        CertifiedOutput output{.name = planned.name, .shape = planned.shape, .gradient = planned.gradient, .answers = {}, .ends = {}};
        output.answers.resize(size_of(planned.shape));
        if (options.enclosures) output.ends.resize(output.answers.size());
        outputs_.push_back(std::move(output));
    }
    certify_units(plan_, outputs_, false);
    certify_units(plan_, outputs_, true);
}

const CertifiedOutput* Certificate::output(std::string_view name) const {
    for (const auto& output : outputs_)
        if (output.name == name) return &output;
    return nullptr;
}

Certificate::Place Certificate::place_of(const Plan::Output& planned, Index index) const {
    if (planned.reduced) return {.group = plan_.groups(), .within = index};
    const Index per_group = size_of(planned.shape) / plan_.groups();
    return {.group = index / per_group, .within = index % per_group};
}

double Certificate::kept(Conditions& conditions, ConditionsOf compute, std::string_view name, Index index) {
    for (const auto& planned : plan_.outputs()) {
        if (planned.name != name) continue;
        const Place place = place_of(planned, index);
        auto& kappas = conditions[{planned.name, place.group}];
        if (kappas.empty())
            kappas = compute(plan_, {.gradient = planned.gradient, .gathered = planned.reduced, .group = planned.reduced ? 0 : place.group},
                             planned.slot);
        return kappas.at(place.within);
    }
    return 0;
}

double Certificate::condition(std::string_view name, Index index) { return kept(conditions_, conditions_of, name, index); }

/// Who asks for κ over differences asks for κ as well, and one recording serves both.
double Certificate::gap_condition(std::string_view name, Index index) {
    for (const auto& planned : plan_.outputs()) {
        if (planned.name != name) continue;
        const Place place = place_of(planned, index);
        const std::pair unit(planned.name, place.group);
        auto& over_gaps = gap_conditions_[unit];
        if (over_gaps.empty())
            std::tie(conditions_[unit], over_gaps) = both_conditions_of(
                plan_, {.gradient = planned.gradient, .gathered = planned.reduced, .group = planned.reduced ? 0 : place.group},
                planned.slot);
        return over_gaps.at(place.within);
    }
    return 0;
}

std::optional<Enclosure256> Certificate::subdifferential(std::string_view name, Index index) {
    if (!subdifferentials_) subdifferentials_ = std::make_shared<Subdifferentials>(plan_);
    return subdifferentials_->of(name, index);
}

ErrorBounds& Certificate::bounds() {
    if (!bounds_) bounds_ = std::make_shared<ErrorBounds>(plan_, Arithmetic{.format = plan_.format(), .grade = Grade::recursive});
    return *bounds_;
}

ErrorBound Certificate::computed_bound(std::string_view name, Index index, Grade grade) {
    for (const auto& planned : plan_.outputs())
        if (planned.name == name) return bounds().of(planned, index, grade);
    ErrorBound none;
    none.undefined = "no such output";
    return none;
}

long double Certificate::running_bound(std::string_view name, Index index) {
    for (const auto& planned : plan_.outputs())
        if (planned.name == name) return bounds().running(planned, index);
    return HUGE_VALL;
}

const std::vector<double>& Certificate::stable_values(const std::string& name) {
    const auto [found, fresh] = stable_.try_emplace(name);
    if (fresh) found->second = lossproof::stable_values(plan_, name);
    return found->second;
}

/// Σ|terms| of one group: what the entry says of it, else the size of its only term.
double Certificate::magnitude_of_group(Index group) const {
    if (plan_.ignored(group)) return 0;
    const auto rows = Evaluator<Enclosure128>(plan_)({.group = group});
    const bool told = rows.size() > plan_.operation().results.size();
    return std::fabs((told ? rows.back() : rows.front())[0].middle());
}

double Certificate::magnitude(std::string_view name, Index index) {
    for (const auto& planned : plan_.outputs()) {
        if (planned.name != name || planned.gradient || !plan_.operation().answers_number() || planned.slot > 0) continue;
        const Index group = place_of(planned, index).group;
        const auto [found, fresh] = magnitudes_.try_emplace(group, 0);
        if (!fresh) return found->second;
        if (!planned.reduced) return found->second = magnitude_of_group(group);
        for (Index g = 0; g < plan_.groups(); ++g) found->second += magnitude_of_group(g);
        const auto number = [](double v) { return Enclosure128::from(v); };
        if (plan_.reduction().divides()) found->second /= std::fabs(plan_.reduction().divisor<Enclosure128>(number).middle());
        return found->second;
    }
    return std::fabs(output(name)->answers[index].rounded);
}

}  // namespace lossproof
