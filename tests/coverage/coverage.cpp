// SPDX-License-Identifier: Apache-2.0
// lectures.json numbers everything in the lectures and names its home: operations, laws, tests, or a reason why there is
// none. Here the list is held to be complete and its homes to be real, both ways.
#include "properties/checker/law.hpp"
#include "reference/oracle/operation.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

using namespace lossproof;

namespace {

const std::string source_directory = LOSSPROOF_SOURCE_DIR "/";

std::string text_of(const std::string& file) {
    std::ifstream stream(source_directory + file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

struct Item {
    std::string number, title, reason;
    std::vector<std::string> operations, laws, tests;
    bool has_home() const { return !reason.empty() || !operations.empty() || !laws.empty() || !tests.empty(); }
};

const std::vector<Item>& items() {
    static const std::vector<Item> all = [] {
        std::vector<Item> result;
        for (const auto& entry : nlohmann::json::parse(text_of("tests/coverage/lectures.json"))) {
            const auto list = [&](const char* key) { return entry.value(key, std::vector<std::string>{}); };
            result.push_back({.number = entry.at("number"),
                              .title = entry.at("title"),
                              .reason = entry.value("reason", ""),
                              .operations = list("operations"),
                              .laws = list("laws"),
                              .tests = list("tests")});
        }
        return result;
    }();
    return all;
}

/// A law goes by its name, or by a number among those of its identity.
bool law_exists(const std::string& wanted) {
    return std::any_of(laws().begin(), laws().end(), [&](const Law& law) {
        std::istringstream numbers{std::string(law.identity)};
        for (std::string number; numbers >> number;)
            if (number == wanted) return true;
        return law.name == wanted;
    });
}

/// `tests/worked/hinge.cpp [N04]`: the file has a test case with that tag.
bool test_exists(const std::string& home) {
    const auto space = home.find(' ');
    if (space == std::string::npos) return false;
    const std::string text = text_of(home.substr(0, space)), tag = home.substr(space + 1);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("TEST_CASE(") && line.find(tag, line.rfind("\", \"")) != std::string::npos) return true;
    return false;
}

/// The numbers every list must have: the letter, how many there are, and how they are written.
struct Range {
    char letter;
    int count;
    bool two_digits;
};
constexpr Range ranges[] = {{'L', 23, true}, {'O', 19, true}, {'I', 6, true},  {'R', 10, true},  {'D', 34, true}, {'A', 15, true},
                            {'N', 37, true}, {'Q', 26, true}, {'C', 45, true}, {'E', 21, false}, {'X', 18, false}};

std::set<std::string> required_numbers() {
    std::set<std::string> numbers = {"N02b", "N04b"};
    for (const Range& range : ranges)
        for (int i = 1; i <= range.count; ++i)
            numbers.insert(range.letter + std::string(range.two_digits && i < 10 ? "0" : "") + std::to_string(i));
    return numbers;
}

}  // namespace

TEST_CASE("every number of the lectures is in the list, once, and nothing else", "[coverage]") {
    std::map<std::string, int> listed;
    for (const Item& item : items()) ++listed[item.number];

    const auto required = required_numbers();
    for (const auto& number : required) {
        INFO(number);
        CHECK(listed[number] == 1);
    }
    for (const auto& [number, times] : listed) {
        INFO(number);
        CHECK(required.contains(number));
    }
}

TEST_CASE("every number has a title and a home, and every home is real", "[coverage]") {
    for (const Item& item : items()) {
        INFO(item.number << " " << item.title);
        CHECK_FALSE(item.title.empty());
        CHECK(item.has_home());
        for (const auto& name : item.operations) {
            INFO("operation " << name);
            CHECK(find_operation(name) != nullptr);
        }
        for (const auto& name : item.laws) {
            INFO("law " << name);
            CHECK(law_exists(name));
        }
        for (const auto& home : item.tests) {
            INFO("test " << home);
            CHECK(test_exists(home));
        }
    }
}

TEST_CASE("identities have laws, figures and errors have tests, claims have one or the other", "[coverage]") {
    for (const Item& item : items()) {
        INFO(item.number << " " << item.title);
        switch (item.number.front()) {
        case 'D': CHECK_FALSE(item.laws.empty()); break;
        case 'N':
        case 'E': CHECK_FALSE(item.tests.empty()); break;
        case 'C': CHECK_FALSE((item.laws.empty() && item.tests.empty())); break;
        default: break;
        }
    }
}

TEST_CASE("every lecture number an operation names is in the list", "[coverage]") {
    std::set<std::string> listed;
    for (const Item& item : items()) listed.insert(item.number);

    for (const Operation& operation : catalogue()) {
        std::istringstream numbers{std::string(operation.lectures)};
        for (std::string number; numbers >> number;) {
            INFO(operation.name << " names " << number);
            CHECK(listed.contains(number));
        }
    }
}
