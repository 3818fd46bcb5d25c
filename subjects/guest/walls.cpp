// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/walls.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace lossproof {
namespace {

void at_most(decltype(RLIMIT_CORE) resource, std::uint64_t most) {
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0) return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_cur, most);
    ::setrlimit(resource, &limit);
}

/// The kernel counts all tasks of the user, so what runs already must not count against the guest.
std::uint64_t tasks_running() {
    FILE* file = std::fopen("/proc/loadavg", "re");
    if (!file) return std::uint64_t{1} << 20;
    unsigned long tasks = 1 << 20;
    if (std::fscanf(file, "%*f %*f %*f %*u/%lu", &tasks) != 1) tasks = 1 << 20;
    std::fclose(file);
    return tasks;
}

std::uint64_t memory_allowed() {
    if (const char* wish = std::getenv("LOSSPROOF_GUEST_MEMORY")) {
        std::uint64_t mebibytes = 0;
        const char* end = wish + std::strlen(wish);
        if (std::from_chars(wish, end, mebibytes).ptr == end && mebibytes > 0) return mebibytes << 20;
        return RLIM_INFINITY;
    }
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return RLIM_INFINITY;  // the shadow memory that a forked guest inherits is data
#else
    const auto pages = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)), page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return std::max(pages * page / 4 * 3, std::uint64_t{4} << 30);
#endif
}

}  // namespace

void limit_resources() {
    at_most(RLIMIT_CORE, 0);
    at_most(RLIMIT_FSIZE, std::uint64_t{4} << 30);
    at_most(RLIMIT_NPROC, tasks_running() + 4096);
    at_most(RLIMIT_DATA, memory_allowed());
}

void close_all_from(int first, std::initializer_list<int> except) {
    std::vector<int> kept(except);
    std::sort(kept.begin(), kept.end());
    for (const int fd : kept) {
        if (fd < first) continue;
        if (fd > first) ::syscall(SYS_close_range, first, fd - 1, 0);
        first = fd + 1;
    }
    if (::syscall(SYS_close_range, first, ~0U, 0) == 0) return;
    // An old kernel: one by one, those that were kept being below `first` no more.
    const long most = ::sysconf(_SC_OPEN_MAX);
    for (int fd = first; fd < std::min(most, 65536L); ++fd) ::close(fd);
}

void default_signals() {
    for (int number = 1; number < 32; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace lossproof
