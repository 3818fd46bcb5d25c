// SPDX-License-Identifier: Apache-2.0
// The small vocabulary that the sections of the page share. The page is XHTML in shape, so that any XML parser can
// check it.
#pragma once
#include "reports/escape.hpp"
#include "reports/overview.hpp"

namespace lossproof::reports::page {

template <class... Parts> std::string cat(const Parts&... parts) {
    std::string all;
    ((all += parts), ...);
    return all;
}

inline std::string text(std::string_view plain) { return escape_xml(plain); }

/// Names such as binary_cross_entropy_with_logits may break after an underscore.
std::string name(std::string_view plain);
/// A verdict as colour and word.
std::string chip(Verdict verdict, const std::string& grade = {});
/// The class that colours an element by verdict.
std::string tint(Verdict verdict);
/// The maximum over a cell or stratum, with its exact value on hover.
std::string maximum(const Maximum& number, bool exhaustive);
/// How many results carry each verdict: a bar of colours with the counts in words below it.
std::string tally(const std::array<Count, verdict_count>& counts);
std::string table(const std::string& caption, const std::vector<std::string>& head, const std::string& body, const std::string& kind = {});
/// A table of the rows that need reading, and a fold with the rows that need not; a short fold is open.
std::string notable_first(const std::string& caption, const std::vector<std::string>& head, const std::string& notable,
                          const std::string& quiet, const std::string& quiet_name);
/// A command line that the script gives a copy button.
std::string replay(const std::string& line);

/// The file with all that is known of an operation.
std::string operation_file(const std::string& operation);
/// Where the details of one operation × format × output stand on that page, all subjects together.
std::string cell_id(const CellKey& key);
std::string cell_link(const CellKey& key);

}  // namespace lossproof::reports::page
