// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/conversation.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace lossproof {
namespace {

using Clock = std::chrono::steady_clock;
Clock::time_point in_seconds(double seconds) {
    return Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}
std::string seconds_text(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%g s", seconds);
    return text;
}

/// The longest payload an honest answer to any of the requests can have, alignment included.
std::uint64_t longest_answer(std::span<const Request> requests) {
    std::uint64_t longest = 0;
    for (const Request& request : requests) {
        std::uint64_t bytes = 64;
        for (const Request::Wanted& wanted : request.outputs) bytes += 8 * elements_of(wanted.shape).value_or(0) + 64;
        longest = std::max(longest, bytes);
    }
    return longest;
}

}  // namespace

Conversation::Conversation(const Errand& errand, const Patience& patience) : child_(errand), patience_(patience) {
    try {
        hello_ = read_hello(handshake(patience));
    } catch (const BadFrame& error) {
        throw SubjectUnavailable(SubjectUnavailable::Kind::broke, std::string("failed the handshake: ") + error.what());
    }
}

Frame Conversation::handshake(const Patience& patience) {
    std::string outgoing = hello_request();
    const auto deadline = in_seconds(patience.hello_seconds);
    for (;;) {
        if (auto frame = reader_.next()) return *std::move(frame);
        const News news = exchange(outgoing, deadline);
        if (news == News::nothing_in_time) throw BadFrame(Reply::Fault::timeout, silence(patience.hello_seconds, "its hello").message);
        if (news == News::end) throw BadFrame(Reply::Fault::crash, end("its hello").message);
    }
}

bool Conversation::write_some(std::string& outgoing) {
    const NoBrokenPipe guard;
    const ssize_t written = ::write(child_.requests(), outgoing.data(), outgoing.size());
    if (written > 0) outgoing.erase(0, static_cast<std::size_t>(written));
    return written >= 0 || errno == EAGAIN || errno == EINTR;
}

Conversation::News Conversation::exchange(std::string& outgoing, Clock::time_point deadline) {
    constexpr int slice = 100;  // milliseconds; a dead guest whose children hold its pipes open is seen at the next slice
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return News::nothing_in_time;
        pollfd watched[] = {{child_.answers(), POLLIN, 0},
                            {child_.complaints(), POLLIN, 0},
                            {outgoing.empty() ? -1 : child_.requests(), POLLOUT, 0}};
        ::poll(watched, 3, static_cast<int>(std::min<long long>(left + 1, slice)));
        if (watched[1].revents) child_.read_complaints();
        // A guest that no longer reads is not asked further; what it still says is heard all the same.
        if (watched[2].revents && !write_some(outgoing)) outgoing.clear();
        if (!watched[0].revents && child_.ended()) watched[0].revents = POLLIN;
        if (!watched[0].revents) {
            if (watched[2].revents && outgoing.empty()) return News::something;
            continue;
        }
        char buffer[1 << 16];
        const ssize_t got = ::read(child_.answers(), buffer, sizeof buffer);
        if (got > 0) return reader_.feed({buffer, static_cast<std::size_t>(got)}), News::something;
        if (got == 0 || (errno != EINTR && (errno != EAGAIN || child_.ended()))) return News::end;
    }
}

Hearing Conversation::ask(std::span<const Request> requests) {
    Hearing heard;
    std::string outgoing;
    std::size_t asked = 0;
    reader_.expect_payload_up_to(longest_answer(requests));
    auto deadline = in_seconds(patience_.answer_seconds);
    const auto waiting_for = [&] { 
        const Case& question = requests[heard.replies.size()].question;
        return "the answer to " + question.operation + " in " + std::string(name(question.format));
    };
    try {
        while (heard.replies.size() < requests.size()) {
            const std::size_t number = heard.replies.size();
            if (const auto frame = reader_.next()) {
                heard.replies.push_back(read_answer(*frame, number, requests[number]).reply);
                deadline = in_seconds(patience_.answer_seconds);
                continue;
            }
            if (outgoing.empty() && asked < requests.size()) {
                outgoing = compute_frame(asked, requests[asked]);
                ++asked;
            }
            const News news = exchange(outgoing, deadline);
            if (news == News::nothing_in_time) heard.breakdown = silence(patience_.answer_seconds, waiting_for());
            if (news == News::end) heard.breakdown = end(waiting_for());
            if (heard.breakdown) return heard;
        }
        if (!reader_.idle() && !reader_.next()) throw BadFrame(Reply::Fault::protocol, "more was said after the last answer");
    } catch (const BadFrame& error) {
        heard.breakdown = Breakdown{.fault = error.fault, .message = error.what()};
    }
    return heard;
}

std::optional<Breakdown> Conversation::listen_to_the_end() {
    constexpr double grace = 2;  // a guest that ignores the end of its input is not thereby guilty
    std::string nothing;
    child_.finish_requests();
    const auto deadline = in_seconds(grace);
    while (exchange(nothing, deadline) == News::something) {}
    try {
        if (reader_.idle()) return std::nullopt;
        reader_.next();
        return Breakdown{.fault = Reply::Fault::protocol, .message = "more was said after the last answer"};
    } catch (const BadFrame& error) {
        return Breakdown{.fault = error.fault, .message = error.what()};
    }
}

std::string Conversation::how_it_ended() {
    const auto ended = child_.ended_within(std::chrono::milliseconds(1000));
    child_.read_complaints();
    const std::string last_words = child_.last_words();
    return ended.value_or("closed its stdout") + (last_words.empty() ? "" : "; its last words were " + last_words);
}

Breakdown Conversation::silence(double seconds, const std::string& expected) {
    child_.read_complaints();
    const std::string last_words = child_.last_words();
    const std::string partial = reader_.idle() ? "" : " (" + reader_.missing() + ")";
    return {.fault = Reply::Fault::timeout,
            .message = "gave no answer within " + seconds_text(seconds) + "; expected " + expected + partial +
                       (last_words.empty() ? "" : "; its last words were " + last_words)};
}

Breakdown Conversation::end(const std::string& expected) {
    const std::string how = how_it_ended();
    if (reader_.idle()) return {.fault = Reply::Fault::crash, .message = how + "; expected " + expected};
    return {.fault = Reply::Fault::protocol, .message = "truncated frame: " + reader_.missing() + "; it " + how};
}

}  // namespace lossproof
