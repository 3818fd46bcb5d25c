// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include "properties/sweep/question.hpp"
#include "reference/oracle/added.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace lossproof::cli {

namespace {

std::vector<std::string> words_of(const std::string& list) {
    std::vector<std::string> words;
    std::istringstream stream(list);
    for (std::string word; std::getline(stream, word, ',');) words.push_back(word);
    return words;
}

void insist_on_a_match(const std::string& pattern) {
    for (const Operation* operation : all_operations())
        if (matches(pattern, operation->name)) return;
    const std::string nearest = nearest_operation(pattern);
    throw UsageError("no operation matches '" + pattern + "'" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
}

}  // namespace

std::vector<const Operation*> operations_matching(const std::string& list) {
    const auto patterns = words_of(list);
    if (patterns.empty()) throw UsageError("no operation given; expected a name, a shell pattern, or several with commas");
    for (const std::string& pattern : patterns) insist_on_a_match(pattern);
    std::vector<const Operation*> found;
    for (const Operation* operation : all_operations())
        if (std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) { return matches(pattern, operation->name); }))
            found.push_back(operation);
    return found;
}

std::vector<Format> formats_named(const std::string& text) {
    if (text == "all") return {std::begin(all_formats), std::end(all_formats)};
    std::vector<Format> formats;
    for (const std::string& word : words_of(text)) {
        const auto format = format_named(word);
        if (!format) throw UsageError("unknown format '" + word + "'; expected f64, f32, f16, bf16 or all");
        if (std::find(formats.begin(), formats.end(), *format) == formats.end()) formats.push_back(*format);
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

std::string case_text(const std::string& given) { return given.starts_with('{') || given.starts_with('[') ? given : file_content(given); }

}  // namespace lossproof::cli
