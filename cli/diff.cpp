// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "reports/known.hpp"

#include <iostream>

namespace lossproof::cli {

/// What a newer ledger of a subject holds against it that an older one did not.
int diff(const std::string& older, const std::string& newer) {
    const auto known = reports::findings_of(reports::read_ledger(older));
    const auto now = reports::read_ledger(newer);
    const auto comparison = reports::compare(known, now);
    std::cout << reports::comparison_text(comparison);
    if (!now.finished()) std::cout << newer << " did not finish: what it has not judged is not compared\n";
    return comparison.fresh.empty() ? held : fell_short;
}

}  // namespace lossproof::cli
