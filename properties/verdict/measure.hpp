// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/verdict.hpp"

#include <optional>

namespace lossproof {

/// What the verdict on one component is to be measured by.
struct Measure {
    Setting setting;
    BoundRule rule;
    Truth truth;

    Judgement judge(double got) const { return lossproof::judge(setting, rule, truth, got); }
    /// The verdict if the truth were this number, known as a point or a narrow enclosure.
    Judgement judge(double got, const Enclosure256& instead) const;
};
/// Was the answer judged, and found good enough?
inline bool passes(const Judgement& judgement) {
    const Verdict verdict = judgement.verdict;
    return !falls_short(verdict) && verdict != Verdict::not_judged && verdict != Verdict::undecided;
}
/// The certificate and the output must outlive the measure: κ and Σ|terms| are computed only if they matter.
Measure measure(Certificate& certificate, const CertifiedOutput& output, Index index);

/// The output as the plan has it, and the group a component belongs to; no group if a reduction gathers all of them.
const Plan::Output& planned_output(const Plan& plan, std::string_view name);
std::optional<Index> group_of(const Plan& plan, std::string_view output, Index index);
/// The groups that the component gathers: its own, or all that are not ignored.
std::vector<Index> groups_behind(const Plan& plan, std::string_view output, Index index);

}  // namespace lossproof
