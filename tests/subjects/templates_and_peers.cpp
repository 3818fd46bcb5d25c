// SPDX-License-Identifier: Apache-2.0
#include "asking.hpp"

#include <cstdlib>

using namespace lossproof;

namespace {

Request ask(const std::string& operation, Format format, Tensors inputs, std::vector<Request::Wanted> outputs, Parameters parameters = {}) {
    return {.question = {.operation = operation, .format = format, .parameters = std::move(parameters), .inputs = std::move(inputs)},
            .outputs = std::move(outputs),
            .upstream = std::nullopt};
}
Tensor matrix(std::int64_t rows, std::int64_t columns, std::vector<double> values) {
    return {.shape = {rows, columns}, .values = std::move(values), .integral = false};
}

/// Where CI says which peers are there (LOSSPROOF_REQUIRED_PEERS, by blanks), a missing one is a failure.
bool required(const std::string& name) {
    const char* list = std::getenv("LOSSPROOF_REQUIRED_PEERS");
    return list && (" " + std::string(list) + " ").find(" " + name + " ") != std::string::npos;
}

/// Nothing if the peer's library is missing on this machine, which is said aloud.
std::unique_ptr<Subject> peer(const std::string& name) {
    try {
        return open_subject(name);
    } catch (const SubjectUnavailable& error) {
        if (error.kind != SubjectUnavailable::Kind::skipped || required(name)) throw;
        WARN(name << " " << error.what());
        return nullptr;
    }
}

}  // namespace

TEST_CASE("both templates work as they are", "[templates]") {
    const std::string designation =
        GENERATE(std::string(MUTANT_DIR "/template_library.so"), "cmd:'" MUTANT_PYTHON "' '" GUEST_TEMPLATES "/guest.py'");
    const auto subject = open_subject(designation);
    const std::vector<Request> batch{
        ask("sigmoid", Format::f64, {{"x", matrix(1, 3, {0, 800, -800})}}, {{"value", {1, 3}}}, {{"reduction", "none"}}),
        ask("softmax", Format::f64, {{"logits", matrix(2, 2, {1000, 1000, 0, 0})}}, {{"value", {2, 2}}}),
        ask("sigmoid", Format::f64, {{"x", matrix(1, 1, {0})}}, {{"value", {}}}, {{"reduction", "mean"}}),
        ask("sigmoid", Format::f32, {{"x", matrix(1, 1, {0})}}, {{"value", {1, 1}}}),
    };
    const auto replies = subject->compute(batch);
    REQUIRE(replies[0].status == Reply::Status::answered);
    CHECK(replies[0].outputs.at("value").values == std::vector<double>{0.5, 1, 0});
    REQUIRE(replies[1].status == Reply::Status::answered);
    CHECK(replies[1].outputs.at("value").values == std::vector<double>{0.5, 0.5, 0.5, 0.5});
    CHECK(replies[2].status == Reply::Status::unsupported);
    CHECK(replies[3].status == Reply::Status::unsupported);
}

TEST_CASE("torch answers values, gradients and Jacobians in every format", "[peers]") {
    const auto torch = peer("torch");
    if (!torch) return;
    for (const Format format : all_formats) {
        CAPTURE(name(format));
        // Before 2.0 torch had no binary16 on the CPU, and does not offer it then.
        const bool old = torch->identity().version.starts_with("1.");
        CHECK(torch->offers("softmax", format, "J_logits") == !(old && format == Format::f16));
        if (!torch->offers("softmax", format, "J_logits")) continue;
        const Tensor label{.shape = {2}, .values = {0, 1}, .integral = true};
        const std::vector<Request> batch{
            ask("softmax_cross_entropy", format, {{"logits", matrix(2, 2, {0, 0, 1, 1})}, {"label", label}},
                {{"value", {}}, {"d_logits", {2, 2}}, {"H_logits", {2, 2, 2}}}, {{"reduction", "sum"}}),
            ask("softmax", format, {{"logits", matrix(1, 2, {3, 3})}}, {{"value", {1, 2}}, {"J_logits", {1, 2, 2}}}),
            ask("sgd_step", format,
                {{"theta", {.shape = {2}, .values = {1, 2}, .integral = false}},
                 {"grad", {.shape = {2}, .values = {2, 4}, .integral = false}}},
                {{"theta", {2}}}, {{"learning_rate", 0.5}}),
            ask("softplus", format, {{"x", matrix(1, 1, {0})}}, {{"value", {1, 1}}}, {{"beta", 2.0}}),
        };
        const auto replies = torch->compute(batch);
        CAPTURE(replies[0].message, replies[1].message, replies[2].message);
        REQUIRE(replies[0].status == Reply::Status::answered);
        CHECK(replies[0].outputs.at("value").values[0] == Approx(2 * std::log(2.0)).epsilon(0.02));
        CHECK(replies[0].outputs.at("d_logits").values == std::vector<double>{-0.5, 0.5, 0.5, -0.5});
        CHECK(replies[0].outputs.at("H_logits").values == std::vector<double>{0.25, -0.25, -0.25, 0.25, 0.25, -0.25, -0.25, 0.25});
        REQUIRE(replies[1].status == Reply::Status::answered);
        CHECK(replies[1].outputs.at("J_logits").values == std::vector<double>{0.25, -0.25, -0.25, 0.25});
        REQUIRE(replies[2].status == Reply::Status::answered);
        CHECK(replies[2].outputs.at("theta").values == std::vector<double>{0, 0});
        CHECK(replies[3].status == Reply::Status::unsupported);
    }
}

TEST_CASE("an upstream gradient is multiplied in", "[peers]") {
    const auto torch = peer("torch");
    if (!torch) return;
    Request request = ask("relu", Format::f32, {{"x", matrix(1, 2, {1, -1})}}, {{"d_x", {1, 2}}});
    request.upstream = matrix(1, 2, {3, 5});
    const auto replies = torch->compute({&request, 1});
    CAPTURE(replies[0].message);
    REQUIRE(replies[0].status == Reply::Status::answered);
    CHECK(replies[0].outputs.at("d_x").values == std::vector<double>{3, 0});
}

TEST_CASE("scipy answers in the type it was asked in, or does not offer it", "[peers]") {
    const auto scipy = peer("scipy");
    if (!scipy) return;
    CHECK(scipy->offers("sigmoid", Format::f32, "value"));
    CHECK_FALSE(scipy->offers("sigmoid", Format::bf16, "value"));
    CHECK_FALSE(scipy->offers("sigmoid", Format::f64, "d_x"));
    const Request request = ask("huber", Format::f32, {{"prediction", matrix(1, 1, {3})}, {"target", matrix(1, 1, {0})}},
                                {{"value", {1, 1}}}, {{"delta", 2.0}});
    const auto replies = scipy->compute({&request, 1});
    CAPTURE(replies[0].message);
    REQUIRE(replies[0].status == Reply::Status::answered);
    CHECK(replies[0].outputs.at("value").values == std::vector<double>{4});
}

TEST_CASE("every peer that must be here introduces itself under its own name", "[peers]") {
    for (const std::string& name : peer_names())
        if (required(name)) CHECK(open_subject(name)->identity().name == name);
}
