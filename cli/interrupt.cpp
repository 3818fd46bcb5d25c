// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.hpp"

#include <csignal>

namespace lossproof::cli {
namespace {

std::atomic<bool> stop_requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch nothing else");

void on_signal(int number) {
    if (!stop_requested.exchange(true)) return;
    std::signal(number, SIG_DFL);
    std::raise(number);  // delivered when this handler returns
}

}  // namespace

const std::atomic<bool>& watch_for_signals() {
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    std::signal(SIGXFSZ, SIG_IGN);
    return stop_requested;
}

}  // namespace lossproof::cli
