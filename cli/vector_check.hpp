// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace lossproof::cli {

struct VectorCheck {
    std::size_t vectors = 0;
    std::vector<std::string> different;  ///< the ids of those that are answered otherwise now
};

/// Certify every case of a vector file's text again and compare the bits. Throws UsageError that says what is wrong with which file.
VectorCheck check_vector_text(const std::string& text, const std::string& file);

}  // namespace lossproof::cli
