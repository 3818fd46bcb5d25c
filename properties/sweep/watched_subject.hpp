// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/explains.hpp"

#include <atomic>
#include <map>
#include <utility>

namespace lossproof {

/// Thrown where a run is asked to end; what was judged by then is in the ledger.
struct Interrupted {};

/// What was noticed in requests of one operation and format and is nobody's answer: told even if no request repeats it.
struct Noted {
    Remark remark;                   ///< the first, and how often
    std::optional<Request> request;  ///< the first that it came from; nothing if it belongs to none
};

/// A subject with somebody beside it who ends the run when asked to, asks no further after a few time-outs, and writes down
/// every remark, whoever asked: the sweep, a witness on its way to being smaller, or a law.
class WatchedSubject final : public Subject, public Explains {
public:
    /// Of one operation in all its formats, each as long as a whole time limit.
    static constexpr std::size_t most_timeouts = Patience{}.hangs;

    explicit WatchedSubject(Subject& subject, const std::atomic<bool>* stop = nullptr) : subject_(subject), stop_(stop) {}
    const SubjectIdentity& identity() const override { return subject_.identity(); }
    bool offers(std::string_view operation, Format format, std::string_view output) const override {
        return subject_.offers(operation, format, output);
    }
    std::vector<Reply> compute(std::span<const Request> requests) override;

    std::string snippet(const Request& request) override {
        auto* explaining = dynamic_cast<Explains*>(&subject_);
        return explaining ? explaining->snippet(request) : std::string();
    }

    bool asked_to_end() const { return stop_ && *stop_; }
    void end_if_asked() const;
    bool gave_up(std::string_view operation) const;
    void add_timeouts(std::string_view operation, std::size_t count);
    /// What was noted since the last call; each kind once an operation and format, counted.
    std::vector<Noted> take_notes();

private:
    using Key = std::tuple<std::string, Format, Remark::Kind>;
    void note(const Request& request, const Reply& reply);

    Subject& subject_;
    const std::atomic<bool>* stop_;
    std::map<std::string, std::size_t, std::less<>> timeouts_;
    std::map<Key, Noted> notes_;
};

}  // namespace lossproof
