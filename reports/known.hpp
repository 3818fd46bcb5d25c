// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger.hpp"

namespace lossproof::reports {

/// What a ledger holds against its subject: the verdict by name (`softmax value in f32`, `law softmax_sums_to_one in f32`,
/// `remark flush_to_zero`).
struct Findings {
    std::string subject;
    std::map<std::string, std::string> words;
};
Findings findings_of(const Ledger& ledger);

/// Findings as a file, one a line, so that a review of it shows what changed. Reading throws LedgerError.
std::string known_json(const Findings& findings);
Findings read_known(const std::filesystem::path& path);

/// What is new against what was known, and what became of the rest; names with their verdict.
struct Comparison {
    std::map<std::string, std::string> fresh;     ///< not known, or graver than known
    std::map<std::string, std::string> known;     ///< still so
    std::map<std::string, std::string> fixed;     ///< judged now, and it holds
    std::map<std::string, std::string> untested;  ///< not judged now
};
/// Throws LedgerError if they are of different subjects.
Comparison compare(const Findings& known, const Ledger& now);
std::string comparison_text(const Comparison& comparison);

}  // namespace lossproof::reports
