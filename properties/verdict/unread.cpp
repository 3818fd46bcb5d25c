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

bool right(const Case& question, const std::string& output, Index index, double got) {
    Certificate certificate(question, {.outputs = {output}});
    const Judgement judgement = measure(certificate, certificate.outputs().front(), index).judge(got);
    return passes(judgement);
}

}  // namespace

bool right_but_for_unread_nan(const Certificate& certificate, const CertifiedOutput& output, Index index, double got) {
    if (!std::isnan(output.answers[index].rounded) || std::isnan(got)) return false;
    const Plan& plan = certificate.plan();
    Case question = without_weightless_rows(plan, output.gradient);
    std::vector<std::pair<double*, Meaning>> places;
    for (const Input& input : plan.operation().inputs)
        if (const auto found = question.inputs.find(input.name); found != question.inputs.end() && !is_factor(input.meaning))
            for (double& value : found->second.values)
                if (std::isnan(value)) places.emplace_back(&value, input.meaning);
    if (places.empty()) return !(question == plan.question()) && right(question, output.name, index, got);
    // Every NaN takes its stand-ins in turn, so that no two of them agree by chance.
    constexpr std::size_t trials = 5;
    for (std::size_t trial = 0; trial < trials; ++trial) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto values = stand_ins(places[i].second);
            *places[i].first = values[(trial + i) % values.size()];
        }
        if (!right(question, output.name, index, got)) return false;
    }
    return true;
}

}  // namespace lossproof
