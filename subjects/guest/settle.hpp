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

/// What breaking may cost: the sum of time-outs and of restarts is bounded, not only each of them. Both are counted by operation over
/// the life of a subject, all its formats together, because a formula that hangs in one mostly hangs in every one.
class BreakBudget {
public:
    explicit BreakBudget(std::size_t most_timeouts, double most_restart_seconds = 30)
        : most_timeouts_(most_timeouts), most_restart_seconds_(most_restart_seconds) {}
    void add_timeout(const Request& request) { ++spent_[request.question.operation].timeouts; }
    void add_restart(const Request& request, double seconds) { spent_[request.question.operation].restart_seconds += seconds; }
    /// Why nothing more is asked of this operation; nothing while there is something left.
    std::optional<std::string> refusal(const Request& request) const;

private:
    struct Spent {
        std::size_t timeouts = 0;
        double restart_seconds = 0;
    };
    std::size_t most_timeouts_;
    double most_restart_seconds_;
    std::map<std::string, Spent> spent_;
};

/// Every request gets its reply. Whoever broke the guest is found by asking again: the first unanswered request alone, the one before
/// it alone, then everything the process had been asked, in the same order. What repeats none of these was `not_reproducible`, unless
/// halving the rest shows that the guest had held answers back.
std::vector<Reply> settle(std::span<const Request> requests, Guests& guests, BreakBudget& budget);

}  // namespace lossproof
