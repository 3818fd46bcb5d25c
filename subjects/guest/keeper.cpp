// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/keeper.hpp"

#include "subjects/guest/walls.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace lossproof {
namespace {

/// The processes that have this one for a parent, orphans that it adopted included.
std::vector<pid_t> children() {
    std::vector<pid_t> found;
    std::error_code gone;
    for (std::filesystem::directory_iterator entry("/proc", gone), end; !gone && entry != end; entry.increment(gone)) {
        const std::string name = entry->path().filename();
        if (name.find_first_not_of("0123456789") != name.npos) continue;
        std::ifstream file(entry->path() / "stat");
        std::string stat;
        std::getline(file, stat);
        // The program's name stands in parentheses and may hold anything; after it come the state and the parent.
        const auto after = stat.rfind(") ");
        if (after != stat.npos && after + 4 < stat.size() && std::atoi(stat.c_str() + after + 4) == ::getpid())
            found.push_back(std::stoi(name));
    }
    return found;
}

void kill_everything() {
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + std::chrono::seconds(5);
    const bool alone_in_namespace = ::getpid() == 1;
    // A process that is killed leaves its children to the keeper, which kills them in the next round.
    while (Clock::now() < deadline) {
        if (alone_in_namespace) ::kill(-1, SIGKILL);
        else
            for (const pid_t child : children()) ::kill(child, SIGKILL);
        pid_t reaped = 0;
        while ((reaped = ::waitpid(-1, nullptr, WNOHANG)) > 0) {
        }
        if (reaped < 0) return;  // nobody is left
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

/// Look after everybody who ended; tell of the guest.
void reap(pid_t guest, int news) {
    siginfo_t ended{};
    while (::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG) == 0 && ended.si_pid != 0) {
        if (ended.si_pid == guest) {
            const GuestEnd end{.code = ended.si_code, .status = ended.si_status};
            [[maybe_unused]] const auto told = ::write(news, &end, sizeof end);
        }
        ended = {};
    }
}

sigset_t only(int signal) {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, signal);
    return set;
}

[[noreturn]] void watch_over(const KeeperPipes& pipes, const std::function<void()>& guest) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);  // a guest may signal its parent by mistake
    const sigset_t deaths = only(SIGCHLD);
    const int ends = ::signalfd(-1, &deaths, SFD_NONBLOCK | SFD_CLOEXEC);
    const pid_t id = ::fork();
    if (id == 0) {
        default_signals();
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        guest();
        ::_exit(127);
    }
    // The guest's pipes are not the keeper's: it would keep them open.
    close_all_from(0, {pipes.lifeline, pipes.news, ends});
    for (;;) {
        pollfd watched[] = {{pipes.lifeline, POLLIN, 0}, {ends, POLLIN, 0}};
        ::poll(watched, 2, -1);
        signalfd_siginfo ignored;
        while (::read(ends, &ignored, sizeof ignored) > 0) {
        }
        if (id > 0) reap(id, pipes.news);
        if (watched[0].revents) break;
    }
    kill_everything();
    ::_exit(0);
}

/// A view of /proc that fits the namespace, seen here alone.
bool own_proc() {
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0;
}

bool ended_well(pid_t child) {
    int status = 1;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

bool try_namespaces() {
    const pid_t probe = ::fork();
    if (probe == 0) {
        if (::unshare(CLONE_NEWPID | CLONE_NEWNS) != 0) ::_exit(1);
        const pid_t first = ::fork();
        if (first == 0) ::_exit(own_proc() ? 0 : 1);
        ::_exit(ended_well(first) ? 0 : 1);
    }
    return ended_well(probe);
}

}  // namespace

bool namespaces_allowed() {
    if (const char* wish = std::getenv("LOSSPROOF_NAMESPACES"); wish && std::strcmp(wish, "off") == 0) return false;
    static const bool allowed = try_namespaces();
    return allowed;
}

void keep(const KeeperPipes& pipes, const std::function<void()>& guest) {
    if (!namespaces_allowed() || ::unshare(CLONE_NEWPID | CLONE_NEWNS) != 0) watch_over(pipes, guest);
    // The first process of a namespace takes everybody in it along when it ends.
    const pid_t first = ::fork();
    if (first == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        own_proc();
        watch_over(pipes, guest);
    }
    close_all_from(0);
    ended_well(first);
    ::_exit(0);
}

}  // namespace lossproof
