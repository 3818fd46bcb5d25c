// SPDX-License-Identifier: Apache-2.0
#include "reports/report.hpp"

#include "cli/command.hpp"

#include <filesystem>
#include <iostream>

namespace lossproof::cli {
namespace {

std::string named(const reports::Ledger& ledger) {
    std::string files;
    for (const std::string& source : ledger.sources) files += (files.empty() ? "" : ", ") + source;
    return ledger.header.subject.name + " (" + files + ")";
}

/// Several ledgers of one subject are added up where they are parts of one whole, and stand side by side where they are not:
/// either way it is said.
void tell_namesakes(const std::vector<reports::Ledger>& shown) {
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (shown[i].sources.size() > 1) std::cerr << "lossproof: added up as parts of one run: " << named(shown[i]) << "\n";
        for (std::size_t j = 0; j < i; ++j)
            if (shown[j].header.subject.name == shown[i].header.subject.name)
                std::cerr << "lossproof: side by side, not added up: " << named(shown[j]) << " and " << named(shown[i]) << "\n";
    }
}

}  // namespace

int report(const std::vector<std::string>& paths, const std::string& directory) {
    std::vector<reports::Ledger> ledgers;
    for (const auto& path : paths) ledgers.push_back(reports::read_ledger(path));
    const auto shown = reports::merge_shards(ledgers);
    tell_namesakes(shown);
    reports::write_reports(shown, directory);
    std::cout << "report: " << (std::filesystem::path(directory) / "index.html").string() << "\n";
    return held;
}

}  // namespace lossproof::cli
