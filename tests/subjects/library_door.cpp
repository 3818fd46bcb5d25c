// SPDX-License-Identifier: Apache-2.0
#include "asking.hpp"

#include <algorithm>

using namespace lossproof;
using Fault = Reply::Fault;

namespace {

std::unique_ptr<Subject> library(const std::string& name) { return open_subject(std::string(MUTANT_DIR) + "/" + name + ".so", impatient); }

bool holds(const std::vector<Remark>& remarks, Remark::Kind kind, const std::string& words) {
    return std::any_of(remarks.begin(), remarks.end(),
                       [&](const Remark& r) { return r.kind == kind && r.message.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("an honest library introduces itself and answers", "[library]") {
    const auto subject = library("honest");
    CHECK(subject->identity().name == "misdeeds");
    CHECK(subject->identity().door == "library");
    CHECK(subject->identity().details.at("compiler") == "cc");
    CHECK(subject->identity().conventions == std::vector<std::string>{"torch", "keras"});
    CHECK(subject->offers("relu", Format::f64, "d_x"));
    CHECK_FALSE(subject->offers("relu", Format::f32, "value"));
    CHECK_FALSE(subject->offers("softmax", Format::f64, "value"));
    check_convictions(*subject, 40, {}, Fault::none);
}

TEST_CASE("what a library does to one request is pinned on that request", "[library]") {
    const auto [name, fault] = GENERATE(table<std::string, Fault>({
        {"crash", Fault::crash},
        {"exit", Fault::crash},
        {"hang", Fault::timeout},
        {"short_answer", Fault::short_answer},
        {"print", Fault::noise_on_stdout},
        {"write_past_end", Fault::out_of_bounds_write},
        {"write_before_start", Fault::out_of_bounds_write},
        {"change_input", Fault::out_of_bounds_write},
        {"throw_status", Fault::protocol},
        {"fail", Fault::refused},
    }));
    CAPTURE(name);
    const auto subject = library(name);
    check_convictions(*subject, 20, {7}, fault);
    check_convictions(*subject, 5, {0, 1, 4}, fault);
    check_convictions(*subject, 1, {0}, fault);
    check_convictions(*subject, 3, {}, fault);
}

TEST_CASE("messages of the library door say what happened", "[library]") {
    const auto [name, words] = GENERATE(table<std::string, std::string>({
        {"crash", "was killed by SIGSEGV; expected the answer to relu in f64"},
        {"hang", "gave no answer within 0.5 s"},
        {"short_answer", "left 1 of 15 elements of value unwritten, the first at index 14"},
        {"print", "printed \"all is well\\n\" on stdout"},
        {"write_past_end", "value [3,5]"},
        {"write_before_start", "wrote 8 bytes before the start of value"},
        {"change_input", "changed its input x"},
        {"throw_status", "returned status 99; expected LOSSPROOF_OK"},
        {"fail", "666 is not to my taste"},
        {"exit", "exited with status 0; expected the answer"},
        {"header_in_cpp", "threw an exception through the C interface: C knows no exceptions"},
    }));
    const auto replies = library(name)->compute(batch_with_guilty_at(1, {0}));
    CHECK_THAT(replies[0].message, Catch::Contains(words));
}

TEST_CASE("a library that promises strides and forgets them is caught where rows are padded", "[library]") {
    const auto subject = library("write_padding");
    std::vector<Request> batch;
    for (int i = 0; i < 16; ++i) {
        batch.push_back(relu_of(666));
        batch.back().question.inputs.at("x").values[1] = i;
    }
    const auto replies = subject->compute(batch);
    const auto caught = std::count_if(replies.begin(), replies.end(), [](const Reply& r) { return r.fault == Fault::out_of_bounds_write; });
    CHECK(caught > 0);
    CHECK(caught < 16);
    CHECK(std::any_of(replies.begin(), replies.end(),
                      [](const Reply& r) { return r.message.find("padding between the rows") != std::string::npos; }));
}

TEST_CASE("a changed floating-point environment is named and does not outlive the call", "[library]") {
    using Kind = Remark::Kind;
    const auto [name, kind, words] = GENERATE(table<std::string, Kind, std::string>({
        {"round_upward", Kind::rounding, "the rounding mode was changed from to nearest to upward"},
#if defined(__x86_64__)
            {"flush_to_zero", Kind::flush_to_zero, "flush-to-zero was switched on"},
            {"flush_to_zero", Kind::flush_to_zero, "denormals-are-zero was switched on"},
            {"unmask_traps", Kind::traps, "masks of the floating-point exceptions"},
#endif
    }));
    const auto batch = batch_with_guilty_at(3, {1});
    const auto replies = library(name)->compute(batch);
    CHECK(holds(replies[1].remarks, kind, words));
    for (const std::size_t i : {0, 2}) {
        CHECK(replies[i].remarks.empty());
        CHECK(is_right(batch[i], replies[i]));
    }
}

#if defined(__x86_64__)
TEST_CASE("an object that switches to flush-to-zero by being loaded is reported and undone", "[library]") {
    const auto subject = library("fast_math_at_load");
    auto tiny = relu_of(5e-324);
    const auto replies = subject->compute({&tiny, 1});
    CHECK(replies[0].remarks.empty());
    CHECK(holds(subject->remarks(), Remark::Kind::flush_to_zero, "while the library was loaded, flush-to-zero was switched on"));
    CHECK(is_right(tiny, replies[0]));
}
#endif

TEST_CASE("what cannot be loaded is told apart", "[library]") {
    const auto opening = [](const std::string& path) {
        try {
            open_subject(path, impatient);
            return std::string("opened");
        } catch (const SubjectUnavailable& error) {
            return std::to_string(static_cast<int>(error.kind)) + " " + error.what();
        }
    };
    CHECK_THAT(opening("./there/is/none.so"), Catch::StartsWith("0 there is no library"));
    CHECK_THAT(opening(std::string(MUTANT_DIR) + "/no_symbol.so"),
               Catch::StartsWith("2 ") && Catch::Contains("does not export lossproof_subject_v1"));
    CHECK_THAT(opening(std::string(MUTANT_SCRIPTS) + "/misdeeds.c"), Catch::StartsWith("2 cannot be loaded"));
}

TEST_CASE("an operation that is not offered is a declared refusal", "[library]") {
    auto request = relu_of(1);
    request.question.format = Format::f32;
    const auto replies = library("honest")->compute({&request, 1});
    CHECK(replies[0].status == Reply::Status::unsupported);
    CHECK_THAT(replies[0].message, Catch::Contains("relu/f32/value"));
}

TEST_CASE("several outputs and an upstream gradient reach the library, padded or not", "[library]") {
    const auto subject = library("honest");
    std::vector<Request> batch;
    for (int i = 0; i < 16; ++i) {
        Request request = relu_of(1 + i);
        request.outputs.push_back({.name = "d_x", .shape = {3, 5}});
        request.upstream = request.question.inputs.at("x");
        for (double& factor : request.upstream->values) factor += 100;
        batch.push_back(request);
    }
    const auto replies = subject->compute(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        REQUIRE(is_right(batch[i], replies[i]));
        const auto& x = batch[i].question.inputs.at("x").values;
        const auto& gradient = replies[i].outputs.at("d_x").values;
        for (std::size_t k = 0; k < x.size(); ++k) CHECK(gradient[k] == (x[k] > 0 ? x[k] + 100 : 0));
    }
}
