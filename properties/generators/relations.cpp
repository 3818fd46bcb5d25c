// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/rows.hpp"
#include "properties/generators/sketch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

using Numbers = std::vector<double>;

Numbers row_of(const Tensor& tensor, std::int64_t row) {
    const auto length = tensor.columns();
    return Numbers(tensor.values.begin() + row * length, tensor.values.begin() + (row + 1) * length);
}
void set_row(Tensor& tensor, std::int64_t row, const Numbers& values) {
    std::copy(values.begin(), values.end(), tensor.values.begin() + row * tensor.columns());
}

/// Distributions p ≈ q, targets ≈ what the logits predict, predictions ≈ targets.
void nearly_equal(Sketch& s) {
    Tensor* logits = s.first(Meaning::logit);
    Tensor* p = s.first(Meaning::distribution);
    Tensor* q = s.first(Meaning::distribution, 1);
    for (std::int64_t row = 0; p && (q || logits) && row < p->rows(); ++row)
        if (q) set_row(*q, row, perturbed(s.format, row_of(*p, row), s.dice));
        else set_row(*p, row, perturbed(s.format, met_target(s.format, row_of(*logits, row)), s.dice));
    // A soft label is a choice, no measured datum of κ: one that meets the prediction to its last digit asks for more digits than an honest
    // σ(z) − y has.
    if (Tensor* target = logits ? s.first(Meaning::unit_target) : s.first_share()) {
        Tensor* guess = logits ? logits : s.first(Meaning::probability);
        for (std::size_t i = 0; guess && i < target->values.size(); ++i)
            if (logits) target->values[i] = std::clamp(jittered(s.format, met_target(s.format, logits->values[i]), s.dice), 0.0, 1.0);
            else guess->values[i] = std::min(perturbed(s.format, {target->values[i]}, s.dice)[0], 1.0);
    }
    if (s.traits.residual) s.first(Meaning::prediction)->values = perturbed(s.format, s.first(Meaning::target)->values, s.dice);
}

/// Residuals of 0 and ±delta, margins just met, each one ulp to either side as well.
void on_the_kink(Sketch& s) {
    Tensor* prediction = s.first(Meaning::prediction);
    Tensor* target = s.first(Meaning::target);
    const Tensor* sign = s.first(Meaning::sign);
    const double delta = s.parameter("delta", 1), margin = s.parameter("margin", 1);
    for (std::size_t i = 0; prediction && i < prediction->values.size(); ++i) {
        if (target) {
            if (s.dice.chance(70)) target->values[i] = s.dice.chance(50) ? 0.0 : s.dice.whole(-16, 16) / 8.0;
            const double residual = s.dice.one_of({0.0, delta, -delta, delta});
            prediction->values[i] = jittered(s.format, target->values[i] + residual, s.dice);
        } else if (sign && s.dice.chance(80)) {
            prediction->values[i] = jittered(s.format, sign->values[i] * margin, s.dice);
        }
    }
}

/// θ ≈ ηg for steps; neighbours of opposite sign in every other sum.
void nearly_cancelling(Sketch& s) {
    if (s.traits.step) {
        Tensor *theta = s.first(Meaning::parameter), *grad = s.first(Meaning::gradient);
        for (std::size_t i = 0; i < theta->values.size(); ++i)
            theta->values[i] = jittered(s.format, s.parameter("learning_rate", 1) * grad->values[i], s.dice);
        return;
    }
    for (const Input& input : s.operation.inputs) {
        if (!is_plain(input.meaning) && input.meaning != Meaning::target) continue;
        Tensor* tensor = s.tensor(input.name);
        for (std::size_t j = 1; tensor && j < tensor->values.size(); j += 2)
            tensor->values[j] = -jittered(s.format, tensor->values[j - 1] * (1 + s.dice.magnitude(-52, -4)), s.dice);
    }
}

void move_residuals(Sketch& s) {
    const double largest_offset = std::min(53, spec(s.format).max_exponent - 2);
    const double common = s.dice.sign() * s.dice.magnitude(-10, static_cast<int>(largest_offset));
    for (Tensor* tensor : {s.first(Meaning::prediction), s.first(Meaning::target)})
        for (double& v : tensor->values) v = fitted(s.format, v + common);
}

/// Losses near the largest number, and for those that square near its root: their sum overflows, their mean does not.
void overflow_in_sums(Sketch& s) {
    if (s.traits.reductions) s.drawn.parameters["reduction"] = "mean";
    const double top = s.number == 0 ? largest(spec(s.format)) : std::sqrt(largest(spec(s.format)));
    const auto near_top = [&] { return fitted(s.format, top * s.dice.between(0.75, 1)); };
    if (s.traits.residual) {
        for (double& v : s.first(Meaning::prediction)->values) v = s.dice.sign() * near_top();
        for (double& v : s.first(Meaning::target)->values) v = 0;
        return;
    }
    Tensor& logits = *s.first(Meaning::logit);
    const Tensor* label = s.first(Meaning::class_index);
    for (std::int64_t row = 0; row < logits.rows(); ++row) {
        Numbers z(static_cast<std::size_t>(logits.columns()), 0);
        // A label to be ignored may be negative, and then any place will do.
        const std::size_t asked =
            label ? static_cast<std::size_t>(std::max(0.0, label->values[static_cast<std::size_t>(row)])) : static_cast<std::size_t>(row);
        z[(asked + 1) % z.size()] = near_top();
        set_row(logits, row, z);
    }
}

}  // namespace

void relate(Sketch& s) {
    switch (s.region) {
    case Region::saturated:
        if (s.overflows_in_sums()) overflow_in_sums(s);
        return;
    case Region::near_equal: return nearly_equal(s);
    case Region::near_kink: return on_the_kink(s);
    case Region::cancelling: return nearly_cancelling(s);
    case Region::huge_offset:
        if (s.traits.residual) move_residuals(s);
        return;
    case Region::subnormal:
    case Region::tiny_variance:
        if (s.traits.residual && s.dice.chance(50)) nearly_equal(s);
        return;
    default: return;
    }
}

void make_special(Sketch& s) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double top = largest(spec(s.format));
    std::vector<Tensor*> floats;
    for (auto& [name, tensor] : s.drawn.inputs)
        if (!tensor.integral && !tensor.values.empty()) floats.push_back(&tensor);
    if (floats.empty()) return;
    for (int i = s.dice.whole(1, 3); i > 0; --i) {
        Tensor& tensor = *floats[s.dice.whole(0, static_cast<int>(floats.size()) - 1)];
        const double value =
            s.dice.one_of({infinity, infinity, -infinity, -infinity, 0.0, -0.0, 1.0, top, -top, std::numeric_limits<double>::quiet_NaN()});
        tensor.values[s.dice.whole(0, static_cast<int>(tensor.values.size()) - 1)] = value;
    }
}

}  // namespace lossproof
