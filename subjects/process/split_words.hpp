// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lossproof {

/// Split a command into words as a shell would ('…', "…", \x), and nothing else a shell does: no variables, no globs,
/// no pipes. Throws std::invalid_argument for an unclosed quote or a final backslash.
std::vector<std::string> split_words(std::string_view command);

}  // namespace lossproof
