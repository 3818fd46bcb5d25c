// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace lossproof {

/// A descriptor that closes itself.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor() { close(); }
    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }
    void close();
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// What a child process runs: a program with its arguments, or (in a fork without exec) a function that is given the
/// descriptors to read requests from and to write answers to.
struct Errand {
    std::vector<std::string> arguments;
    std::function<int(int requests, int answers)> function;
};

/// A guest's process under a keeper: killed with all its descendants, waited for always, the end of its stderr kept.
class Child {
public:
    explicit Child(const Errand& errand);  ///< throws std::runtime_error, e.g. for a program that cannot be run
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() { kill(); }

    int requests() const { return requests_.get(); }
    int answers() const { return answers_.get(); }
    int complaints() const { return complaints_.get(); }
    void finish_requests() { requests_.close(); }  ///< end of file on the guest's stdin: it should end itself
    void read_complaints();                        ///< without blocking

    /// How it ended, in words (`exited with status 3`, `was killed by SIGSEGV`); nothing while it runs.
    std::optional<std::string> ended();
    std::optional<std::string> ended_within(std::chrono::milliseconds wait);
    void kill();
    std::string last_words() const;  ///< the last line it wrote to stderr, quoted; empty if none

private:
    /// The guest's ends of its pipes; through `report` it says why its program could not be run.
    struct Ends {
        int requests, answers, complaints, report;
    };
    [[noreturn]] static void run(const Errand& errand, const Ends& ends) noexcept;

    pid_t keeper_ = -1;
    std::optional<std::string> end_;
    Descriptor requests_, answers_, complaints_, lifeline_, news_;
    std::string stderr_tail_;
};

/// Blocks SIGPIPE in this thread and swallows the one a write to a dead guest raises, so that the host lives.
class NoBrokenPipe {
public:
    NoBrokenPipe();
    ~NoBrokenPipe();

private:
    bool was_pending_ = false, was_blocked_ = false;
};

}  // namespace lossproof
