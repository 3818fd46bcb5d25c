// SPDX-License-Identifier: Apache-2.0
// What is fuzzed: functions that are given bytes and must neither crash nor break a promise, whatever the bytes are. libFuzzer drives
// them (libfuzzer/driver.cpp, built by clang with LOSSPROOF_FUZZ), and every test run replays their corpora (corpora.cpp).
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace lossproof::fuzz {

void ledger(std::string_view bytes);   ///< a ledger file, cut as `--resume` cuts it
void report(std::string_view bytes);   ///< a ledger in every report, HTML to JUnit
void cases(std::string_view bytes);    ///< a file of cases
void vectors(std::string_view bytes);  ///< a file of vectors, certified again
void frames(std::string_view bytes);   ///< what a guest says, from its hello on
void numbers(std::string_view bytes);  ///< the text of a number
void certify(std::string_view bytes);  ///< a small case made of the bytes, certified

/// A promise that was broken ends the process, as a crash does, and says which it was.
inline void insist(bool kept, std::string_view promise) {
    if (kept) return;
    std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
    std::abort();
}

}  // namespace lossproof::fuzz
