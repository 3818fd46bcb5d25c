// SPDX-License-Identifier: Apache-2.0
#include "reports/escape.hpp"

#include <algorithm>

namespace lossproof::reports {
namespace {

constexpr std::string_view replacement = "\uFFFD";

bool is_plain(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-'; }
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') || c == 0x7f; }

/// U+FFFE and U+FFFF are the only other characters that valid UTF-8 can bring and XML cannot hold.
bool is_noncharacter(std::string_view text) { return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF"); }

std::string_view xml_reference(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
    }
}

/// GitHub links bare addresses and names too. An underscore between letters is only an underscore.
bool starts_markup(std::string_view text, std::size_t i) {
    constexpr std::string_view always = "\\`*[]#|~$@";
    const char c = text[i];
    if (always.find(c) != always.npos) return true;
    if (c == ':') return text.substr(i).starts_with("://");
    if (c == '.') return text.substr(0, i).ends_with("www");
    if (c != '_') return false;
    return i == 0 || i + 1 == text.size() || !is_plain(text[i - 1]) || !is_plain(text[i + 1]);
}

}  // namespace

std::string escape_xml(std::string_view text) {
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view reference = xml_reference(text[i]);
        if (!reference.empty()) safe += reference;
        else if (is_control(text[i])) safe += replacement;
        else if (is_noncharacter(text.substr(i))) safe += replacement, i += 2;
        else safe += text[i];
    }
    return safe;
}

std::string escape_markdown(std::string_view text) {
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '<') safe += "&lt;";
        else if (c == '>') safe += "&gt;";
        else if (c == '&') safe += "&amp;";
        else if (c == '\n' || c == '\r' || c == '\t') safe += ' ';
        else if (is_control(c)) safe += replacement;
        else safe += starts_markup(text, i) ? std::string{'\\', c} : std::string(1, c);
    }
    return safe;
}

std::string fenced(std::string_view text, std::string_view indent) {
    std::size_t longest = 2, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence = std::string(indent) + std::string(longest + 1, '`');

    std::string block = fence + "text\n" + std::string(indent);
    for (const char c : text) {
        if (is_control(c)) block += replacement;
        else block += c;
        if (c == '\n') block += indent;
    }
    return block + "\n" + fence + "\n";
}

std::string anchor(std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    std::string safe;
    for (const char c : text) {
        if (is_plain(c)) safe += c;
        else safe += {'.', digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 15], '.'};
    }
    return safe;
}

}  // namespace lossproof::reports
