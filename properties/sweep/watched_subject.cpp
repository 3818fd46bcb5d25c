// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/watched_subject.hpp"

#include <algorithm>

namespace lossproof {

std::vector<Reply> WatchedSubject::compute(std::span<const Request> requests) {
    end_if_asked();
    const auto hopeless = [&](const Request& r) { return gave_up(r.question.operation); };
    if (std::any_of(requests.begin(), requests.end(), hopeless)) {
        const Reply silent{.status = Reply::Status::not_asked,
                           .message = "not asked after " + std::to_string(most_timeouts) + " time-outs"};
        return std::vector<Reply>(requests.size(), silent);
    }
    auto replies = subject_.compute(requests);
    end_if_asked();
    for (std::size_t i = 0; i < replies.size(); ++i) note(requests[i], replies[i]);
    return replies;
}

void WatchedSubject::end_if_asked() const {
    if (asked_to_end()) throw Interrupted{};
}

bool WatchedSubject::gave_up(std::string_view operation) const {
    const auto found = timeouts_.find(operation);
    return found != timeouts_.end() && found->second >= most_timeouts;
}

void WatchedSubject::add_timeouts(std::string_view operation, std::size_t count) { timeouts_[std::string(operation)] += count; }

std::vector<Noted> WatchedSubject::take_notes() {
    std::vector<Noted> notes;
    for (auto& [unused, noted] : notes_) notes.push_back(std::move(noted));
    notes_.clear();
    return notes;
}

void WatchedSubject::note(const Request& request, const Reply& reply) {
    const Case& question = request.question;
    if (reply.status == Reply::Status::broke && reply.fault == Reply::Fault::timeout) add_timeouts(question.operation, 1);
    for (const Remark& remark : reply.remarks) {
        const auto [place, fresh] = notes_.try_emplace({question.operation, question.format, remark.kind}, Noted{remark, request});
        if (!fresh) place->second.remark.times += remark.times;
    }
}

}  // namespace lossproof
