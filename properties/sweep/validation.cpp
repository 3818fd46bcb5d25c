// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/validation.hpp"

#include "properties/generators/outside.hpp"
#include "properties/sweep/question.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

constexpr std::string_view stage = "validation";

Reply asked(WatchedSubject& subject, const Request& request) {
    try {
        return subject.compute({&request, 1}).front();
    } catch (const UsageError& refusal) {  // what is built in refuses in its own words
        Reply reply;
        reply.status = Reply::Status::broke;
        reply.fault = Fault::refused;
        reply.message = refusal.what();
        return reply;
    }
}

/// What was wrong with the reply, in words; empty if it was a refusal or a NaN. Gradients of refused values are not looked at.
std::string fault_of(const Operation& operation, const Reply& reply) {
    if (reply.status == Reply::Status::broke)
        return reply.fault == Fault::refused || reply.fault == Fault::wrong_shape ? ""
                                                                                  : std::string(text(reply.fault)) + ": " + reply.message;
    if (reply.status != Reply::Status::answered) return "";
    for (const auto& result : operation.results) {
        const auto found = reply.outputs.find(result);
        if (found == reply.outputs.end()) continue;
        const auto& values = found->second.values;
        // A NaN anywhere is an answer: the rows beside a label that is no class may have theirs.
        if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) continue;
        const auto finite = std::find_if(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
        if (finite != values.end()) return "was answered with a " + result + " of " + decimal_text(Format::f64, *finite);
    }
    return "";
}

}  // namespace

void judge_validation(WatchedSubject& subject, const Operation& operation, Format format, std::uint64_t seed, LedgerWriter& ledger) {
    const Takes takes = [&](std::string_view option) { return subject.takes(operation.name, option); };
    Noted noted{.remark = {.kind = Remark::Kind::outside_contract, .message = "", .times = 0}, .request = {}};
    for (const Outside& outside : outside_contract(operation, format, seed, takes)) {
        subject.end_if_asked();
        if (subject.gave_up(operation.name)) return;
        Request request = request_for(Plan(outside.proper), subject);
        if (request.outputs.empty()) continue;
        request.question = outside.question;
        const std::string fault = fault_of(operation, asked(subject, request));
        if (fault.empty()) continue;
        if (noted.remark.times++ == 0) noted.request = request;
        noted.remark.message += (noted.remark.message.empty() ? "" : "; ") + outside.what + " " + fault;
    }
    subject.take_notes();  // what such requests do beside their answers is no finding of its own
    if (noted.remark.times > 0) ledger.remark(noted, stage);
}

}  // namespace lossproof
