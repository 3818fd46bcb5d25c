// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/verdict.hpp"

#include "properties/verdict/bound.hpp"
#include "reference/oracle/added.hpp"

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

/// Near underflow each rounding that may underflow is worth one smallest subnormal (theory L9): one for each term and for each factor
/// that it is multiplied by, times the largest factor that follows, divided as the terms are, and one for the division. Copies, signs
/// and counts are exact down to the last subnormal.
long double underflow_slack(const Setting& setting, const Bound& bound, long double truth) {
    const FormatSpec& format = spec(setting.format);
    const double factor = setting.reduction.amplification / std::min(setting.divisor, 1.0);
    const bool exact = attainable(bound) == Class::exact && setting.reduction.factors == 0;
    if (exact || truth >= std::ldexp(factor, format.min_exponent + 1)) return 0;
    const double roundings = setting.terms * setting.rows * (1 + setting.reduction.factors);
    return smallest_subnormal(format) * (setting.reduction.amplification * roundings / setting.divisor + (setting.divisor > 1 ? 1 : 0));
}

/// The other number of the format next to the truth, if the truth is no number of the format.
std::optional<double> other_side(const FormatSpec& format, const Answer& answer) {
    if (std::isinf(answer.rounded)) return std::copysign(largest(format), answer.rounded);  // an overflow of the rounding
    if (answer.below > 0) return neighbour(format, answer.rounded, +1);
    if (answer.above < 0) return neighbour(format, answer.rounded, -1);
    return std::nullopt;
}

/// The bounds of an output, widening: by |y| alone, then by κ and the size of the terms, each with every grade of summation.
class Bounds {
public:
    Bounds(const Setting& setting, BoundRule rule, const Truth& truth, long double size)
        : setting_(setting), rule_(rule), truth_(truth), size_(size),
          slack_(underflow_slack(setting, rule({.terms = setting.terms, .growth = growth(Grade::recursive, setting.terms)}), size)) {}

    /// The error a class allows, underflow included; `error` is NaN where it makes no claim.
    Limit relative(Grade grade) const { return with_slack(relative_limit(setting_, rule_, grade, size_)); }
    Limit mixed(Grade grade) {
        if (!measured_) {
            measured_ = true;
            condition_ = truth_.condition ? truth_.condition() : 0;
            magnitude_ = truth_.magnitude ? std::max<long double>(truth_.magnitude(), size_) : size_;
        }
        return with_slack(mixed_limit(setting_, rule_, grade, magnitude_, condition_, size_));
    }
    double condition() const { return condition_; }
    long double slack() const { return slack_; }

private:
    Limit with_slack(Limit limit) const {
        limit.error += slack_;
        return limit;
    }
    const Setting& setting_;
    BoundRule rule_;
    const Truth& truth_;
    long double size_, magnitude_ = 0, slack_;
    double condition_ = 0;  ///< once it is measured: it costs a sweep
    bool measured_ = false;
};

/// A bound that reaches |y| acquits 0 and 2y alike: it tells nothing.
bool tells_nothing(const Limit& limit, long double truth) { return truth > 0 && limit.error >= truth; }

/// An error put to one limit after the other; keeps the widest.
class Trial {
public:
    Trial(const Distance& distance, long double ulp, Judgement& result) : distance_(distance), ulp_(ulp), result_(result) {}

    /// Does the limit reach the error? One that reaches |y| as well tells nothing, and is noted.
    bool covers(const Limit& limit) {
        if (std::isnan(limit.error)) return false;
        note(limit);
        if (distance_.error > limit.error) return false;
        covered_ |= tells_nothing(limit, distance_.truth);
        return true;
    }
    bool within(const Limit& limit, Verdict verdict, Grade grade) {
        if (!covers(limit) || tells_nothing(limit, distance_.truth)) return false;
        result_.verdict = verdict;
        result_.grade = grade;
        result_.allowed_ulps = static_cast<double>(limit.error / ulp_);
        result_.bound = limit.text;
        return true;
    }
    bool covered() const { return covered_; }
    /// Can a limit that never exceeds this one reach the error? If not, this one stands for it.
    bool may_reach(const std::function<long double()>& widest) {
        if (!widest) return true;
        const long double error = widest();
        if (distance_.error <= error) return true;
        note({.error = error, .text = "on this input, running error of the stable algorithm"});
        return false;
    }

private:
    void note(const Limit& limit) {
        const auto ulps = static_cast<double>(limit.error / ulp_);
        if (!result_.bound.empty() && ulps <= result_.allowed_ulps) return;
        result_.allowed_ulps = ulps;
        result_.bound = limit.text;
    }

    const Distance& distance_;
    long double ulp_;
    Judgement& result_;
    bool covered_ = false;
};

