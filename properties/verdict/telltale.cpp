// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/telltale.hpp"

#include "properties/verdict/constants.hpp"
#include "properties/verdict/measure.hpp"
#include "properties/verdict/sighting.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

bool is_judged_against(Meaning meaning) {
    switch (meaning) {
    case Meaning::class_index:
    case Meaning::sign:
    case Meaning::target:
    case Meaning::unit_target:
    case Meaning::soft_label:
    case Meaning::binary_label:
    case Meaning::position: return true;
    default: return false;
    }
}
bool is_probability(Meaning meaning) { return meaning == Meaning::distribution || meaning == Meaning::probability; }

/// What is known of one wrong number, and of what was read for it.
struct Scene {
    const Plan& plan;
    const CertifiedOutput& output;
    std::span<const double> all;
    double truth, got, error, u;
    double size = 1;  ///< max(1, |x|)
    bool infinite = false, zero_probability = false, logits = false, probabilities = false, labels = false;

    Scene(const Plan& of, const CertifiedOutput& out, Index index, std::span<const double> answers)
        : plan(of), output(out), all(answers), truth(out.answers.at(index).rounded), got(answers[index]), error(std::fabs(got - truth)),
          u(unit_roundoff(of.format())) {
        for (const Index g : groups_behind(plan, output.name, index)) read(plan.load_doubles(g));
        for (const Input& input : plan.operation().inputs) labels |= is_judged_against(input.meaning);
    }
    bool of_scores() const { return output.name.starts_with("d_") && logits; }
    /// Is an exponential of the scores out of range, or a square of the numbers?
    bool exponent_leaves() const { return logits && size > std::log(largest(spec(plan.format()))); }
    bool square_leaves() const { return !logits && size > std::sqrt(largest(spec(plan.format()))); }
    bool second_order() const { return output.name.starts_with("J_") || output.name.starts_with("H_"); }

private:
    void read(const Group<double>& data) {
        for (std::size_t i = 0; i < data.inputs.size(); ++i) {
            const Meaning meaning = plan.operation().inputs[i].meaning;
            logits |= meaning == Meaning::logit || meaning == Meaning::log_probability;
            probabilities |= is_probability(meaning);
            for (const double x : data.inputs[i].values) {
                infinite |= std::isinf(x);
                zero_probability |= x == 0 && (is_probability(meaning) || meaning == Meaning::unit_target);
                zero_probability |= x == 1 && meaning == Meaning::probability;
                if (std::isfinite(x)) size = std::max(size, std::fabs(x));
            }
        }
    }
};

Telltale not_finite(const Scene& s) {
    if (std::isnan(s.got)) {
        if (s.infinite) return {&causes::infinite_difference, "∞ − ∞ or 0·∞ of infinite data"};
        if (s.zero_probability) return {&causes::zero_log_zero, "0·log 0 or 0/0 where a probability is 0, or 1"};
        if (s.exponent_leaves()) return {&causes::early_exponential, "∞/∞ or 0/0 on the way: an exponential before the shift"};
        if (s.square_leaves()) return {&causes::early_product, "∞/∞ or 0/0 on the way: a square or a product before the scaling"};
        return {&causes::not_a_number, "∞ − ∞, 0·∞ or 0/0 on the way"};
    }
    const double last = largest(spec(s.plan.format()));
    const Reduction& reduction = s.plan.reduction();
    if (reduction.divides() && std::fabs(s.truth) > last / reduction.divisor_size())
        return {&causes::sum_overflow, "overflow of the sum that is divided afterwards"};
    if (s.zero_probability) return {&causes::zero_log_zero, "a logarithm of 0, or a division by 0, that the limit does not have"};
    if (s.exponent_leaves()) return {&causes::early_exponential, "overflow on the way: an exponential before the shift"};
    // No exponential overflows yet, but 1 − σ(x) rounds to 0, and the truth is of the exponent's size.
    if (s.logits && s.size > -std::log(s.u) / 2 && std::fabs(s.truth) <= 2 * s.size)
        return {&causes::log_of_rounded, "the logarithm of a probability that was rounded to 0"};
    return {&causes::early_product, "overflow on the way: a square, a product or a sum before the scaling"};
}

/// A constant factor between answer and truth, as slips with reductions, halves and bases leave it.
Telltale factor_between(const Scene& s) {
    // A narrow format has every ratio somewhere within 64 roundings.
    const auto slip = known_factor(s.plan, s.got / s.truth, std::min(64 * s.u, 1.0 / 64));
    return slip ? Telltale{slip->cause, slip->name} : Telltale{};
}

