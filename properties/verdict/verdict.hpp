// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <cmath>
#include <functional>
#include <string>
#include <string_view>

namespace lossproof {

/// What the judge says of one number. The first six are levels of accuracy, best first.
enum class Verdict : std::uint8_t {
    correctly_rounded,  ///< the format's number nearest to the truth
    faithful,           ///< no number of the format lies strictly between answer and truth
    accurate,           ///< relative error within the proven bound of the stable algorithm
    stable,             ///< error within what inputs rounded once would deserve
    inaccurate,         ///< sign and some digits are right
    wrong,              ///< nothing is right, or a spurious NaN, infinity or zero
    exact,              ///< the right special value
    convention,         ///< a documented choice of some library
    undecided,          ///< the reference could not decide
    not_judged,         ///< the bound of every class reaches the value itself: in this format no theorem tells right from wrong
    range_limited,      ///< a step of the stable algorithm leaves the format on this input, and it fails in the same way
    unsupported,        ///< declared as not offered
    error,              ///< crash, hang or bad answer
};
inline constexpr std::size_t verdict_count = 13;
std::string_view name(Verdict verdict);
bool falls_short(Verdict verdict);  ///< inaccurate, wrong, error
int severity(Verdict verdict);      ///< for "the worst of": higher is worse

/// The same answer: equal, or both no number.
inline bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// What a bound depends on besides the operation: format, inner and outer lengths, roundings after the formula.
struct Setting {
    Format format = Format::f64;
    double terms = 1;                ///< K of the inner sum
    double rows = 1;                 ///< rows a reduction gathers, 1 without
    double divisor = 1;              ///< of a mean
    double final_roundings = 0;      ///< a logarithm and a division by it
    Reduction::Cost reduction = {};  ///< of weights, an upstream gradient and what they are divided by
};

/// The largest error a class allows, and in words why. `error` is NaN where the class makes no claim.
struct Limit {
    long double error = NAN;
    std::string text = {};
};

/// The truth about one number, as far as the verdict needs it.
struct Truth {
    Answer answer;
    std::function<double()> magnitude;     ///< Σ|terms| of a sum of mixed sign; absent: |y|
    std::function<double()> condition;     ///< κ; like the magnitude computed only if it matters
    std::function<Limit(Grade)> computed;  ///< what the stable algorithm can lose on this input; absent: not known
    std::function<long double()> running;  ///< an error that `computed` never exceeds, at a small part of its cost
    bool special_input = false;            ///< some datum the group reads is not finite
};

struct Judgement {
    Verdict verdict = Verdict::undecided;
    std::optional<Grade> grade = {};
    Class attainable = Class::accurate;  ///< the best class that a known algorithm attains for this output
    double alpha = 0;                    ///< |ŷ−y| / (u|y|)
    double beta = 0;                     ///< |ŷ−y| / (u(|y|+κ)); equals alpha where κ was not needed
    double ulps = 0;                     ///< |ŷ−y| in units in the last place of y
    double condition = 0;                ///< κ, 0 where it was not needed
    double allowed_ulps = 0;             ///< the widest bound that was tried, in ulps of y
    std::string bound = {};              ///< that bound in words
};

std::string_view name(Class which);
/// The best class a bound claims: exact (a copy, a sign, a count), by |y| alone, or only with κ.
Class attainable(const Bound& bound);

/// The largest error, in ulps of y, that no class finds fault with: one ulp of a faithful answer, or the widest bound. Nothing
/// where the truth is not finite or κ is not.
std::optional<double> allowed_ulps(const Setting& setting, BoundRule rule, const Truth& truth);

/// Judge one answer. Pure: no I/O, no state, nothing chosen by anybody.
Judgement judge(const Setting& setting, BoundRule rule, const Truth& truth, double got);

}  // namespace lossproof
