// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace lossproof::cli {
namespace {

int width() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

bool colour() { return isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR"); }

Progress::Progress(std::string what, bool quiet) : what_(std::move(what)), terminal_(isatty(STDERR_FILENO)), quiet_(quiet) {}

void Progress::show(std::size_t done, std::size_t total) {
    const auto now = Clock::now();
    const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(30000);
    if (quiet_ || total == 0 || now - last_ < pause) return;
    last_ = now;
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    const double left = done ? elapsed * static_cast<double>(total - done) / static_cast<double>(done) : 0;
    char text[160];
    std::snprintf(text, sizeof text, "%s %zu/%zu, about %.0f s left", what_.c_str(), done, total, left);
    if (!terminal_) {
        std::fprintf(stderr, "%s\n", text);
        return;
    }
    const int room = std::max(0, std::min(30, width() - static_cast<int>(std::string(text).size()) - 5));
    const int filled = static_cast<int>(room * done / total);
    std::fprintf(stderr, "\r\033[K[%s%s] %.*s", std::string(static_cast<std::size_t>(filled), '#').c_str(),
                 std::string(static_cast<std::size_t>(room - filled), '.').c_str(), std::max(10, width() - room - 4), text);
    shown_ = true;
}

void Progress::clear() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
}

}  // namespace lossproof::cli
