// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace lossproof {

/// The first character of a UTF-8 text and its length in bytes; length 0 where no character begins.
struct Utf8Character {
    std::uint32_t code;
    std::size_t bytes;
};
inline Utf8Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return {byte(0), 1};
    const std::size_t bytes = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
    if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < bytes) return {0, 0};
    std::uint32_t code = byte(0) & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {0, 0};
        code = code << 6 | (byte(i) & 0x3f);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    return code < least[bytes] || surrogate || code > 0x10ffff ? Utf8Character{0, 0} : Utf8Character{code, bytes};
}

inline bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t bytes = first_character(text).bytes;
        if (bytes == 0) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

/// Does a character steer the terminal or the direction of the text instead of showing itself?
inline bool steers(std::uint32_t code) {
    const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    const bool direction =
        code == 0x61c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    const bool invisible = code == 0x2028 || code == 0x2029 || code == 0xfeff || (code >= 0xe0000 && code < 0xe0080);
    return control || direction || invisible;
}

/// Text from outside as one line of valid UTF-8 that can be printed anywhere: line breaks and tabs are blanks, other characters that
/// steer are written `\u{202e}`, bytes that are no UTF-8 `\x{e9}`; what is longer than `longest` bytes ends in `…`.
inline std::string one_line(std::string_view text, std::size_t longest = 300) {
    const auto escaped = [](char letter, std::uint32_t code) {
        std::string digits;
        for (; code > 0 || digits.size() < 2; code >>= 4) digits.insert(digits.begin(), "0123456789abcdef"[code & 15]);
        return std::string("\\") + letter + "{" + digits + "}";
    };
    std::string line;
    while (!text.empty()) {
        const auto [code, bytes] = first_character(text);
        const std::string_view character = text.substr(0, bytes);
        const bool blank = bytes == 1 && (code == '\n' || code == '\r' || code == '\t');
        const std::string next = bytes == 0     ? escaped('x', static_cast<unsigned char>(text.front()))
                                 : blank        ? " "
                                 : steers(code) ? escaped('u', code)
                                                : std::string(character);
        if (line.size() + next.size() > longest) return line + "…";
        line += next;
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

}  // namespace lossproof
