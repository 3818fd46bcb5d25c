// SPDX-License-Identifier: Apache-2.0
// Ledgers come from subjects, and subjects may be hostile: every text passes through one of these on its way out.
#pragma once
#include <string>
#include <string_view>

namespace lossproof::reports {

/// Text and attribute values of HTML and XML. What XML 1.0 forbids even as a reference becomes U+FFFD.
std::string escape_xml(std::string_view text);

/// Running Markdown text, also within a table cell: nothing in it can start markup, a tag or a new cell.
std::string escape_markdown(std::string_view text);

/// A fenced block whose fence is longer than any within, each line behind `indent`.
std::string fenced(std::string_view text, std::string_view indent = "");

/// Letters, digits, `-` and `_` stay, everything else becomes `.hex.`: different texts keep different anchors.
std::string anchor(std::string_view text);

}  // namespace lossproof::reports
