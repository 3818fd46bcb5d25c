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

/// The longest payload an honest answer can have, alignment included.
std::uint64_t longest_answer(const Request& request) {
    std::uint64_t bytes = 64;
    for (const Request::Wanted& wanted : request.outputs) bytes += 8 * elements_of(wanted.shape).value_or(0) + 64;
    return bytes;
}

/// The run is to end while a handshake is awaited; nobody outside needs to know of it.
struct Stopped {};

}  // namespace

Conversation::Conversation(const Errand& errand, const Patience& patience) : child_(errand), patience_(patience) {
    try {
        const Frame first = handshake(patience.hello_seconds, "its hello");
        hello_ = read_hello(first);
        hello_text_ = first.header;
    } catch (const BadFrame& error) {
        throw SubjectUnavailable(SubjectUnavailable::Kind::broke, std::string("failed the handshake: ") + error.what());
    } catch (const Stopped&) {
        throw SubjectUnavailable(SubjectUnavailable::Kind::skipped, "skipped: the run was stopped");
    }
}

Frame Conversation::handshake(double seconds, const std::string& expected) {
    std::string outgoing = hello_request();
    const auto deadline = in_seconds(seconds);
    reader_.expect_payload_up_to(0);
    for (;;) {
        if (auto frame = reader_.next()) return std::move(*frame);
        const News news = exchange(outgoing, deadline);
        if (news == News::something) continue;
        if (news == News::stopped) throw Stopped();
        const Breakdown breakdown = why(news, seconds, expected);
        throw BadFrame(breakdown.fault, breakdown.message);
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
        if (stopped()) return News::stopped;
        if (left <= 0) return News::nothing_in_time;
        pollfd watched[] = {
            {child_.answers(), POLLIN, 0}, {child_.complaints(), POLLIN, 0}, {outgoing.empty() ? -1 : child_.requests(), POLLOUT, 0}};
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
        if (got > 0) {
            reader_.feed({buffer, static_cast<std::size_t>(got)});
            return News::something;
        }
        if (got == 0 || (errno != EINTR && (errno != EAGAIN || child_.ended()))) return News::end;
    }
}

Hearing Conversation::ask(std::span<const Request> requests, bool explain) {
    Hearing heard;
    try {
        hear_answers(requests, explain, heard);
        if (!heard.breakdown) close_batch();
    } catch (const BadFrame& error) {
        heard.breakdown = Breakdown{.fault = error.fault, .message = error.what()};
    } catch (const Stopped&) {
        heard.breakdown = why(News::stopped, 0, "");
    }
    return heard;
}

/// Another hello is the full stop of a batch: what comes before its answer was nobody's answer. Most guests repeat their first one
/// letter by letter, and that was read already.
void Conversation::close_batch() {
    const Frame closing = handshake(patience_.answer_seconds, "the answer to a closing hello");
    if (closing.header != hello_text_) read_hello(closing);
}

void Conversation::hear_answers(std::span<const Request> requests, bool explain, Hearing& heard) {
    std::string outgoing;
    std::size_t asked = 0;
    auto deadline = in_seconds(patience_.answer_seconds);
    while (heard.replies.size() < requests.size() && !heard.breakdown) {
        const std::size_t number = heard.replies.size();
        reader_.expect_payload_up_to(longest_answer(requests[number]));
        if (const auto frame = reader_.next()) {
            heard.replies.push_back(read_answer(*frame, number, requests[number]).reply);
            if (explain) heard.snippet = read_snippet(*frame);
            deadline = in_seconds(patience_.answer_seconds);
            continue;
        }
        if (outgoing.empty() && asked < requests.size()) {
            outgoing = compute_frame(asked, requests[asked], explain);
            ++asked;
        }
        const News news = exchange(outgoing, deadline);
        if (news == News::something) continue;
        const Case& question = requests[number].question;
        const std::string expected = "the answer to " + question.operation + " in " + std::string(name(question.format));
        heard.breakdown = why(news, patience_.answer_seconds, expected);
    }
}

std::optional<Breakdown> Conversation::listen_to_the_end() {
    constexpr double grace = 2;  // a guest that ignores the end of its input is not thereby guilty
    std::string nothing;
    child_.finish_requests();
    const auto deadline = in_seconds(grace);
    // The first byte too many proves the guilt; a flood would fill the memory.
    while (reader_.idle() && exchange(nothing, deadline) == News::something) {
    }
    try {
        if (reader_.idle()) return std::nullopt;
        reader_.next();
        return Breakdown{.fault = Reply::Fault::protocol, .message = "more was said after the last answer"};
    } catch (const BadFrame& error) {
        return Breakdown{.fault = error.fault, .message = error.what()};
    }
}

Breakdown Conversation::why(News news, double seconds, const std::string& expected) {
    if (news == News::stopped) return {.fault = Fault::none, .message = "the run was stopped", .stopped = true};
    return news == News::end ? end(expected) : silence(seconds, expected);
}

std::string Conversation::last_words() {
    child_.read_complaints();
    const std::string words = child_.last_words();
    return words.empty() ? "" : "; its last words were " + words;
}

Breakdown Conversation::silence(double seconds, const std::string& expected) {
    const std::string partial = reader_.idle() ? "" : " (" + reader_.missing() + ")";
    return {.fault = Reply::Fault::timeout,
            .message = "gave no answer within " + seconds_text(seconds) + "; expected " + expected + partial + last_words()};
}

Breakdown Conversation::end(const std::string& expected) {
    const std::string how = child_.ended_within(std::chrono::milliseconds(1000)).value_or("closed its stdout");
    if (reader_.idle()) return {.fault = Reply::Fault::crash, .message = how + "; expected " + expected + last_words()};
    return {.fault = Reply::Fault::protocol, .message = "truncated frame: " + reader_.missing() + "; it " + how + last_words()};
}

}  // namespace lossproof
