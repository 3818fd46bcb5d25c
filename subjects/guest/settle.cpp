// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/settle.hpp"

#include <algorithm>

namespace lossproof {
namespace {

class Inquiry {
public:
    explicit Inquiry(const Ask& ask) : ask_(ask) {}

    void hear(std::span<const Request> group, std::span<Reply> replies) {
        if (group.empty()) return;
        if (hopeless_) return give_up(replies);
        Hearing heard = ask_(group, false);
        std::move(heard.replies.begin(), heard.replies.end(), replies.begin());
        if (!heard.breakdown) return;
        if (heard.breakdown->for_good) hopeless_ = heard.breakdown;

        const std::size_t answered = std::min(heard.replies.size(), group.size());
        if (hopeless_) return give_up(replies.subspan(answered));
        if (group.size() == 1) return convict(replies[0], *heard.breakdown);
        find_the_guilty(group, replies, answered, *heard.breakdown);
    }

private:
    /// The first unanswered request is the prime suspect, the one before it the second (it may have damaged memory or
    /// printed late). If both are innocent alone, the guest buffers its answers, and the group is halved.
    void find_the_guilty(std::span<const Request> group, std::span<Reply> replies, std::size_t answered, const Breakdown& breakdown) {
        const std::size_t suspect = std::min(answered, group.size() - 1);
        bool found = breaks_alone(group[suspect], replies[suspect]);
        if (!found && suspect > 0) found = breaks_alone(group[suspect - 1], replies[suspect - 1]);
        const auto rest = group.subspan(suspect + 1);
        const auto rest_replies = replies.subspan(suspect + 1);
        if (!found)
            add_remark(replies[suspect].remarks,
                       {.kind = Remark::Kind::not_reproducible, .message = breakdown.message, .fault = breakdown.fault});
        if (found || rest.size() < 2) return hear(rest, rest_replies);
        const std::size_t half = rest.size() / 2;
        hear(rest.first(half), rest_replies.first(half));
        hear(rest.subspan(half), rest_replies.subspan(half));
    }

    bool breaks_alone(const Request& request, Reply& reply) {
        if (hopeless_) return give_up({&reply, 1}), true;
        Hearing heard = ask_({&request, 1}, true);
        if (!heard.replies.empty()) reply = std::move(heard.replies.front());
        if (!heard.breakdown) return reply.status == Reply::Status::broke;
        if (heard.breakdown->for_good) hopeless_ = heard.breakdown;
        convict(reply, *heard.breakdown);
        return true;
    }

    void give_up(std::span<Reply> replies) {
        for (Reply& reply : replies) convict(reply, *hopeless_);
    }
    static void convict(Reply& reply, const Breakdown& breakdown) { reply = broken(breakdown.fault, breakdown.message); }

    const Ask& ask_;
    std::optional<Breakdown> hopeless_;
};

}  // namespace

std::vector<Reply> settle(std::span<const Request> requests, const Ask& ask) {
    std::vector<Reply> replies(requests.size());
    Inquiry(ask).hear(requests, replies);
    return replies;
}

}  // namespace lossproof
