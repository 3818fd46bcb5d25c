// SPDX-License-Identifier: Apache-2.0
// The doors as a property: whatever a guest does, at its first call or at a later one, the host lives, every request has a reply, no
// right answer is lost, and the misdeed is never passed over in silence.
#include "asking.hpp"
#include "reference/json/one_line.hpp"

#include <atomic>
#include <chrono>
#include <sys/resource.h>
#include <thread>

using namespace lossproof;

namespace {

/// A variable of the environment for as long as this lives; guests inherit it.
class Environment {
public:
    Environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~Environment() { ::unsetenv(name_); }

private:
    const char* name_;
};

std::string library_path(const std::string& misdeed) { return std::string(MUTANT_DIR) + "/" + misdeed + ".so"; }
std::string process(const std::string& misdeed) {
    // Without the site's packages an interpreter starts twice as fast, and this file starts hundreds.
    return std::string("cmd:'") + MUTANT_PYTHON + "' -S -E '" + MUTANT_SCRIPTS + "/misdeeds.py' " + misdeed;
}
const Patience hasty{.answer_seconds = 0.4, .hello_seconds = 20, .hangs = 1};

bool held_against(const Reply& reply) {
    return reply.status == Reply::Status::broke ||
           std::any_of(reply.remarks.begin(), reply.remarks.end(), [](const Remark& remark) { return counts_against(remark.kind); });
}

bool printable(const std::string& text) { return text == one_line(text, 10'000); }

void check_property(const std::string& designation, const std::string& at_call) {
    CAPTURE(designation, at_call);
    const Environment trigger("MISDEED_AT_CALL", at_call);
    const auto subject = open_subject(designation, hasty);
    const auto batch = batch_with_guilty_at(at_call == "1" ? 2 : 3, {});
    const auto replies = subject->compute(batch);
    REQUIRE(replies.size() == batch.size());
    std::size_t accused = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        CAPTURE(i, replies[i].message);
        accused += held_against(replies[i]);
        if (replies[i].status == Reply::Status::answered) CHECK(is_right(batch[i], replies[i]));
        else CHECK_FALSE(replies[i].message.empty());
        CHECK(printable(replies[i].message));
    }
    CHECK(accused > 0);
    // What the third call does is no reason to distrust the first request, even if that took two calls.
    if (at_call != "1") CHECK(is_right(batch[0], replies[0]));
}

double seconds_of(const std::function<void()>& act) {
    const auto start = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string first_words(const std::string& designation) {
    try {
        open_subject(designation, hasty);
        return "opened";
    } catch (const SubjectUnavailable& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("no misdeed of a library is passed over, at its first call or at a later one", "[doors]") {
    for (const std::string misdeed : {
             "crash", "exit", "kill", "hang", "print", "garbage", "write_past_end", "write_before_start", "change_input", "throw_status",
                 "fail", "round_upward", "abort", "illegal", "terminate", "stop", "kill_group", "leave", "stack_overflow", "free_output",
                 "close_answers", "spin", "exec",
#if defined(__x86_64__)
                 "flush_to_zero", "unmask_traps",
#endif
         })
        for (const std::string at_call : {"1", "3"}) check_property(library_path(misdeed), at_call);
}

TEST_CASE("no misdeed of a process is passed over, at its first call or at a later one", "[doors]") {
    for (const std::string misdeed :
         {"crash",          "exit",           "kill",        "hang",         "print",          "print_late", "garbage",
          "truncated",      "truncated_hang", "oversized",   "long_header",  "not_json",       "wrong_id",   "wrong_shape",
          "negative_shape", "wrong_type",     "far_offset",  "short_answer", "missing_output", "bad_status", "error",
          "deep_id",        "deep_remarks",   "twice_a_key", "huge_id",      "slow_loris",     "flood"})
        for (const std::string at_call : {"1", "3"}) check_property(process(misdeed), at_call);
}

TEST_CASE("a handshake costs no more than it may", "[doors]") {
    CHECK_THAT(first_words(process("deep_hello")), Catch::Contains("nested more than 64 levels deep"));
    const auto subject = open_subject(process("offers_product"), hasty);
    CHECK(subject->offers("relu", Format::f64, "value"));
    CHECK(subject->remarks().empty());

    const auto vague = open_subject(process("offers_unknown"), hasty);
    CHECK_FALSE(vague->offers("relux", Format::f64, "value"));
    REQUIRE(vague->remarks().size() == 3);
    for (const Remark& remark : vague->remarks()) CHECK(remark.kind == Remark::Kind::told);
    CHECK(vague->remarks()[0].message == "offers the operation 'relux', which lossproof does not know");

    const SubjectIdentity steering = open_subject(process("steering"), hasty)->identity();
    CHECK(steering.name == R"(a\u{1b}[31m\u{202e}\u{9b})");
    CHECK(steering.details.at(R"(\u{1b}]0;key\u{07})") == R"(\u{9b}2J)");
    CHECK(steering.conventions.size() == 16);
}

TEST_CASE("a flood after the last answer ends at its first byte", "[doors]") {
    // Its second answer is wrong, and so it is asked alone and listened to until its end.
    const Environment trigger("MISDEED_AT_CALL", "2");
    const auto subject = open_subject(process("flood_at_end"), hasty);
    rusage before{}, after{};
    ::getrusage(RUSAGE_SELF, &before);
    const auto replies = subject->compute(batch_with_guilty_at(3, {}));
    ::getrusage(RUSAGE_SELF, &after);
    CHECK(is_right(relu_of(1), replies[0]));
    CHECK(replies[1].status == Reply::Status::broke);
    CHECK(after.ru_maxrss - before.ru_maxrss < 100 << 10);  // KiB
}

TEST_CASE("a library whose constructor throws ends its worker, at its first load and at a later one", "[doors]") {
    ::unsetenv("MISDEED_MARK");
    CHECK_THAT(first_words(library_path("throws_at_load")), Catch::Contains("no license found"));
    const auto mark = std::filesystem::temp_directory_path() / ("lossproof_loaded_" + std::to_string(::getpid()));
    const Environment environment("MISDEED_MARK", mark.string());
    const auto subject = open_subject(library_path("throws_at_load"), hasty);
    const auto replies = subject->compute(batch_with_guilty_at(3, {}));
    std::filesystem::remove(mark);
    for (const Reply& reply : replies) {
        CHECK(reply.status == Reply::Status::broke);
        CHECK_THAT(reply.message, Catch::Contains("could not be restarted") && Catch::Contains("no license found"));
    }
}

TEST_CASE("nothing that a guest started outlives it, and no guest reaches its parent", "[doors]") {
    const std::string designation =
        GENERATE(library_path("setsid_child"), process("setsid_child"), library_path("kill_parent"), process("kill_parent"));
    const std::string namespaces = GENERATE("on", "off");
    CAPTURE(designation, namespaces);
    const Environment wish("LOSSPROOF_NAMESPACES", namespaces);
    const MarkedGuests marked;
    {
        const auto subject = open_subject(designation, impatient);
        check_convictions(*subject, 3, {}, Fault::none);
        const auto guilty = relu_of(666);
        CHECK(is_right(guilty, subject->compute({&guilty, 1})[0]));
        if (designation.find("setsid") != designation.npos) {
            for (int i = 0; i < 500 && marked.living() == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
            CHECK(marked.living() >= 1);
        }
    }
    CHECK(marked.living() == 0);
}

TEST_CASE("a library that answers the same request differently is remarked on", "[doors]") {
    // One call of many answers something else; a quarter of the requests are put twice, and one of them meets it.
    std::size_t remarked = 0;
    for (int call = 1; call <= 40; ++call) {
        const Environment trigger("MISDEED_AT_CALL", std::to_string(call));
        const auto fresh = open_subject(library_path("different"), impatient);
        for (const Reply& reply : fresh->compute(batch_with_guilty_at(8, {})))
            for (const Remark& remark : reply.remarks) remarked += remark.kind == Remark::Kind::second_call_differs;
        if (remarked > 0) break;
    }
    CHECK(remarked == 1);
}

TEST_CASE("a run that is stopped does not wait for a guest's silence", "[doors]") {
    std::atomic<bool> stop = false;
    const Patience patience{.answer_seconds = 60, .hello_seconds = 60, .stop = &stop};
    const auto subject = open_subject(process("hang"), patience);
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        stop = true;
    });
    const auto batch = batch_with_guilty_at(4, {2});
    std::vector<Reply> replies;
    const double waited = seconds_of([&] { replies = subject->compute(batch); });
    later.join();
    CHECK(waited < 50);  // not the guest's patience
    CHECK(is_right(batch[0], replies[0]));
    for (std::size_t i = 2; i < 4; ++i) CHECK(replies[i].status == Reply::Status::not_asked);
}
