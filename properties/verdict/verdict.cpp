// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/verdict.hpp"

#include "properties/verdict/bound.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// |got − y| from y = rounded + residual; long double so that f64 neighbours subtract exactly. The residual's middle is
/// used: an enclosure of 128 bits leaves a width that no bound can see.
struct Distance {
    long double error, truth;
};
Distance distance(const Answer& answer, double got) {
    const long double residual = (static_cast<long double>(answer.below) + answer.above) / 2;
    return {.error = std::fabs((static_cast<long double>(got) - answer.rounded) - residual), .truth = std::fabs(answer.rounded + residual)};
}

double ulp_of(const FormatSpec& format, long double truth) {
    const int exponent = truth == 0 ? format.min_exponent : std::max(std::ilogb(truth), format.min_exponent);
    return std::ldexp(1.0, std::min(exponent, format.max_exponent) - format.precision + 1);
}

/// Near underflow each rounding that may underflow is worth one smallest subnormal (theory L9).
double underflow_slack(const Setting& setting, long double truth) {
    const FormatSpec& format = spec(setting.format);
    return truth < std::ldexp(1.0, format.min_exponent + 1) ? smallest_subnormal(format) * setting.terms * setting.rows : 0;
}

/// The other number of the format next to the truth, if the truth is no number of the format.
std::optional<double> other_side(const FormatSpec& format, const Answer& answer) {
    if (std::isinf(answer.rounded)) return std::copysign(largest(format), answer.rounded);  // an overflow of the rounding
    if (answer.below > 0) return neighbour(format, answer.rounded, +1);
    if (answer.above < 0) return neighbour(format, answer.rounded, -1);
    return std::nullopt;
}

Judgement graded(const Setting& setting, BoundRule rule, const Truth& truth, double got) {
    const FormatSpec& format = spec(setting.format);
    const double u = unit_roundoff(setting.format);
    const Distance d = distance(truth.answer, got);
    const long double error = d.error <= underflow_slack(setting, d.truth) ? 0 : d.error;

    Judgement result;
    result.alpha = d.truth == 0 ? HUGE_VAL : static_cast<double>(error / (u * d.truth));
    result.beta = result.alpha;
    result.ulps = static_cast<double>(d.error / ulp_of(format, d.truth));
    long double magnitude = d.truth;
    for (const bool relative : {true, false}) {
        if (!relative) {
            result.condition = truth.condition ? truth.condition() : 0;
            if (truth.magnitude) magnitude = std::max<long double>(truth.magnitude(), d.truth);
            result.beta = static_cast<double>(error / (u * (d.truth + result.condition)));
        }
        for (const Grade grade : all_grades) {
            const Limit limit = relative ? relative_limit(setting, rule, grade, d.truth)
                                         : mixed_limit(setting, rule, grade, magnitude, result.condition, d.truth);
            if (std::isnan(limit.error)) continue;
            result.allowed_ulps = static_cast<double>(limit.error / ulp_of(format, d.truth));
            result.bound = limit.text;
            if (error > limit.error) continue;
            result.verdict = relative ? Verdict::accurate : Verdict::stable;
            result.grade = grade;
            return result;
        }
    }
    result.verdict = d.error < d.truth && got != 0 ? Verdict::inaccurate : Verdict::wrong;
    return result;
}

}  // namespace

std::string_view name(Verdict verdict) {
    constexpr std::string_view names[] = {"correctly_rounded", "faithful",  "accurate",    "stable", "inaccurate", "wrong", "exact",
                                          "convention",        "undecided", "unsupported", "error"};
    return names[static_cast<std::size_t>(verdict)];
}
bool falls_short(Verdict verdict) { return verdict == Verdict::inaccurate || verdict == Verdict::wrong || verdict == Verdict::error; }
int severity(Verdict verdict) {
    //                             cr fa ac st in wr ex co un us er
    constexpr int ranks[] = {1, 2, 4, 5, 8, 9, 0, 3, 6, -1, 10};
    return ranks[static_cast<std::size_t>(verdict)];
}

std::optional<double> allowed_ulps(const Setting& setting, BoundRule rule, const Truth& truth) {
    if (!truth.answer.decided() || !std::isfinite(truth.answer.rounded)) return std::nullopt;
    const long double size = distance(truth.answer, truth.answer.rounded).truth;
    const long double magnitude = truth.magnitude ? std::max<long double>(truth.magnitude(), size) : size;
    const Limit relative = relative_limit(setting, rule, Grade::recursive, size);
    const Limit mixed = mixed_limit(setting, rule, Grade::recursive, magnitude, truth.condition ? truth.condition() : 0, size);
    const long double ulp = ulp_of(spec(setting.format), size);
    // fmax, for a bound that is not claimed is NaN.
    const long double widest = std::fmax(std::fmax(relative.error, mixed.error), underflow_slack(setting, size));
    const auto ulps = static_cast<double>(std::fmax(widest, ulp) / ulp);
    return std::isfinite(ulps) ? std::optional(ulps) : std::nullopt;
}

Judgement judge(const Setting& setting, BoundRule rule, const Truth& truth, double got) {
    const Answer& answer = truth.answer;
    if (!answer.decided()) return {.verdict = Verdict::undecided};
    const bool finite = std::isfinite(answer.rounded);
    const bool special = truth.special_input || std::isnan(answer.rounded) || (!finite && answer.decided_by == DecidedBy::special);
    if (same(got, answer.rounded)) return {.verdict = special ? Verdict::exact : Verdict::correctly_rounded};
    if (std::isnan(answer.rounded) || (!finite && special))
        return {.verdict = Verdict::wrong, .alpha = HUGE_VAL, .beta = HUGE_VAL, .ulps = HUGE_VAL};
    if (other_side(spec(setting.format), answer) == got) {
        const Distance d = distance(answer, std::isfinite(answer.rounded) && std::isfinite(got) ? got : answer.rounded);
        const double alpha = d.truth == 0 ? 0 : static_cast<double>(d.error / (unit_roundoff(setting.format) * d.truth));
        return {.verdict = Verdict::faithful,
                .alpha = alpha,
                .beta = alpha,
                .ulps = static_cast<double>(d.error / ulp_of(spec(setting.format), d.truth))};
    }
    // A spurious NaN, infinity or zero; a finite answer where the truth overflows.
    if (!std::isfinite(got) || !finite) return {.verdict = Verdict::wrong, .alpha = HUGE_VAL, .beta = HUGE_VAL, .ulps = HUGE_VAL};
    return graded(setting, rule, truth, got);
}

}  // namespace lossproof
