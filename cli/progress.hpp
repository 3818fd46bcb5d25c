// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger.hpp"

#include <chrono>
#include <string>

namespace lossproof::cli {

/// A bar with the time left on a terminal, a plain line every 30 seconds elsewhere; on standard error.
class Progress {
public:
    Progress(std::string what, bool quiet);
    void show(std::size_t done, std::size_t total);
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    std::string what_;
    bool terminal_, quiet_, shown_ = false;
    Clock::time_point start_ = Clock::now(), last_ = Clock::now();
};

/// May standard output be coloured? A terminal, and NO_COLOR unset.
bool colour();

/// What a run found, a line an operation, worst first, with replay lines for failures.
std::string summary(const reports::Ledger& ledger, const std::string& path);

}  // namespace lossproof::cli
