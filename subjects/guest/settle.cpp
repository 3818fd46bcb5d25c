// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/settle.hpp"

#include <algorithm>
#include <cstdio>

namespace lossproof {
namespace {

class Inquiry {
public:
    Inquiry(Guests& guests, BreakBudget& budget) : guests_(guests), budget_(budget) {}

    /// The group is of one operation and format.
    void hear(std::span<const Request> group, std::span<Reply> replies) {
        if (group.empty()) return;
        if (over_) return end(replies);
        if (const auto refusal = budget_.refusal(group.front())) return not_asked(replies, *refusal);
        Hearing heard = guests_.ask(group);
        budget_.add_restart(group.front(), heard.restart_seconds);
        std::move(heard.replies.begin(), heard.replies.end(), replies.begin());
        if (!heard.breakdown) return;

        const std::size_t answered = std::min(heard.replies.size(), group.size());
        if (ends_all(*heard.breakdown)) return end(replies.subspan(answered));
        if (heard.breakdown->fault == Fault::timeout) budget_.add_timeout(group.front());
        const bool was_alone = group.size() == 1 && heard.before == 0;
        if (was_alone) return convict(replies[0], *heard.breakdown);
        find_the_guilty(group, replies, answered, *heard.breakdown);
    }

private:
    /// The first unanswered request is the prime suspect, the one before it the second (it may have damaged memory or printed late). If
    /// both are innocent alone, it may need what came before; or the guest buffers its answers, and the group is halved.
    void find_the_guilty(std::span<const Request> group, std::span<Reply> replies, std::size_t answered, const Breakdown& breakdown) {
        const std::size_t suspect = std::min(answered, group.size() - 1);
        bool found = breaks_alone(group[suspect], replies[suspect]);
        if (!found && suspect > 0) found = breaks_alone(group[suspect - 1], replies[suspect - 1]);
        if (!found) found = breaks_again(group[suspect], replies[suspect], breakdown);
        const auto rest = group.subspan(suspect + 1);
        const auto rest_replies = replies.subspan(suspect + 1);
        if (found) return hear(rest, rest_replies);
        const std::size_t convicted_before = convicted_, half = (rest.size() + 1) / 2;
        hear(rest.first(half), rest_replies.first(half));
        hear(rest.subspan(half), rest_replies.subspan(half));
        if (convicted_ == convicted_before)
            add_remark(replies[suspect].remarks,
                       {.kind = Remark::Kind::not_reproducible, .message = breakdown.message, .fault = breakdown.fault});
    }

    bool breaks_alone(const Request& request, Reply& reply) {
        if (over_) return end({&reply, 1}), true;
        Hearing heard = guests_.ask_alone(request);
        budget_.add_restart(request, heard.restart_seconds);
        if (!heard.replies.empty()) reply = std::move(heard.replies.front());
        if (!heard.breakdown) return reply.status == Reply::Status::broke;
        if (ends_all(*heard.breakdown)) return end({&reply, 1}), true;
        convict(reply, *heard.breakdown);
        return true;
    }

    /// The first message stands: it is about the break that was noticed.
    bool breaks_again(const Request& request, Reply& reply, const Breakdown& first) {
        const Hearing heard = guests_.ask_again();
        budget_.add_restart(request, heard.restart_seconds);
        if (!heard.breakdown || ends_all(*heard.breakdown) || heard.breakdown->fault != first.fault) return false;
        convict(reply, first);
        reply.after = heard.replies.size();
        return true;
    }

    bool ends_all(const Breakdown& breakdown) {
        if (breakdown.for_good || breakdown.stopped) over_ = breakdown;
        return over_.has_value();
    }
    void end(std::span<Reply> replies) {
        if (over_->stopped) return not_asked(replies, over_->message);
        for (Reply& reply : replies) convict(reply, *over_);
    }
    static void not_asked(std::span<Reply> replies, const std::string& message) {
        for (Reply& reply : replies) reply = {.status = Reply::Status::not_asked, .message = message};
    }
    void convict(Reply& reply, const Breakdown& breakdown) {
        reply = broken(breakdown.fault, breakdown.message);
        ++convicted_;
    }

    Guests& guests_;
    BreakBudget& budget_;
    std::size_t convicted_ = 0;
    std::optional<Breakdown> over_;
};

}  // namespace

std::optional<std::string> BreakBudget::refusal(const Request& request) const {
    const auto found = spent_.find(request.question.operation);
    if (found == spent_.end()) return std::nullopt;
    char text[128];
    if (found->second.timeouts >= most_timeouts_)
        std::snprintf(text, sizeof text, "not asked after %zu time-outs of %s", most_timeouts_, found->first.c_str());
    else if (found->second.restart_seconds >= most_restart_seconds_)
        std::snprintf(text, sizeof text, "not asked: breaks of %s cost %g s of restarts", found->first.c_str(), most_restart_seconds_);
    else return std::nullopt;
    return text;
}

std::vector<Reply> settle(std::span<const Request> requests, Guests& guests, BreakBudget& budget) {
    std::vector<Reply> replies(requests.size());
    Inquiry inquiry(guests, budget);
    const auto same = [](const Request& a, const Request& b) {
        return a.question.operation == b.question.operation && a.question.format == b.question.format;
    };
    for (std::size_t from = 0, to = 0; from < requests.size(); from = to) {
        while (to < requests.size() && same(requests[from], requests[to])) ++to;
        inquiry.hear(requests.subspan(from, to - from), std::span(replies).subspan(from, to - from));
    }
    return replies;
}

}  // namespace lossproof
