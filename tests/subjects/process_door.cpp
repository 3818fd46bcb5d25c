// SPDX-License-Identifier: Apache-2.0
#include "asking.hpp"

#include <filesystem>
#include <unistd.h>

using namespace lossproof;
using Fault = Reply::Fault;

namespace {

std::string command(const std::string& misdeed) {
    return std::string("cmd:'") + MUTANT_PYTHON + "' '" + MUTANT_SCRIPTS + "/misdeeds.py' " + misdeed;
}
std::unique_ptr<Subject> guest(const std::string& misdeed) { return open_subject(command(misdeed), impatient); }

std::string opening(const std::string& designation) {
    try {
        open_subject(designation, impatient);
        return "opened";
    } catch (const SubjectUnavailable& error) {
        return std::to_string(static_cast<int>(error.kind)) + " " + error.what();
    }
}

}  // namespace

TEST_CASE("an honest process introduces itself and answers", "[process]") {
    const auto subject = guest("honest");
    CHECK(subject->identity().name == "misdeeds");
    CHECK(subject->identity().door == "process");
    check_convictions(*subject, 200, {}, Fault::none);
}

TEST_CASE("what a process does to one request is pinned on that request", "[process]") {
    const auto [name, fault] = GENERATE(table<std::string, Fault>({
        {"crash", Fault::crash},
        {"buffered_crash", Fault::crash},
        {"crash_with_last_words", Fault::crash},
        {"exit", Fault::crash},
        {"hang", Fault::timeout},
        {"print", Fault::noise_on_stdout},
        {"print_late", Fault::noise_on_stdout},
        {"garbage", Fault::protocol},
        {"truncated", Fault::protocol},
        {"truncated_hang", Fault::timeout},
        {"oversized", Fault::protocol},
        {"long_header", Fault::protocol},
        {"not_json", Fault::protocol},
        {"wrong_id", Fault::protocol},
        {"wrong_shape", Fault::wrong_shape},
        {"negative_shape", Fault::protocol},
        {"wrong_type", Fault::protocol},
        {"far_offset", Fault::short_answer},
        {"short_answer", Fault::short_answer},
        {"missing_output", Fault::short_answer},
        {"bad_status", Fault::protocol},
        {"error", Fault::refused},
    }));
    CAPTURE(name);
    const auto subject = guest(name);
    check_convictions(*subject, 12, {5}, fault);
    check_convictions(*subject, 4, {0, 3}, fault);
    check_convictions(*subject, 2, {}, fault);
}

TEST_CASE("a batch may be closed by a hello in other words, but by a hello", "[process]") {
    check_convictions(*guest("rewords_hello"), 4, {}, Fault::none);
    check_convictions(*guest("closes_in_protocol_2"), 1, {0}, Fault::protocol);
}

TEST_CASE("messages of the process door say what was expected", "[process]") {
    const auto [name, words] = GENERATE(table<std::string, std::string>({
        {"crash", "was killed by SIGABRT; expected the answer to relu in f64"},
        {"crash_with_last_words", "exited with status 1; expected the answer to relu in f64; its last words were \"KeyError: 'logits'\""},
        {"print", "printed \"epoch 1: loss 0.5\\n"},
        {"garbage", "where a frame must begin with LPF1"},
        {"truncated", "truncated frame: the payload has 116 of 120 bytes; it exited with status 0"},
        {"truncated_hang", "(the payload has 116 of 120 bytes)"},
        {"oversized", "announces a payload of 1152921504606846976 bytes; the answer needs at most"},
        {"long_header", "announces a header of 4294967295 bytes"},
        {"not_json", "a header that makes no sense: no JSON at column 5"},
        {"wrong_id", "answer to request 77; expected 0"},
        {"wrong_shape", "output value has shape [5,3,1]; expected [3,5]"},
        {"negative_shape", "impossible shape [-1,-1]"},
        {"wrong_type", "output value is f32; expected f64 [3,5]"},
        {"short_answer", "output value has 112 of the 120 bytes of f64 [3,5]"},
        {"missing_output", "output value is missing; expected f64 [3,5]"},
        {"bad_status", "status \"fine\"; expected ok, unsupported or error"},
        {"error", "two lines"},
    }));
    CAPTURE(name);
    const auto replies = guest(name)->compute(batch_with_guilty_at(1, {0}));
    CHECK_THAT(replies[0].message, Catch::Contains(words));
}

