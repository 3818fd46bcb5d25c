// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger.hpp"

#include <nlohmann/json.hpp>

namespace lossproof::reports {

using Json = nlohmann::json;

/// Parses one line; refuses what is nested so deeply that walking it would exhaust the stack.
Json parse_line(const std::string& line);

/// A JSON object seen through the schema: every getter names the field and what it should have held.
class Fields {
public:
    Fields(const Json& object, std::string where);

    bool has(const char* name) const;  ///< present and not null
    std::string text(const char* name) const;
    std::string text_or(const char* name, std::string absent) const;
    std::optional<std::string> optional_text(const char* name) const;
    bool flag_or(const char* name, bool absent) const;
    std::int64_t integer(const char* name) const;
    Count count(const char* name) const;
    Count count_or_zero(const char* name) const;
    Duration duration() const;
    std::optional<double> real(const char* name) const;  ///< a plain number, null and absent are the same
    Maximum number(const char* name) const;              ///< null and absent are the same
    Verdict verdict(const char* name) const;
    std::vector<std::string> texts(const char* name) const;  ///< absent is empty
    std::set<std::string> text_set(const char* name) const;
    Facts facts(const char* name) const;
    Fields object(const char* name) const;
    const Json& array(const char* name) const;
    const Json& raw(const char* name) const;

    template <class Read> auto word(const char* name, Read read, const char* expected) const {
        const auto found = read(text(name));
        if (!found) fail(name, expected);
        return *found;
    }

    [[noreturn]] void fail(const char* name, const std::string& expected) const;
    CellKey cell() const;

private:
    const Json* member(const char* name) const;

    const Json& object_;
    std::string where_;
};

/// The same text with whatever is not UTF-8 replaced; JSON is checked by its parser, file names are not.
std::string valid_text(const std::string& text);

/// At most `length` bytes of a value, for an error message.
std::string excerpt(const Json& value, std::size_t length = 60);

}  // namespace lossproof::reports
