// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/guest_subject.hpp"

#include "subjects/explains.hpp"
#include "subjects/guest/settle.hpp"

#include <algorithm>
#include <chrono>

namespace lossproof {
namespace {

/// What a process has been asked in order, lest a break need more than one request. Of very much only the last part is kept.
class History {
public:
    void clear() { *this = {}; }
    void add(std::span<const Request> group) {
        for (const Request& request : group) {
            for (const auto& [name, tensor] : request.question.inputs) numbers_ += tensor.values.size();
            asked_.push_back(request);
            if (asked_.size() <= most_requests && numbers_ <= most_numbers) continue;
            clear();
            asked_.push_back(request);
        }
    }
    const std::vector<Request>& asked() const { return asked_; }

private:
    static constexpr std::size_t most_requests = 20'000, most_numbers = 8'000'000;
    std::vector<Request> asked_;
    std::size_t numbers_ = 0;
};

class GuestSubject final : public Subject, public Explains, Guests {
public:
    GuestSubject(Errand errand, std::string door, const Patience& patience)
        : errand_(std::move(errand)), patience_(patience), budget_(patience.hangs) {
        start();
        hello_ = conversation_->hello();
        hello_.identity.door = std::move(door);
    }

    const SubjectIdentity& identity() const override { return hello_.identity; }
    bool offers(std::string_view operation, Format format, std::string_view output) const override {
        return hello_.offers.contains(Hello::offer(operation, name(format), output));
    }

    std::vector<Remark> remarks() const override { return remarks_; }

    std::vector<Reply> compute(std::span<const Request> requests) override {
        std::vector<Reply> replies(requests.size());
        std::vector<Request> offered;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            if (const auto refusal = declared_refusal(requests[i])) {
                replies[i] = unsupported(*refusal);
                continue;
            }
            offered.push_back(requests[i]);
            offered.back().question = without_defaults(requests[i].question, hello_.options);
            places.push_back(i);
        }
        auto answers = settle(offered, *this, budget_);
        for (std::size_t i = 0; i < places.size(); ++i) replies[places[i]] = std::move(answers[i]);
        return replies;
    }

    std::string snippet(const Request& request) override {
        if (!conversation_ || declared_refusal(request)) return {};
        Request asked = request;
        asked.question = without_defaults(request.question, hello_.options);
        Hearing heard = conversation_->ask({&asked, 1}, true);
        history_.add({&asked, 1});
        if (heard.breakdown) conversation_.reset();  // it answered the same before: a snippet is not worth a verdict
        return heard.breakdown ? std::string() : heard.snippet;
    }

private:
    std::optional<std::string> declared_refusal(const Request& request) const {
        const Case& question = request.question;
        for (const Request::Wanted& wanted : request.outputs)
            if (!offers(question.operation, question.format, wanted.name))
                return "does not offer " + Hello::offer(question.operation, name(question.format), wanted.name);
        if (const auto option = undeclared_option(question, hello_.options))
            return "does not offer " + *option + " of " + question.operation;
        return std::nullopt;
    }

    double start() {
        conversation_.reset();
        history_.clear();
        const auto begin = std::chrono::steady_clock::now();
        try {
            conversation_ = std::make_unique<Conversation>(errand_, patience_);
        } catch (const SubjectUnavailable&) {
            throw;
        } catch (const std::runtime_error& error) {
            throw SubjectUnavailable(SubjectUnavailable::Kind::unknown, error.what());
        }
        for (const Remark& remark : conversation_->hello().remarks) add_remark(remarks_, remark);
        // A restart imports what the machine has in its memory by now.
        const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        patience_.hello_seconds = std::min(patience_.hello_seconds, std::max(patience_.answer_seconds, 10 * took));
        return took;
    }

    /// Nothing if a guest is there; else why none is. Two failures in a row are for good.
    std::optional<Breakdown> restart() {
        restart_seconds_ = 0;
        if (conversation_) return std::nullopt;
        if (failed_restarts_ == 2) return gone_;
        try {
            restart_seconds_ = start();
            failed_restarts_ = 0;
            return std::nullopt;
        } catch (const SubjectUnavailable& error) {
            ++failed_restarts_;
            gone_ = {.fault = Fault::crash, .message = std::string("could not be restarted: ") + error.what(), .for_good = true};
            gone_.stopped = patience_.stop && *patience_.stop;
            return gone_;
        }
    }

    Hearing ask(std::span<const Request> group) override {
        if (auto failure = restart()) return {.replies = {}, .breakdown = std::move(failure)};
        Hearing heard = conversation_->ask(group);
        heard.restart_seconds = restart_seconds_;
        heard.before = history_.asked().size();
        history_.add(group.first(std::min(group.size(), heard.replies.size() + 1)));
        if (!heard.breakdown) return heard;
        last_to_break_ = std::exchange(history_, {});
        conversation_.reset();
        return heard;
    }

    Hearing ask_alone(const Request& request) override {
        conversation_.reset();
        if (auto failure = restart()) return {.replies = {}, .breakdown = std::move(failure)};
        Hearing heard = conversation_->ask({&request, 1});
        heard.restart_seconds = restart_seconds_;
        if (!heard.breakdown) heard.breakdown = conversation_->listen_to_the_end();
        conversation_.reset();
        return heard;
    }

    Hearing ask_again() override {
        conversation_.reset();
        if (auto failure = restart()) return {.replies = {}, .breakdown = std::move(failure)};
        Hearing heard = conversation_->ask(last_to_break_.asked());
        heard.restart_seconds = restart_seconds_;
        conversation_.reset();
        return heard;
    }

    Errand errand_;
    Patience patience_;
    BreakBudget budget_;
    Hello hello_;
    std::vector<Remark> remarks_;
    History history_, last_to_break_;
    std::size_t failed_restarts_ = 0;
    double restart_seconds_ = 0;  ///< of the last request for a guest
    Breakdown gone_{};
    std::unique_ptr<Conversation> conversation_;
};

}  // namespace

std::unique_ptr<Subject> open_guest(Errand errand, std::string door, const Patience& patience) {
    return std::make_unique<GuestSubject>(std::move(errand), std::move(door), patience);
}

}  // namespace lossproof