TEST_CASE("a guest may decline a request", "[process]") {
    const auto replies = guest("unsupported")->compute(batch_with_guilty_at(2, {0}));
    CHECK(replies[0].status == Reply::Status::unsupported);
    CHECK(replies[0].message == "not today");
    CHECK(replies[1].status == Reply::Status::answered);
}

TEST_CASE("a hanging guest dies with its children", "[process]") {
    const MarkedGuests marked;
    const auto subject = guest("hang_with_child");
    check_convictions(*subject, 3, {1}, Fault::timeout);
    CHECK(marked.living() == 1);  // the guest that answered last
}

TEST_CASE("a guest that cannot be restarted leaves no request without a reply", "[process]") {
    const auto mark = std::filesystem::temp_directory_path() / ("lossproof_second_life_" + std::to_string(::getpid()));
    const auto subject = guest("dies_on_restart '" + mark.string() + "'");
    const auto replies = subject->compute(batch_with_guilty_at(6, {2}));
    std::filesystem::remove(mark);
    CHECK(replies[0].status == Reply::Status::answered);
    CHECK(replies[1].status == Reply::Status::answered);
    for (std::size_t i = 2; i < 6; ++i) {
        CHECK(replies[i].status == Reply::Status::broke);
        CHECK_THAT(replies[i].message, Catch::Contains("could not be restarted") && Catch::Contains("no second life"));
    }
}

TEST_CASE("a failed handshake is explained", "[process]") {
    CHECK_THAT(opening(command("no_hello")), Catch::StartsWith("2 failed the handshake: exited with status 1; expected its hello") &&
                                                 Catch::Contains("No module named 'nonsense'"));
    CHECK_THAT(opening(command("chatty")), Catch::StartsWith("2 failed the handshake: printed \"Loading the model"));
    CHECK_THAT(opening(command("protocol_2")), Catch::Contains("not a hello of protocol 1"));
    CHECK(opening(command("skipped")) == "1 skipped: nonsense not importable");
    CHECK_THAT(opening("cmd:/no/such/program --x"), Catch::StartsWith("0 cannot run \"/no/such/program\": No such file"));
    CHECK_THAT(opening("cmd:"), Catch::Contains("expected cmd:PROGRAM ARGS"));
    CHECK_THAT(opening("cmd:'unclosed"), Catch::Contains("unclosed '"));
    CHECK_THAT(opening("cmd:true"), Catch::StartsWith("2 failed the handshake: exited with status 0"));
    CHECK_THAT(opening("cmd:cat"), Catch::StartsWith("2 failed the handshake"));

    const Patience brief{.answer_seconds = 1, .hello_seconds = 0.3};
    CHECK_THROWS_WITH(open_subject(command("silent"), brief), Catch::Contains("gave no answer within 0.3 s; expected its hello"));
}

TEST_CASE("answers larger than a pipe do not deadlock", "[process]") {
    Request large = relu_of(1);
    Tensor& x = large.question.inputs.at("x");
    x = {.shape = {1000, 1000}, .values = std::vector<double>(1000000, 2.0), .integral = false};
    large.outputs[0].shape = x.shape;
    const std::vector<Request> batch(3, large);
    const auto replies = open_subject(command("honest"))->compute(batch);
    for (const Reply& reply : replies) CHECK(is_right(large, reply));
}

TEST_CASE("empty tensors pass through every door", "[process]") {
    const std::string designation = GENERATE(command("honest"), std::string(MUTANT_DIR) + "/honest.so");
    Request empty = relu_of(1);
    empty.question.inputs.at("x") = {.shape = {0, 5}, .values = {}, .integral = false};
    empty.outputs[0].shape = {0, 5};
    const std::vector<Request> batch{empty, relu_of(1), empty};
    const auto replies = open_subject(designation, impatient)->compute(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) CHECK(is_right(batch[i], replies[i]));
}
