// SPDX-License-Identifier: Apache-2.0
// The one JSON parse, for whatever comes from outside: frames, cases, vectors, ledgers. Included by .cpp files only, because the
// JSON library is slow to compile.
#pragma once
#include "reference/json/one_line.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace lossproof {

/// A text that is not the JSON it should be; the message says what was expected and where.
struct BadJson : std::runtime_error {
    bool syntax;  ///< no JSON at all, a text that was cut included; else JSON that its reader does not take
    BadJson(const std::string& message, bool no_json) : std::runtime_error(message), syntax(no_json) {}
};

/// What a text may cost its reader. The library's own copies and `dump` recurse, so depth is the stack's limit.
struct JsonLimits {
    std::size_t bytes;
    std::size_t depth = 64;
};

namespace json_parse {

/// Where a byte stands, as an editor counts: `line 3, column 17`, or only the column of a text of one line.
inline std::string place(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte);
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto column = "column " + std::to_string(before.size() - line_start + 1);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    return lines == 0 ? column : "line " + std::to_string(lines + 1) + ", " + column;
}

/// Characters that count how many of them were read, so that a refusal of ours can say where.
class CountedCharacter {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountedCharacter(const char* at, const char** reached) : at_(at), reached_(reached) {}
    reference operator*() const { return *at_; }
    CountedCharacter& operator++() {
        *reached_ = ++at_;
        return *this;
    }
    friend bool operator==(const CountedCharacter& a, const CountedCharacter& b) { return a.at_ == b.at_; }
    friend bool operator!=(const CountedCharacter& a, const CountedCharacter& b) { return a.at_ != b.at_; }

private:
    const char* at_;
    const char** reached_;
};

/// Builds the value without recursion, and refuses what its limits forbid before it is built.
template <class Json> class Builder final : public nlohmann::json_sax<Json> {
public:
    Builder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits), reached_(text.data()) {}

    Json build() {
        const char* end = text_.data() + text_.size();
        Json::sax_parse(CountedCharacter(text_.data(), &reached_), CountedCharacter(end, &reached_), this);
        return std::move(root_);
    }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(typename Json::number_integer_t value) override { return put(value); }
    bool number_unsigned(typename Json::number_unsigned_t value) override { return put(value); }
    bool string(typename Json::string_t& value) override { return put(std::move(value)); }
    bool binary(typename Json::binary_t&) override { return false; }  // no text holds one

    bool number_float(typename Json::number_float_t value, const typename Json::string_t& digits) override {
        // The library reads an integer that no 64 bits hold as a rounded floating-point number.
        if (digits.find_first_of(".eE") == digits.npos) refuse("the integer " + one_line(digits, 40) + " does not fit 64 bits");
        return put(value);
    }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return open_.pop_back(), true; }
    bool end_array() override { return open_.pop_back(), true; }
    bool key(typename Json::string_t& name) override {
        if (!open_.back().names.insert(name).second) refuse("the key \"" + one_line(name, 60) + "\" stands twice in one object");
        open_.back().name = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
        // Of `[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while …` only the last part is for people.
        std::string_view words = error.what();
        if (const auto name = words.find("] "); name != words.npos) words.remove_prefix(name + 2);
        if (const auto where = words.find(": "); words.starts_with("parse error") && where != words.npos) words.remove_prefix(where + 2);
        throw BadJson("no JSON at " + place(text_, position == 0 ? read() : position - 1) + ": " + one_line(words, 200), true);
    }

private:
    struct Open {
        Json* value;
        std::string name;                       ///< the key that the next value belongs to
        std::unordered_set<std::string> names;  ///< of an object
    };

    std::size_t read() const { return static_cast<std::size_t>(reached_ - text_.data()); }
    [[noreturn]] void refuse(const std::string& what) const {
        throw BadJson(what + " (" + place(text_, read() ? read() - 1 : 0) + ")", false);
    }

    Json* place_for(Json value) {
        if (open_.empty()) return root_ = std::move(value), &root_;
        Json& parent = *open_.back().value;
        if (parent.is_object()) return &(parent[open_.back().name] = std::move(value));
        parent.push_back(std::move(value));
        return &parent.back();
    }
    template <class Value> bool put(Value&& value) { return place_for(Json(std::forward<Value>(value))), true; }
    bool open(Json container) {
        if (open_.size() == limits_.depth) refuse("nested more than " + std::to_string(limits_.depth) + " levels deep");
        open_.push_back({.value = place_for(std::move(container)), .name = {}, .names = {}});
        return true;
    }

    std::string_view text_;
    JsonLimits limits_;
    const char* reached_;
    Json root_;
    std::vector<Open> open_;
};

}  // namespace json_parse

/// The value of a JSON text from outside: at most `limits.depth` levels deep and `limits.bytes` long, no key twice in an object, no
/// integer beyond 64 bits. Throws BadJson.
template <class Json = nlohmann::json> Json parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes)
        throw BadJson("longer than " + std::to_string(limits.bytes) + " bytes (it has " + std::to_string(text.size()) + ")", false);
    return json_parse::Builder<Json>(text, limits).build();
}

/// A whole number that an int64 holds; nothing for anything else, 2⁶⁴−1 included.
template <class Json> std::optional<std::int64_t> integer_of(const Json& value) {
    if (!value.is_number_integer()) return std::nullopt;
    if (value.is_number_unsigned() && value.template get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return value.template get<std::int64_t>();
}

/// A value as part of a message: one printable line. Values of `parse_json` are shallow enough to be dumped.
template <class Json> std::string shown(const Json& value, std::size_t longest = 80) {
    if (value.is_structured() && value.size() > longest) return value.is_array() ? "[…]" : "{…}";
    return one_line(value.dump(-1, ' ', false, Json::error_handler_t::replace), longest);
}

}  // namespace lossproof
