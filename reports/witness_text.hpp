// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger.hpp"

namespace lossproof::reports {

/// One aligned line of a witness: what it is, and the text.
struct WitnessLine {
    std::string label, text;
};

/// What, where, by how much, against which rule, how to see it again: hex first because it is exact, decimal beside it.
/// Inputs longer than a screen are cut, the replay line is not.
std::vector<WitnessLine> witness_lines(const Witness& witness);

/// The same as one block of plain text, for JUnit and Markdown.
std::string witness_text(const Witness& witness);

/// `0x1.9p+5 0x0p+0 … (257 numbers)`.
std::string numbers_text(const std::vector<std::string>& numbers);
/// `50 0 0`, where the ledger's exact text is easily read as decimals; empty where it is not.
std::string decimals_text(const std::vector<std::string>& numbers);

}  // namespace lossproof::reports