Judgement graded(const Setting& setting, BoundRule rule, const Truth& truth, double got) {
    const double u = unit_roundoff(setting.format);
    const Distance d = distance(truth.answer, got);
    const long double ulp = ulp_of(spec(setting.format), d.truth);
    Bounds bounds(setting, rule, truth, d.truth);
    const long double beyond = std::max(0.0L, d.error - bounds.slack());

    Judgement result;
    result.alpha = d.truth == 0 ? HUGE_VAL : static_cast<double>(beyond / (u * d.truth));
    result.beta = result.alpha;
    result.ulps = static_cast<double>(d.error / ulp);
    Trial trial(d, ulp, result);
    for (const Grade grade : all_grades)
        if (trial.within(bounds.relative(grade), Verdict::accurate, grade)) return result;
    // Grades only sharpen a bound that holds: the widest is asked first, the others where it does.
    if (truth.computed && trial.may_reach(truth.running) && trial.covers(truth.computed(Grade::recursive)))
        for (const Grade grade : all_grades)
            if (trial.within(truth.computed(grade), Verdict::accurate, grade)) return result;
    for (const Grade grade : all_grades) {
        const Limit limit = bounds.mixed(grade);
        result.condition = bounds.condition();
        if (rule == &computed_on_input && std::isinf(result.condition)) return {.verdict = Verdict::not_judged};
        result.beta = static_cast<double>(beyond / (u * (d.truth + result.condition)));
        if (trial.within(limit, Verdict::stable, grade)) return result;
    }
    const bool covered = trial.covered();
    if (covered) result.verdict = Verdict::not_judged;
    else result.verdict = d.error < d.truth && got != 0 ? Verdict::inaccurate : Verdict::wrong;
    return result;
}

}  // namespace

std::string_view name(Verdict verdict) {
    constexpr std::string_view names[] = {"correctly_rounded", "faithful",  "accurate",   "stable",        "inaccurate",  "wrong", "exact",
                                          "convention",        "undecided", "not_judged", "range_limited", "unsupported", "error"};
    return names[static_cast<std::size_t>(verdict)];
}
bool falls_short(Verdict verdict) { return verdict == Verdict::inaccurate || verdict == Verdict::wrong || verdict == Verdict::error; }
int severity(Verdict verdict) {
    //                      cr fa ac st in wr  ex co un nj rl us er
    constexpr int ranks[] = {2, 3, 5, 6, 9, 10, 1, 4, 7, 0, 8, -1, 11};
    return ranks[static_cast<std::size_t>(verdict)];
}

std::optional<double> allowed_ulps(const Setting& setting, BoundRule rule, const Truth& truth) {
    if (!truth.answer.decided() || !std::isfinite(truth.answer.rounded)) return std::nullopt;
    const long double size = distance(truth.answer, truth.answer.rounded).truth;
    // Where no κ is granted none is measured: it costs a sweep.
    Truth asked = truth;
    if (rule({.terms = setting.terms, .growth = growth(Grade::recursive, setting.terms)}).condition == 0) asked.condition = {};
    Bounds bounds(setting, rule, asked, size);
    const long double ulp = ulp_of(spec(setting.format), size);
    // fmax, for a bound that is not claimed is NaN.
    const long double widest = std::fmax(bounds.relative(Grade::recursive).error, bounds.mixed(Grade::recursive).error);
    const auto ulps = static_cast<double>(std::fmax(widest, ulp) / ulp);
    return std::isfinite(ulps) ? std::optional(ulps) : std::nullopt;
}

std::string_view name(Class which) {
    constexpr std::string_view names[] = {"exact", "accurate", "stable"};
    return names[static_cast<std::size_t>(which)];
}

Class attainable(const Bound& bound) {
    const bool exact = bound.accurate == 0 || (bound.value == 0 && bound.condition == 0);
    return exact ? Class::exact : std::isfinite(bound.accurate) ? Class::accurate : Class::stable;
}

namespace {

/// The stable algorithm itself may overflow or meet a pole here, and no other bound is claimed: nothing tells right from wrong. A finite
/// answer is held to what the algorithm can lose first; κ, which is dear, matters only beyond that.
bool nothing_known(const Truth& truth, double got) {
    if (truth.computed && std::isfinite(got) && std::isfinite(truth.answer.rounded))
        return !std::isfinite(truth.computed(Grade::recursive).error);
    return truth.condition && std::isinf(truth.condition());
}

Judgement judge_by_class(const Setting& setting, BoundRule rule, const Truth& truth, double got) {
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
    if (rule == &computed_on_input && nothing_known(truth, got)) return {.verdict = Verdict::not_judged};
    // A spurious NaN, infinity or zero; a finite answer where the truth overflows.
    if (!std::isfinite(got) || !finite) return {.verdict = Verdict::wrong, .alpha = HUGE_VAL, .beta = HUGE_VAL, .ulps = HUGE_VAL};
    return graded(setting, rule, truth, got);
}

}  // namespace

Judgement judge(const Setting& setting, BoundRule rule, const Truth& truth, double got) {
    Judgement judgement = judge_by_class(setting, rule, truth, got);
    judgement.attainable = attainable(rule({.terms = setting.terms, .growth = growth(Grade::recursive, setting.terms)}));
    return judgement;
}

}  // namespace lossproof
