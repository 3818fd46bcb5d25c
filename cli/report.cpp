// SPDX-License-Identifier: Apache-2.0
#include "reports/report.hpp"

#include "cli/command.hpp"

#include <filesystem>
#include <iostream>

namespace lossproof::cli {

int report(const std::vector<std::string>& paths, const std::string& directory) {
    std::vector<reports::Ledger> ledgers;
    for (const auto& path : paths) ledgers.push_back(reports::read_ledger(path));
    try {
        reports::write_reports(reports::merge_shards(ledgers), directory);
    } catch (const reports::ReportError& error) {
        throw UsageError(error.what());
    }
    std::cout << "report: " << (std::filesystem::path(directory) / "index.html").string() << "\n";
    return held;
}

}  // namespace lossproof::cli
