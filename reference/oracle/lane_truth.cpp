// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/lane_truth.hpp"

#include "reference/numbers/lane_runs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

using State = LaneAnswers::State;

Formula<Lanes> formula_of(const Operation& operation, bool gradient) {
    return std::get<Formula<Lanes>>(gradient ? operation.gradient : operation.value);
}
bool has_lanes(const Plan& plan) {
    return plan.groups() > 0 && spec(plan.format()).precision <= 24 && plan.reduction() == Reduction::none && plan.reduction().plain() &&
           formula_of(plan.operation(), false);
}

}  // namespace

/// Evaluates one formula over all elements: first a lane for every run of neighbours, which settles those that round to one number, as all
/// do where a function is flat; then a lane for every element of the other runs.
class LaneTruth::Pass {
public:
    struct Target {
        LaneAnswers* answers;
        Index slot;
    };
    Pass(const Plan& plan, bool gradient, std::vector<Target> targets)
        : plan_(plan), formula_(formula_of(plan.operation(), gradient)), targets_(std::move(targets)), special_(plan, gradient),
          group_(plan.load<Lanes>(
              0, [](double, Index, Index) { return Lanes(0); }, [](double v) { return Lanes::from(v); })) {}

    void answer(std::span<const double> x) {
        Index from = 0;
        if (!special_.ruled())
            for (; from + run_length * Lanes::count <= x.size(); from += run_length * Lanes::count) answer_runs(x, from);
        for (; from < x.size(); from += Lanes::count) answer_elements(x, from, std::min(Lanes::count, x.size() - from));
    }

private:
    /// Elements at which a formula is not asked: those that are no numbers, outside of the domain, or have a limit of their own.
    class Specials {
    public:
        Specials(const Plan& plan, bool gradient)
            : plan_(plan), gradient_(gradient), data_(plan.load_doubles(0)), ruled_(plan.has_rules(gradient)) {}

        bool ruled() const { return ruled_; }
        /// What is known without the formula; `decided` where the formula tells.
        State operator()(double x) {
            if (!ruled_ && !std::isnan(x)) return State::decided;
            data_.inputs[0].values[0] = x;
            if (plan_.undefined(data_)) return State::special;
            return plan_.limit(data_, gradient_) ? State::open : State::decided;
        }

    private:
        const Plan& plan_;
        bool gradient_;
        Group<double> data_;
        bool ruled_;
    };

    using Rounded = std::array<double, Lanes::count>;
    std::vector<Rounded> evaluated(const Lanes& x) {
        group_.inputs[0].values[0] = x;
        const auto rows = formula_(group_);
        std::vector<Rounded> rounded(targets_.size());
        for (Index t = 0; t < targets_.size(); ++t) rows[targets_[t].slot][0].round_into(spec(plan_.format()), rounded[t]);
        return rounded;
    }

    void answer_runs(std::span<const double> x, Index from) {
        const auto rounded = evaluated(around_runs(x.subspan(from, run_length * Lanes::count), run_length));
        Index waiting = x.size();  // a run that is not settled waits for another: two fill the lanes
        static_assert(2 * run_length == Lanes::count);
        for (Index run = 0; run < Lanes::count; ++run) {
            const Index first = from + run * run_length;
            const bool settled = std::all_of(rounded.begin(), rounded.end(), [&](const Rounded& r) { return r[run] == r[run]; });
            if (settled) {
                for (Index t = 0; t < targets_.size(); ++t) {
                    std::fill_n(targets_[t].answers->states.begin() + static_cast<std::ptrdiff_t>(first), run_length, State::decided);
                    std::fill_n(targets_[t].answers->rounded.begin() + static_cast<std::ptrdiff_t>(first), run_length, rounded[t][run]);
                }
            } else if (waiting == x.size()) {
                waiting = first;
            } else {
                answer_two_runs(x, waiting, first);
                waiting = x.size();
            }
        }
        if (waiting != x.size()) answer_elements(x, waiting, run_length);
    }
    void answer_two_runs(std::span<const double> x, Index first, Index second) {
        double both[Lanes::count];
        std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(first), run_length, both);
        std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(second), run_length, both + run_length);
        const auto rounded = evaluated(Lanes::exactly_these(both));
        take(x, rounded, first, 0, run_length);
        take(x, rounded, second, run_length, run_length);
    }
    void answer_elements(std::span<const double> x, Index from, Index n) {
        take(x, evaluated(Lanes::exactly_these(x.subspan(from, n))), from, 0, n);
    }

    /// What lanes from `lane` on say of the elements from `from` on.
    void take(std::span<const double> x, const std::vector<Rounded>& rounded, Index from, Index lane, Index n) {
        for (Index i = 0; i < n; ++i) {
            const State known = special_(x[from + i] + 0.0);
            for (Index t = 0; t < targets_.size(); ++t) {
                const double y = known == State::decided ? rounded[t][lane + i] : std::numeric_limits<double>::quiet_NaN();
                targets_[t].answers->states[from + i] = known == State::decided && y != y ? State::open : known;
                targets_[t].answers->rounded[from + i] = y;
            }
        }
    }

    const Plan& plan_;
    Formula<Lanes> formula_;
    std::vector<Target> targets_;
    Specials special_;
    Group<Lanes> group_;
};

LaneTruth::LaneTruth(const Plan& plan) {
    if (!has_lanes(plan)) return;
    for (const auto& output : plan.outputs()) answers_.push_back({.name = output.name, .states = {}, .rounded = {}});
    for (const bool gradient : {false, true}) {
        std::vector<Pass::Target> targets;
        for (Index o = 0; o < answers_.size(); ++o)
            if (plan.outputs()[o].gradient == gradient) targets.push_back({.answers = &answers_[o], .slot = plan.outputs()[o].slot});
        if (!targets.empty()) passes_.push_back(std::make_unique<Pass>(plan, gradient, std::move(targets)));
    }
}
LaneTruth::~LaneTruth() = default;

const std::vector<LaneAnswers>& LaneTruth::at(std::span<const double> x) {
    for (LaneAnswers& answers : answers_) {
        answers.states.resize(x.size());
        answers.rounded.resize(x.size());
    }
    for (const auto& pass : passes_) pass->answer(x);
    return answers_;
}

}  // namespace lossproof
