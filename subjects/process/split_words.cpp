// SPDX-License-Identifier: Apache-2.0
#include "subjects/process/split_words.hpp"

#include <stdexcept>

namespace lossproof {

std::vector<std::string> split_words(std::string_view command) {
    std::vector<std::string> words;
    bool in_word = false;
    char quote = 0;
    const auto add = [&](char c) {
        if (!in_word) words.emplace_back();
        in_word = true;
        if (c != 0) words.back() += c;
    };
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        const bool escapes =
            c == '\\' && quote != '\'' && (quote == 0 || (i + 1 < command.size() && (command[i + 1] == '"' || command[i + 1] == '\\')));
        if (escapes) {
            if (++i == command.size()) throw std::invalid_argument("the command ends with a backslash");
            add(command[i]);
        } else if (quote != 0) {
            if (c == quote) quote = 0;
            else add(c);
        } else if (c == '\'' || c == '"') {
            quote = c;
            add(0);  // '' is a word, though an empty one
        } else if (c == ' ' || c == '\t' || c == '\n') {
            in_word = false;
        } else {
            add(c);
        }
    }
    if (quote != 0) throw std::invalid_argument(std::string("the command has an unclosed ") + quote);
    return words;
}

}  // namespace lossproof
