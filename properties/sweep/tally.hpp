// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/regime.hpp"
#include "properties/verdict/verdict.hpp"

#include <array>
#include <compare>
#include <map>
#include <string>
#include <vector>

namespace lossproof {

/// One judged number and where it stands.
struct Finding {
    Judgement judgement;
    std::string profile;  ///< of a convention
    std::size_t case_number = 0;
    Index index = 0;  ///< flat, in the output
    double got = 0;
    Answer answer;
    Regime regime = Regime::ordinary;  ///< of a finding that falls short
    bool vanished = false;             ///< a NaN, or a gradient that came out as 0
    std::string message = {};          ///< of an error: what happened, in words
};

/// What makes one finding worth reading before another: its regime, then whether nothing is left of the answer, then digits lost. The
/// greater is the more harmful.
struct Harm {
    Regime regime;
    bool vanished;
    double digits;  ///< decimal ones, at most those of the format

    Harm(Regime where, bool nothing_left, double ulps, Format format);
    std::partial_ordering operator<=>(const Harm& other) const;
    bool operator==(const Harm&) const = default;
};
Harm harm_of(const Finding& finding, Format format);

/// What was seen of one output in one stratum: counts, maxima, a histogram of errors, the worst finding. Errors are kept
/// beside what was measured: a crash on one case says nothing about the numbers of the others.
class Tally {
public:
    static constexpr int histogram_from = -4;  ///< the first bin holds errors below 2^-4 ulp
    static constexpr int histogram_bins = 64;

    explicit Tally(Format format = Format::f64) : format_(format) {}
    void add(const Finding& finding, std::size_t times = 1);
    /// What another part of the same inputs showed. Of equally bad findings that of the smaller case number stays, so the order is no
    /// matter.
    void add(const Tally& other);
    void add_cases(std::size_t cases) { cases_ += cases; }
    /// A case that is not offered, and how many numbers it would have given.
    void add_unsupported(std::size_t numbers) {
        ++unsupported_;
        refused_ += numbers;
    }
    void add_error(Finding finding);

    std::size_t cases() const { return cases_; }
    std::size_t components() const { return components_; }
    std::size_t unsupported() const { return unsupported_; }
    std::size_t refused() const { return refused_; }
    std::size_t count(Verdict verdict) const { return counts_[static_cast<std::size_t>(verdict)]; }
    /// Stable, where an algorithm is known that is accurate.
    std::size_t below_attainable() const { return below_attainable_; }
    const std::map<std::string, std::size_t>& profiles() const { return profiles_; }
    const std::array<std::size_t, histogram_bins>& histogram() const { return histogram_; }
    const std::optional<Finding>& worst() const { return worst_; }      ///< of all that was measured
    const std::optional<Finding>& harmful() const { return harmful_; }  ///< of those that fall short, the one to read first
    const std::optional<Finding>& error() const { return error_; }      ///< the first
    /// The worst that was measured if it falls short, else an error if there was one.
    Verdict verdict() const;
    std::optional<Grade> grade() const { return grade_; }
    std::optional<Class> attainable() const { return attainable_; }  ///< by a known algorithm
    double alpha() const { return alpha_; }
    double beta() const { return beta_; }
    double ulps() const { return ulps_; }

private:
    Format format_;
    std::size_t cases_ = 0, components_ = 0, unsupported_ = 0, refused_ = 0, below_attainable_ = 0;
    std::array<std::size_t, verdict_count> counts_{};
    std::array<std::size_t, histogram_bins> histogram_{};
    std::map<std::string, std::size_t> profiles_;
    std::optional<Finding> worst_, harmful_, error_;
    std::optional<Grade> grade_;
    std::optional<Class> attainable_;
    double alpha_ = 0, beta_ = 0, ulps_ = 0;
};

}  // namespace lossproof
