// SPDX-License-Identifier: Apache-2.0
#include "reference/define/lexer.hpp"

#include "reference/json/one_line.hpp"
#include "reference/oracle/operation.hpp"

#include <algorithm>

namespace lossproof::defined {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
/// The first byte of a character of UTF-8.
bool begins(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

struct Spelling {
    std::string_view written, means;
    Token::Kind kind = Token::Kind::symbol;
};
/// Longer spellings before their beginnings.
constexpr Spelling spellings[] = {
    {"**", "^"},
    {"<=", "<="},
    {">=", ">="},
    {"−", "-"},
    {"·", "*"},
    {"×", "*"},
    {"÷", "/"},
    {"≤", "<="},
    {"≥", ">="},
    {"²", "²"},
    {"³", "³"},
    {"√", "√"},
    {"+", "+"},
    {"-", "-"},
    {"*", "*"},
    {"/", "/"},
    {"^", "^"},
    {"(", "("},
    {")", ")"},
    {"[", "["},
    {"]", "]"},
    {",", ","},
    {"<", "<"},
    {">", ">"},
    {"|", "|"},
    {"σ", "sigmoid", Token::Kind::name},
    {"ζ", "softplus", Token::Kind::name},
    {"π", "pi", Token::Kind::name},
    {"Σ", "sum", Token::Kind::name},
};

/// `12`, `0.5`, `1e-3`; one past its last byte.
std::size_t end_of_number(std::string_view text, std::size_t at) {
    const auto digits = [&] {
        while (at < text.size() && is_digit(text[at])) ++at;
    };
    digits();
    if (at < text.size() && text[at] == '.') ++at;
    digits();
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        const std::size_t mantissa = at++;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (at == text.size() || !is_digit(text[at])) return mantissa;
        digits();
    }
    return at;
}

/// The character at a byte as it may be shown.
std::string character(std::string_view text, std::size_t at) {
    const std::size_t bytes = first_character(text.substr(at)).bytes;
    return "'" + one_line(text.substr(at, std::max<std::size_t>(bytes, 1))) + "'";
}

}  // namespace

std::string Token::shown() const {
    constexpr std::size_t most = 40;
    if (kind == Kind::end) return "the end";
    return "'" + (text.size() > most ? text.substr(0, most) + "…" : text) + "'";
}

void Source::refuse(std::size_t byte, const std::string& what) const {
    constexpr std::size_t longest = 500;
    int at_line = line, at_column = column;
    for (std::size_t i = 0; i < std::min(byte, text.size()); ++i) {
        if (text[i] == '\n') {
            ++at_line;
            at_column = 1;
        } else if (begins(text[i])) ++at_column;
    }
    const std::string where = line == 0 ? place + ", column " : place + ":" + std::to_string(at_line) + ":";
    throw UsageError(one_line(where + std::to_string(at_column) + ": " + what, longest));
}

std::vector<Token> tokens_of(const Source& source) {
    const std::string_view text = source.text;
    if (text.size() > most_bytes)
        source.refuse(0, "expected at most " + std::to_string(most_bytes) + " bytes, found " + std::to_string(text.size()));
    std::vector<Token> tokens;
    const auto push = [&](Token::Kind kind, std::string_view means, std::size_t at) {
        tokens.push_back({.kind = kind, .text = std::string(means), .byte = at});
    };
    for (std::size_t at = 0; at < text.size();) {
        if (is_blank(text[at])) {
            ++at;
            continue;
        }
        const bool number = is_digit(text[at]) || (text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1]));
        std::size_t end = at;
        if (number) end = end_of_number(text, at);
        else
            while (end < text.size() && (is_letter(text[end]) || (end > at && is_digit(text[end])))) ++end;
        if (end > at) {
            push(number ? Token::Kind::number : Token::Kind::name, text.substr(at, end - at), at);
            at = end;
            continue;
        }
        const auto* found = std::find_if(std::begin(spellings), std::end(spellings),
                                         [&](const Spelling& s) { return text.substr(at).starts_with(s.written); });
        if (found == std::end(spellings)) source.refuse(at, "expected a number, a name or an operator, found " + character(text, at));
        push(found->kind, found->means, at);
        at += found->written.size();
    }
    push(Token::Kind::end, "", text.size());
    return tokens;
}

}  // namespace lossproof::defined
