// SPDX-License-Identifier: Apache-2.0
// Every test run replays the corpora, each file as it is, cut at several places, and with a few bytes changed, always the same ones. What a
// fuzzer found becomes a file there.
#include "tests/fuzz/targets.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

using namespace lossproof;

namespace {

using Target = void (*)(std::string_view);

std::vector<std::filesystem::path> corpus(const std::string& name) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(LOSSPROOF_SOURCE_DIR) + "/tests/fuzz/corpora/" + name))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void replay(const std::string& name, Target target, int changes) {
    const auto files = corpus(name);
    REQUIRE(files.size() >= 5);
    for (const auto& path : files) {
        UNSCOPED_INFO(path.string());
        const std::string whole = content(path);
        target(whole);
        for (const std::size_t part : {1, 2, 3}) target(std::string_view(whole).substr(0, whole.size() * part / 4));
        std::minstd_rand dice(static_cast<unsigned>(whole.size()) + 1);  // the same numbers everywhere
        for (int i = 0; i < changes && !whole.empty(); ++i) {
            std::string changed = whole;
            for (int j = 0; j < 3; ++j) changed[dice() % changed.size()] = static_cast<char>(dice() >> 8);
            target(changed);
        }
    }
    SUCCEED("nothing crashed and no promise was broken");
}

}  // namespace

TEST_CASE("the fuzzers' corpus: ledgers") { replay("ledger", fuzz::ledger, 20); }
TEST_CASE("the fuzzers' corpus: reports") { replay("report", fuzz::report, 3); }
TEST_CASE("the fuzzers' corpus: cases") { replay("cases", fuzz::cases, 20); }
TEST_CASE("the fuzzers' corpus: vectors") { replay("vectors", fuzz::vectors, 5); }
TEST_CASE("the fuzzers' corpus: frames") { replay("frames", fuzz::frames, 50); }
TEST_CASE("the fuzzers' corpus: numbers") { replay("numbers", fuzz::numbers, 50); }
TEST_CASE("the fuzzers' corpus: certification") { replay("certify", fuzz::certify, 10); }
