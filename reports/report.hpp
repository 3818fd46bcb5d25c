// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger.hpp"

namespace lossproof::reports {

/// Pure functions of ledgers, one subject each, side by side: the same ledgers always give the same bytes.
std::string markdown(std::span<const Ledger> ledgers);  ///< worst first; also the CI step summary
std::string json(std::span<const Ledger> ledgers);
std::string junit(std::span<const Ledger> ledgers);

/// One file of the HTML report; it needs no other file but through links.
struct Page {
    std::string file, markup;
};
/// `index.html` first, which fits on a screen or two; then a page for each operation with all that is known of it, and
/// `laws.html`.
std::vector<Page> html(std::span<const Ledger> ledgers);

/// A report could not be put on disk; one line with the path and the reason.
struct ReportError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The pages of `html`, `report.md`, `report.json` and `junit.xml` in `directory`, which is made if it is missing.
/// Each file appears whole or not at all, `index.html` last: what it leads to is there. Throws ReportError.
void write_reports(std::span<const Ledger> ledgers, const std::filesystem::path& directory);

/// Throws ReportError if no file can be written there; leaves nothing behind. For before a long run.
void try_to_write(const std::filesystem::path& path);

/// One text to one file, whole or not at all; `verify --junit FILE` writes only one of the four.
void write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace lossproof::reports
