// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/child.hpp"

#include "subjects/frames/frame.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace lossproof {
namespace {

Descriptor moved_up(int fd) {
    Descriptor moved(::fcntl(fd, F_DUPFD_CLOEXEC, 10));
    ::close(fd);
    return moved;
}

struct Pipe {
    Descriptor read, write;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::string("no pipe for a guest: ") + std::strerror(errno));
        // Away from 0, 1 and 2, which the child arranges; they may be free if the host was started without them.
        read = moved_up(ends[0]);
        write = moved_up(ends[1]);
    }
};

std::string signal_name(int number) {
    const char* abbreviation = ::sigabbrev_np(number);
    return abbreviation ? std::string("SIG") + abbreviation : "signal " + std::to_string(number);
}
std::string ending(const siginfo_t& information) {
    if (information.si_code == CLD_EXITED) return "exited with status " + std::to_string(information.si_status);
    return "was killed by " + signal_name(information.si_status);
}

/// A child must not keep the descriptors of its siblings open, or these would never see the end of their input.
void close_all_from(int first, int except) {
    if (except > first) ::syscall(SYS_close_range, first, except - 1, 0);
    ::syscall(SYS_close_range, std::max(first, except + 1), ~0U, 0);
}

/// The host's handlers (its own, a sanitizer's) have no business in a guest: a crash must look like one.
void default_signals() {
    for (int number = 1; number < 32; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    close();
    fd_ = other.release();
    return *this;
}
void Descriptor::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

Child::Child(const Errand& errand) {
    Pipe in, out, err, report;
    ::fcntl(in.write.get(), F_SETPIPE_SZ, 1 << 20);  // fewer switches between host and guest; refusal does no harm
    ::fcntl(out.read.get(), F_SETPIPE_SZ, 1 << 20);
    std::fflush(nullptr);  // a forked copy of unwritten output could be written twice
    const bool from_main_thread = ::getpid() == static_cast<pid_t>(::syscall(SYS_gettid));
    id_ = ::fork();
    if (id_ < 0) throw std::runtime_error(std::string("cannot fork a guest: ") + std::strerror(errno));
    if (id_ == 0) {
        ::setpgid(0, 0);
        // The signal comes when the forking *thread* ends, so it is only asked for where that means the process.
        if (from_main_thread) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        run(errand, in.read.get(), out.write.get(), err.write.get(), report.write.get());
    }
    ::setpgid(id_, id_);
    requests_ = std::move(in.write);
    answers_ = std::move(out.read);
    complaints_ = std::move(err.read);
    for (const int fd : {requests(), answers(), complaints()}) ::fcntl(fd, F_SETFL, O_NONBLOCK);

    report.write.close();
    int reason = 0;
    if (::read(report.read.get(), &reason, sizeof reason) == sizeof reason) {
        kill();
        throw std::runtime_error("cannot run " + in_quotes(errand.arguments.front()) + ": " + std::strerror(reason));
    }
}

void Child::run(const Errand& errand, int in, int out, int err, int report) {
    default_signals();
    ::dup2(err, 2);
    if (errand.function) {
        ::close(report);
        const int requests = ::fcntl(in, F_DUPFD, 10), answers = ::fcntl(out, F_DUPFD, 10);
        const int nothing = ::open("/dev/null", O_RDWR);
        ::dup2(nothing, 0);
        ::dup2(nothing, 1);
        ::dup2(requests, 3);
        ::dup2(answers, 4);
        close_all_from(5, -1);
        ::_exit(errand.function(3, 4));
    }
    std::vector<char*> words;
    for (const std::string& word : errand.arguments) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::dup2(in, 0);
    ::dup2(out, 1);
    close_all_from(3, report);
    ::execvp(words[0], words.data());
    const int reason = errno;
    [[maybe_unused]] const auto told = ::write(report, &reason, sizeof reason);
    ::_exit(127);
}

std::optional<std::string> Child::ended() {
    siginfo_t information{};
    if (end_ || id_ <= 0) return end_;
    // WNOWAIT keeps the process number reserved until the whole group is killed.
    if (::waitid(P_PID, static_cast<id_t>(id_), &information, WEXITED | WNOHANG | WNOWAIT) != 0) end_ = "ended unseen";
    else if (information.si_pid == id_) end_ = ending(information);
    return end_;
}

std::optional<std::string> Child::ended_within(std::chrono::milliseconds wait) {
    const auto deadline = std::chrono::steady_clock::now() + wait;
    while (!ended() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return end_;
}

void Child::kill() {
    if (id_ <= 0) return;
    ::kill(-id_, SIGKILL);  // grandchildren too, which may outlive the leader
    ::kill(id_, SIGKILL);
    siginfo_t information{};
    if (!end_ && ::waitid(P_PID, static_cast<id_t>(id_), &information, WEXITED | WNOWAIT) == 0) end_ = ending(information);
    ::waitpid(id_, nullptr, 0);
    id_ = -1;
}

void Child::read_complaints() {
    constexpr std::size_t kept = 4096;
    char buffer[4096];
    // A guest that floods its stderr must not hold the host here, hence the bound.
    for (int i = 0; i < 16; ++i) {
        const ssize_t got = ::read(complaints(), buffer, sizeof buffer);
        if (got <= 0) return;
        stderr_tail_.append(buffer, static_cast<std::size_t>(got));
        if (stderr_tail_.size() > kept) stderr_tail_.erase(0, stderr_tail_.size() - kept);
    }
}

std::string Child::last_words() const {
    const std::size_t end = stderr_tail_.find_last_not_of(" \t\r\n");
    if (end == std::string::npos) return "";
    const std::size_t line = stderr_tail_.rfind('\n', end);
    return in_quotes(std::string_view(stderr_tail_).substr(line + 1, end - line));
}

NoBrokenPipe::NoBrokenPipe() {
    sigset_t pending, pipe, before;
    ::sigpending(&pending);
    was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
    was_blocked_ = ::sigismember(&before, SIGPIPE) == 1;
}
NoBrokenPipe::~NoBrokenPipe() {
    sigset_t pipe;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    const timespec at_once{};
    if (!was_pending_) ::sigtimedwait(&pipe, nullptr, &at_once);
    if (!was_blocked_) ::pthread_sigmask(SIG_UNBLOCK, &pipe, nullptr);
}

}  // namespace lossproof
