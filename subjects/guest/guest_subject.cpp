// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/guest_subject.hpp"

#include "subjects/guest/settle.hpp"

#include <algorithm>

namespace lossproof {
namespace {

class GuestSubject final : public Subject {
public:
    GuestSubject(Errand errand, std::string door, const Patience& patience) : errand_(std::move(errand)), patience_(patience) {
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
        const Ask asking = [this](std::span<const Request> group, bool alone) { return ask(group, alone); };
        if (std::none_of(requests.begin(), requests.end(), [&](const Request& r) { return declared_refusal(r); }))
            return settle(requests, asking);

        std::vector<Reply> replies(requests.size());
        std::vector<Request> offered;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            if (const auto refusal = declared_refusal(requests[i])) {
                replies[i] = unsupported(*refusal);
                continue;
            }
            offered.push_back(requests[i]);
            places.push_back(i);
        }
        auto answers = settle(offered, asking);
        for (std::size_t i = 0; i < places.size(); ++i) replies[places[i]] = std::move(answers[i]);
        return replies;
    }

private:
    std::optional<std::string> declared_refusal(const Request& request) const {
        const Case& question = request.question;
        for (const Request::Wanted& wanted : request.outputs)
            if (!offers(question.operation, question.format, wanted.name))
                return "does not offer " + Hello::offer(question.operation, name(question.format), wanted.name);
        return std::nullopt;
    }

    void start() {
        conversation_.reset();
        try {
            conversation_ = std::make_unique<Conversation>(errand_, patience_);
            for (const Remark& remark : conversation_->hello().remarks) add_remark(remarks_, remark);
        } catch (const SubjectUnavailable&) {
            throw;
        } catch (const std::runtime_error& error) {
            throw SubjectUnavailable(SubjectUnavailable::Kind::unknown, error.what());
        }
    }

    Hearing ask(std::span<const Request> group, bool alone) {
        try {
            if (!conversation_) start();
        } catch (const SubjectUnavailable& error) {
            return {.replies = {},
                    .breakdown = Breakdown{
                        .fault = Reply::Fault::crash, .message = std::string("could not be restarted: ") + error.what(), .for_good = true}};
        }
        Hearing heard = conversation_->ask(group);
        if (alone && !heard.breakdown) heard.breakdown = conversation_->listen_to_the_end();
        if (alone || heard.breakdown) conversation_.reset();
        return heard;
    }

    Errand errand_;
    Patience patience_;
    Hello hello_;
    std::vector<Remark> remarks_;
    std::unique_ptr<Conversation> conversation_;
};

}  // namespace

std::unique_ptr<Subject> open_guest(Errand errand, std::string door, const Patience& patience) {
    return std::make_unique<GuestSubject>(std::move(errand), std::move(door), patience);
}

}  // namespace lossproof
