// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/frames/messages.hpp"
#include "subjects/guest/child.hpp"

#include <span>

namespace lossproof {

/// How a conversation ended before its time.
struct Breakdown {
    Reply::Fault fault;
    std::string message;
    bool for_good = false;  ///< the guest could not even be restarted
    bool stopped = false;   ///< no fault of the guest: the run is to end
};

/// What came back for a group of requests: answers to the first few, and what ended the rest.
struct Hearing {
    std::vector<Reply> replies;  ///< to the first requests, in order
    std::optional<Breakdown> breakdown;
    std::size_t before = 0;      ///< requests that the same process had been asked before these
    double restart_seconds = 0;  ///< what it took to have a fresh guest for them
    std::string snippet = {};    ///< of the last of them, if it was asked for
};

/// One running guest at the other end of a pair of pipes.
class Conversation {
public:
    /// Starts the guest and shakes hands; throws SubjectUnavailable.
    Conversation(const Errand& errand, const Patience& patience);
    const Hello& hello() const { return hello_; }

    /// Requests are written while answers are read, so neither side waits for the other's pipe.
    Hearing ask(std::span<const Request> requests, bool explain = false);
    /// End the guest's input and see whether it says anything more before it ends: late noise.
    std::optional<Breakdown> listen_to_the_end();

private:
    enum class News { something, nothing_in_time, end, stopped };
    bool stopped() const { return patience_.stop && *patience_.stop; }
    News exchange(std::string& outgoing, std::chrono::steady_clock::time_point deadline);
    bool write_some(std::string& outgoing);
    void hear_answers(std::span<const Request> requests, bool explain, Hearing& heard);
    std::string last_words();
    Breakdown silence(double seconds, const std::string& expected);
    Breakdown end(const std::string& expected);
    Breakdown why(News news, double seconds, const std::string& expected);
    Frame handshake(double seconds, const std::string& expected);
    void close_batch();

    Child child_;
    FrameReader reader_;
    Patience patience_;
    Hello hello_;
    std::string hello_text_;  ///< the header it was read from
};

}  // namespace lossproof
