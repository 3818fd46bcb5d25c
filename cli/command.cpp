// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include "properties/sweep/question.hpp"

#include <fstream>
#include <sstream>

namespace lossproof::cli {

std::vector<const Operation*> operations_matching(const std::string& pattern) {
    std::vector<const Operation*> found;
    for (const auto& operation : catalogue())
        if (matches(pattern, operation.name)) found.push_back(&operation);
    if (!found.empty()) return found;
    const std::string nearest = nearest_operation(pattern);
    throw UsageError("no operation matches '" + pattern + "'" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
}

std::vector<Format> formats_named(const std::string& text) {
    if (text == "all") return {std::begin(all_formats), std::end(all_formats)};
    std::vector<Format> formats;
    std::istringstream stream(text);
    for (std::string word; std::getline(stream, word, ',');) {
        const auto format = format_named(word);
        if (!format) throw UsageError("unknown format '" + word + "'; expected f64, f32, f16, bf16 or all");
        formats.push_back(*format);
    }
    if (formats.empty()) throw UsageError("no format given; expected f64, f32, f16, bf16 or all");
    return formats;
}

std::string file_content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (!file || !(content << file.rdbuf())) throw UsageError("cannot read '" + path + "': expected a readable, non-empty file");
    return content.str();
}

}  // namespace lossproof::cli
