// SPDX-License-Identifier: Apache-2.0
#include "reports/fields.hpp"

#include <cmath>

namespace lossproof::reports {
namespace {

constexpr int deepest_nesting = 64;
constexpr double most_seconds = 1e12;            // thirty thousand years still fit the integer microseconds
constexpr Count largest_count = Count{1} << 53;  // beyond it JSON readers round

}  // namespace

Json parse_line(const std::string& line) {
    const auto shallow = [](int depth, Json::parse_event_t, const Json&) {
        if (depth > deepest_nesting) throw LedgerError("nested more than 64 levels deep");
        return true;
    };
    return Json::parse(line, shallow);
}

std::string valid_text(const std::string& text) {
    return Json::parse(Json(text).dump(-1, ' ', true, Json::error_handler_t::replace)).get<std::string>();
}

std::string excerpt(const Json& value, std::size_t length) {
    std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() > length) text = text.substr(0, length) + "…";
    return text;
}

Fields::Fields(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) throw LedgerError(where_ + ": expected a JSON object, found " + excerpt(object));
}

void Fields::fail(const char* name, const std::string& expected) const {
    const Json* found = member(name);
    throw LedgerError(where_ + ": field \"" + name + "\": expected " + expected + ", found " + (found ? excerpt(*found) : "nothing"));
}

const Json* Fields::member(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
}

bool Fields::has(const char* name) const {
    const Json* found = member(name);
    return found && !found->is_null();
}

std::string Fields::text(const char* name) const {
    const Json* found = member(name);
    if (!found || !found->is_string()) fail(name, "text");
    return found->get<std::string>();
}

std::string Fields::text_or(const char* name, std::string absent) const { return has(name) ? text(name) : std::move(absent); }

std::optional<std::string> Fields::optional_text(const char* name) const { return has(name) ? std::optional(text(name)) : std::nullopt; }

bool Fields::flag_or(const char* name, bool absent) const {
    if (!has(name)) return absent;
    if (!member(name)->is_boolean()) fail(name, "true or false");
    return member(name)->get<bool>();
}

std::int64_t Fields::integer(const char* name) const {
    const Json* found = member(name);
    if (!found || !found->is_number_integer()) fail(name, "an integer");
    if (found->is_number_unsigned() && found->get<Count>() > largest_count) fail(name, "an integer below 2^53");
    return found->get<std::int64_t>();
}

Count Fields::count(const char* name) const {
    const std::string expected = "a count (an integer from 0 to 2^53)";
    if (const Json* found = member(name); !found || !found->is_number_integer()) fail(name, expected);
    const std::int64_t value = integer(name);
    if (value < 0) fail(name, expected);
    return static_cast<Count>(value);
}

Count Fields::count_or_zero(const char* name) const { return has(name) ? count(name) : 0; }

Duration Fields::duration() const {
    if (!has("seconds")) return {};
    const Json& seconds = *member("seconds");
    if (!seconds.is_number()) fail("seconds", "a number");
    const double value = seconds.get<double>();
    if (!(value >= 0 && value < most_seconds)) fail("seconds", "a duration from 0 to 1e12 seconds");
    return Duration(static_cast<Duration::rep>(std::llround(value * 1e6)));
}

std::optional<double> Fields::real(const char* name) const {
    if (!has(name)) return std::nullopt;
    if (!member(name)->is_number()) fail(name, "a number");
    return member(name)->get<double>();
}

Maximum Fields::number(const char* name) const {
    if (!has(name)) return std::nullopt;
    const std::string expected = R"({"hex":"0x1.8p+1","decimal":"3"}, "inf" or "nan")";
    const Json& found = *member(name);

    const bool bare = found.is_string();
    if (!bare && !found.is_object()) fail(name, expected);
    const std::string hex = bare ? found.get<std::string>() : object(name).text("hex");
    const std::string decimal = bare ? hex : object(name).text_or("decimal", hex);
    auto number = read_number(hex, decimal);
    if (!number) fail(name, expected);
    return number;
}

Verdict Fields::verdict(const char* name) const {
    return word(name, verdict_named, "a verdict (correctly_rounded, faithful, accurate, stable, inaccurate, wrong, …)");
}

std::vector<std::string> Fields::texts(const char* name) const {
    std::vector<std::string> all;
    if (!has(name)) return all;
    for (const Json& item : array(name)) {
        if (!item.is_string()) fail(name, "an array of text");
        all.push_back(item.get<std::string>());
    }
    return all;
}

std::set<std::string> Fields::text_set(const char* name) const {
    const auto all = texts(name);
    return {all.begin(), all.end()};
}

Facts Fields::facts(const char* name) const {
    Facts facts;
    if (!has(name)) return facts;
    if (!member(name)->is_object()) fail(name, "an object of text");
    for (const auto& [key, value] : member(name)->items())
        if (!value.is_null()) facts[key].insert(value.is_string() ? value.get<std::string>() : excerpt(value, 200));
    return facts;
}

Fields Fields::object(const char* name) const { return Fields(raw(name), where_ + ", " + name); }

const Json& Fields::array(const char* name) const {
    const Json* found = member(name);
    if (!found || !found->is_array()) fail(name, "an array");
    return *found;
}

const Json& Fields::raw(const char* name) const {
    const Json* found = member(name);
    if (!found) fail(name, "an object");
    return *found;
}

CellKey Fields::cell() const { return {.operation = text("operation"), .output = text("output"), .format = text("format")}; }

}  // namespace lossproof::reports
