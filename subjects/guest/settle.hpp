// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/guest/conversation.hpp"

namespace lossproof {

/// Where `settle` has its questions answered: one guest that goes on, and fresh ones to find out whom to blame.
class Guests {
public:
    virtual ~Guests() = default;
    /// Ask the guest that is there, or a fresh one if the last broke.
    virtual Hearing ask(std::span<const Request> group) = 0;
    /// Ask a fresh guest this alone, and listen to it until its end, so that noise which comes after an answer is heard.
    virtual Hearing ask_alone(const Request& request) = 0;
    /// Ask a fresh guest everything that the last one to break under `ask` had been asked, up to the request it broke on.
    virtual Hearing ask_again() = 0;
};

/// Counts time-outs by operation and format over the life of a subject: their sum is bounded, not only each of them.
class HangCount {
public:
    explicit HangCount(std::size_t most) : most_(most) {}
    void add(const Request& request) { ++counts_[key(request)]; }
    bool spent(const Request& request) const;
    std::string message(const Request& request) const;

private:
    using Key = std::pair<std::string, Format>;
    static Key key(const Request& request) { return {request.question.operation, request.question.format}; }
    std::size_t most_;
    std::map<Key, std::size_t> counts_;
};

/// Every request gets its reply. Whoever broke the guest is found by asking again: the first unanswered request alone, the one before
/// it alone, then everything the process had been asked, in the same order. What repeats none of these was `not_reproducible`, unless
/// halving the rest shows that the guest had held answers back.
std::vector<Reply> settle(std::span<const Request> requests, Guests& guests, HangCount& hangs);

}  // namespace lossproof
