// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/tally.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

bool worse(const Finding& a, const Finding& b) {
    const int first = severity(a.judgement.verdict), second = severity(b.judgement.verdict);
    if (first != second) return first > second;
    return a.judgement.ulps > b.judgement.ulps;
}

int bin_of(double ulps) {
    if (!(ulps > 0)) return 0;
    if (std::isinf(ulps)) return Tally::histogram_bins - 1;
    return std::clamp(std::ilogb(ulps) - Tally::histogram_from + 1, 0, Tally::histogram_bins - 1);
}

}  // namespace

Harm::Harm(Regime where, bool nothing_left, double ulps, Format format)
    : regime(where), vanished(nothing_left), digits(std::log10(std::max(ulps, 1.0))) {
    digits = std::fmin(digits, spec(format).precision * std::log10(2.0));  // an error that is NaN costs all of them
}

std::partial_ordering Harm::operator<=>(const Harm& other) const {
    if (regime != other.regime) return other.regime <=> regime;
    if (vanished != other.vanished) return vanished <=> other.vanished;
    return digits <=> other.digits;
}

Harm harm_of(const Finding& finding, Format format) { return {finding.regime, finding.vanished, finding.judgement.ulps, format}; }

void Tally::add(const Finding& finding, std::size_t times) {
    const Judgement& judgement = finding.judgement;
    components_ += times;
    counts_[static_cast<std::size_t>(judgement.verdict)] += times;
    if (judgement.verdict == Verdict::stable && judgement.attainable != Class::stable) below_attainable_ += times;
    if (judgement.verdict == Verdict::convention) profiles_[finding.profile] += times;
    attainable_ = std::max(attainable_.value_or(Class::exact), judgement.attainable);
    if (!worst_ || worse(finding, *worst_)) worst_ = finding;
    if (falls_short(judgement.verdict) && (!harmful_ || harm_of(finding, format_) > harm_of(*harmful_, format_))) harmful_ = finding;
    // Conventions, undecided numbers, those that no bound reaches and those that leave the range have no error to speak of.
    const Verdict verdict = judgement.verdict;
    if (verdict == Verdict::convention || verdict == Verdict::undecided || verdict == Verdict::not_judged ||
        verdict == Verdict::range_limited)
        return;
    histogram_[bin_of(judgement.ulps)] += times;
    if (judgement.grade) grade_ = std::max(grade_.value_or(Grade::exact), *judgement.grade);
    alpha_ = std::max(alpha_, judgement.alpha);
    beta_ = std::max(beta_, judgement.beta);
    ulps_ = std::max(ulps_, judgement.ulps);
}

void Tally::add(const Tally& other) {
    const auto keep = [](std::optional<Finding>& mine, const std::optional<Finding>& its, auto before) {
        if (!its) return;
        const bool earlier = !mine || before(*its, *mine) || (!before(*mine, *its) && its->case_number < mine->case_number);
        if (earlier) mine = its;
    };
    cases_ += other.cases_;
    components_ += other.components_;
    unsupported_ += other.unsupported_;
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    for (std::size_t i = 0; i < histogram_.size(); ++i) histogram_[i] += other.histogram_[i];
    for (const auto& [profile, count] : other.profiles_) profiles_[profile] += count;
    keep(worst_, other.worst_, worse);
    keep(harmful_, other.harmful_, [&](const Finding& a, const Finding& b) { return harm_of(a, format_) > harm_of(b, format_); });
    keep(error_, other.error_, [](const Finding&, const Finding&) { return false; });
    if (other.grade_) grade_ = std::max(grade_.value_or(Grade::exact), *other.grade_);
    if (other.attainable_) attainable_ = std::max(attainable_.value_or(Class::exact), *other.attainable_);
    alpha_ = std::max(alpha_, other.alpha_);
    beta_ = std::max(beta_, other.beta_);
    ulps_ = std::max(ulps_, other.ulps_);
}

void Tally::add_error(Finding finding) {
    finding.judgement.verdict = Verdict::error;
    ++profiles_[finding.profile];  // the fault by name: crash, timeout …
    ++counts_[static_cast<std::size_t>(Verdict::error)];
    if (!error_) error_ = std::move(finding);
}

Verdict Tally::verdict() const {
    const Verdict measured = worst_ ? worst_->judgement.verdict : Verdict::undecided;
    return error_ && !falls_short(measured) ? Verdict::error : measured;
}

}  // namespace lossproof
