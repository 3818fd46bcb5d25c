// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/sweep.hpp"
#include "properties/sweep/watched_subject.hpp"

namespace lossproof {

/// Asks what no number answers (labels that are no class, parameters out of range, shapes that do not go together). A refusal or a
/// NaN is right; a finite number, and a crash, becomes a remark, which counts against the subject where `demanded`.
void judge_validation(WatchedSubject& subject, const Operation& operation, Format format, std::uint64_t seed, LedgerWriter& ledger);

}  // namespace lossproof
