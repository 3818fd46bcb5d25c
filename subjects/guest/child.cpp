// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/child.hpp"

#include "subjects/frames/frame.hpp"
#include "subjects/guest/keeper.hpp"
#include "subjects/guest/walls.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
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
std::string ending(const GuestEnd& end) {
    if (end.code == CLD_EXITED) return "exited with status " + std::to_string(end.status);
    return "was killed by " + signal_name(end.status);
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
    Pipe in, out, err, report, lifeline, news;
    ::fcntl(in.write.get(), F_SETPIPE_SZ, 1 << 20);  // fewer switches between host and guest; refusal does no harm
    ::fcntl(out.read.get(), F_SETPIPE_SZ, 1 << 20);
    std::fflush(nullptr);  // a forked copy of unwritten output could be written twice
    namespaces_allowed();  // tried by the host, once, and not by every keeper
    keeper_ = ::fork();
    if (keeper_ < 0) throw std::runtime_error(std::string("cannot fork a guest: ") + std::strerror(errno));
    if (keeper_ == 0) {
        const Ends ends{.requests = in.read.get(), .answers = out.write.get(), .complaints = err.write.get(), .report = report.write.get()};
        const KeeperPipes pipes{.lifeline = lifeline.read.get(), .news = news.write.get()};
        ::setpgid(0, 0);
        default_signals();
        close_all_from(3, {ends.requests, ends.answers, ends.complaints, ends.report, pipes.lifeline, pipes.news});
        keep(pipes, [&] { run(errand, ends); });
    }
    requests_ = std::move(in.write);
    answers_ = std::move(out.read);
    complaints_ = std::move(err.read);
    lifeline_ = std::move(lifeline.write);
    news_ = std::move(news.read);
    for (const int fd : {requests(), answers(), complaints(), news_.get()}) ::fcntl(fd, F_SETFL, O_NONBLOCK);

    report.write.close();
    int reason = 0;
    if (::read(report.read.get(), &reason, sizeof reason) == sizeof reason) {
        kill();
        throw std::runtime_error("cannot run " + in_quotes(errand.arguments.front()) + ": " + std::strerror(reason));
    }
}

void Child::run(const Errand& errand, const Ends& ends) noexcept {
    ::setpgid(0, 0);
    limit_resources();
    ::dup2(ends.complaints, 2);
    if (errand.function) {
        // The ends lie above 4 (see Pipe), so nothing is overwritten before it is copied.
        const int nothing = ::open("/dev/null", O_RDWR);
        ::dup2(nothing, 0);
        ::dup2(nothing, 1);
        ::dup2(ends.requests, 3);
        ::dup2(ends.answers, 4);
        close_all_from(5);
        // Nothing may unwind from a guest's code into the host's: `noexcept` ends the process.
        ::_exit(errand.function(3, 4));
    }
    std::vector<char*> words;
    for (const std::string& word : errand.arguments) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::dup2(ends.requests, 0);
    ::dup2(ends.answers, 1);
    close_all_from(3, {ends.report});
    ::execvp(words[0], words.data());
    const int reason = errno;
    [[maybe_unused]] const auto told = ::write(ends.report, &reason, sizeof reason);
    ::_exit(127);
}

std::optional<std::string> Child::ended() {
    if (end_ || keeper_ <= 0) return end_;
    GuestEnd told{};
    const ssize_t got = ::read(news_.get(), &told, sizeof told);
    if (got == sizeof told) end_ = ending(told);
    else if (got == 0) end_ = "ended together with its keeper";
    return end_;
}

std::optional<std::string> Child::ended_within(std::chrono::milliseconds wait) {
    const auto deadline = std::chrono::steady_clock::now() + wait;
    while (!ended() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return end_;
}

void Child::kill() {
    if (keeper_ <= 0) return;
    lifeline_.close();
    // A keeper that a guest has frozen cannot kill it; its own end takes the guest along.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(6);
    pid_t reaped = 0;
    while ((reaped = ::waitpid(keeper_, nullptr, WNOHANG)) == 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (reaped == 0) {
        ::kill(keeper_, SIGKILL);
        ::waitpid(keeper_, nullptr, 0);
    }
    keeper_ = -1;
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
