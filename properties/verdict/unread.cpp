// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/unread.hpp"

#include "properties/verdict/measure.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace lossproof {
namespace {

/// Numbers that may stand in a NaN's place: the answer must not depend on which.
std::span<const double> stand_ins(Meaning meaning) {
    static constexpr double shares[] = {0.125, 0.5, 1}, positive[] = {0.25, 1, 4}, negative[] = {-0.25, -1, -4},
                            any[] = {-1, 0, 1, -100, 100};
    switch (range_of(meaning)) {
    case Range::unit: return shares;
    case Range::not_negative: return positive;
    case Range::not_positive: return negative;
    default: return any;
    }
}

}  // namespace

bool weighs_nothing(const Plan& plan, Index group, bool gradient) {
    const auto constant = [](double v) { return Enclosure128::from(v); };
    const Enclosure128 weighted = plan.reduction().weighted(group, Enclosure128(1), constant);
    return exactly_zero(gradient ? plan.reduction().followed(group, weighted, constant) : weighted);
}

namespace {

/// The case with ordinary numbers in the rows that weigh nothing.
Case without_weightless_rows(const Plan& plan, bool gradient) {
    Case question = plan.question();
    for (Index group = 0; group < plan.groups(); ++group) {
        if (plan.ignored(group) || !weighs_nothing(plan, group, gradient)) continue;
        for (Index i = 0; i < plan.operation().inputs.size(); ++i) {
            const Input& input = plan.operation().inputs[i];
            const Layout::Slot& slot = plan.layout().slots()[i];
            if (!slot.tensor || slot.shared || is_factor(input.meaning) || is_integral(input.meaning)) continue;
            const auto first =
                question.inputs.find(input.name)->second.values.begin() + static_cast<std::ptrdiff_t>(plan.layout().offset(slot, group));
            std::fill_n(first, slot.length, input.meaning == Meaning::log_probability ? -0.5 : 0.5);
        }
    }
    return question;
}

}  // namespace

UnreadNan::UnreadNan(const Plan& plan, const CertifiedOutput& output)
    : output_(output.name), question_(without_weightless_rows(plan, output.gradient)), changed_(!(question_ == plan.question())) {
    for (const Input& input : plan.operation().inputs) {
        const auto found = question_.inputs.find(input.name);
        if (found == question_.inputs.end() || is_factor(input.meaning)) continue;
        for (std::size_t i = 0; i < found->second.values.size(); ++i)
            if (std::isnan(found->second.values[i])) places_.push_back({std::string(input.name), i, input.meaning});
    }
}

/// Every NaN takes its stand-ins in turn, so that no two of them agree by chance.
Case UnreadNan::with_stand_ins(std::size_t trial) const {
    Case question = question_;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const auto values = stand_ins(places_[i].meaning);
        question.inputs.find(places_[i].input)->second.values[places_[i].index] = values[(trial + i) % values.size()];
    }
    return question;
}

bool UnreadNan::right(std::size_t trial, Index index, double got) {
    if (trials_.size() == trial)
        trials_.push_back(std::make_unique<Certificate>(with_stand_ins(trial), Certificate::Options{.outputs = {output_}}));
    Certificate& certificate = *trials_[trial];
    return passes(measure(certificate, certificate.outputs().front(), index).judge(got));
}

bool UnreadNan::allows(Index index, double got) {
    if (std::isnan(got)) return false;
    if (places_.empty()) return changed_ && right(0, index, got);
    constexpr std::size_t trials = 5;
    for (std::size_t trial = 0; trial < trials; ++trial)
        if (!right(trial, index, got)) return false;
    return true;
}

}  // namespace lossproof