/// Several entries that end where binary32 ends, each with more digits than chance or a simple fraction has.
bool narrow(const Scene& s) {
    if (s.plan.format() != Format::f64) return false;
    std::size_t short_ones = 0;
    for (Index i = 0; i < s.all.size(); ++i) {
        const double got = s.all[i], truth = s.output.answers[i].rounded;
        if (!std::isfinite(got) || significant_bits(got) < 12 || round_to(Format::f32, truth) == truth) continue;
        if (round_to(Format::f32, got) != got) return false;
        ++short_ones;
    }
    return short_ones >= 2;
}

/// How many entries are 0 that are not.
std::size_t vanished(const Scene& s) {
    std::size_t count = 0;
    for (Index i = 0; i < s.all.size(); ++i) count += s.all[i] == 0 && s.output.answers[i].rounded != 0;
    return count;
}

/// A few roundings of numbers of the inputs' size, or of 1, on an answer that is much smaller: a difference cancelled.
Telltale cancelled(const Scene& s) {
    const std::size_t zeros = vanished(s);
    const std::string how = zeros >= 2 ? "total cancellation: " + std::to_string(zeros) + " entries came out as 0"
                                       : "the error is that of a few roundings of numbers near " + std::string(s.size > 4 ? "|x|" : "1");
    if (s.second_order()) return {&causes::product, how};
    if (s.of_scores()) return {s.labels ? &causes::residual : &causes::product, how};
    if (s.output.gradient || !s.logits) return {&causes::cancellation, how};
    return {s.error <= 2 * s.u ? &causes::log_not_log1p : &causes::large_difference, how};
}

/// A power of ten as people write them for an ε, as a logarithm of 1 + ε leaves it.
bool is_epsilon(double x) {
    const double power = std::log10(std::fabs(x));
    return power < -2.5 && power > -16.5 && std::fabs(power - std::round(power)) < 1e-3;
}

/// An answer that the error's size explains, or does not.
Telltale by_size(const Scene& s) {
    const double y = std::fabs(s.truth), few = 8 * s.u * s.size;
    if (s.error <= few && y < s.size / 4 && s.error > 16 * s.u * y) return cancelled(s);
    const bool probability = (s.logits || s.probabilities) && !s.output.gradient && y > 0.5;
    if (probability && s.error > 16 * s.u * y && std::fabs(std::exp(-std::fabs(s.got)) - std::exp(-y)) <= 4 * s.u)
        return {&causes::log_of_rounded, "exp of the answer is right as a probability: its logarithm was taken after the rounding"};
    if (s.exponent_leaves() && s.error > y / 4)
        return {&causes::early_exponential, "nothing is right where an exponential before the shift overflows"};
    if (y == 0 && is_epsilon(s.got)) return {&causes::clip, "an ε is left where the answer is 0"};
    if (std::fabs(s.got) <= s.u * y)
        return {&causes::clip, "nothing is left of an answer that is not small: a clip, a floor or a threshold"};
    if (auto slip = factor_between(s); slip.cause != &causes::unexplained) return slip;
    const bool limit = std::fabs(s.got) == 1 || std::fabs(s.got) == s.size;
    if (limit && y > s.size / 2) return {&causes::threshold, "the answer is the limit itself, too early"};
    if (s.logits && s.size > 2 && s.error <= 4 * s.u * s.size * y && s.error > 16 * s.u * y)
        return {&causes::rounded_argument, "the relative error is u times the size of the exponent"};
    if (s.error <= 64 * s.u * y) return {&causes::roundings, "a few roundings more than the stable form makes"};
    return {};
}

}  // namespace

bool exponent_leaves(const Plan& plan, const CertifiedOutput& output, Index index, std::span<const double> got) {
    return Scene(plan, output, index, got).exponent_leaves();
}

Telltale telltale(const Plan& plan, const CertifiedOutput& output, Index index, std::span<const double> got) {
    const Scene s(plan, output, index, got);
    const double least_normal = std::ldexp(1.0, spec(plan.format()).min_exponent);
    if (!std::isfinite(s.got)) return not_finite(s);
    if (s.got == 0 && s.truth != 0 && std::fabs(s.truth) < least_normal)
        return {&causes::underflow, "flush to zero: a subnormal result is lost"};
    if (std::isnan(s.truth)) return {&causes::lost_nan, "a number where a NaN was read"};
    if (!std::isfinite(s.truth)) return {&causes::clip, "a finite answer where the truth is infinite: a clip or a floor"};
    if (narrow(s)) return {&causes::narrow, "computed or accumulated in float32"};
    return by_size(s);
}

}  // namespace lossproof
