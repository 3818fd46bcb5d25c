// SPDX-License-Identifier: Apache-2.0
// A guest that breaks is a verdict, and the sweep goes on: end to end from a sweep through both doors into the ledger.
#include "properties/generators/strata.hpp"
#include "tests/mutants/trial.hpp"

#include <cstdlib>

using namespace lossproof;

namespace {

/// Stands before a misbehaving guest and says the word it stumbles over (a first input of 666) wherever a case begins
/// with a large number, so that some cases of a sweep meet the misdeed and most do not.
class Provoked : public Subject {
public:
    explicit Provoked(const std::string& designation) : guest_(open_subject(designation, {.answer_seconds = 0.25, .hello_seconds = 30})) {}
    const SubjectIdentity& identity() const override { return guest_->identity(); }
    bool offers(std::string_view operation, Format format, std::string_view output) const override {
        return guest_->offers(operation, format, output);
    }
    std::vector<Reply> compute(std::span<const Request> requests) override {
        std::vector<Request> said;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            if (Plan(requests[i].question).reduction() != Reduction::none) continue;  // the guest knows no reductions
            said.push_back(requests[i]);
            places.push_back(i);
            auto& values = said.back().question.inputs.at("x").values;
            if (!values.empty() && std::fabs(values.front()) > 1e6) values.front() = 666;
        }
        std::vector<Reply> replies(requests.size(), Reply{.status = Reply::Status::unsupported, .message = {}});
        const auto heard = guest_->compute(said);
        for (std::size_t i = 0; i < heard.size(); ++i) replies[places[i]] = heard[i];
        return replies;
    }

private:
    std::unique_ptr<Subject> guest_;
};

void an_error_and_no_end(const std::string& designation, const std::string& said) {
    CAPTURE(designation);
    Provoked subject(designation);
    const Proceedings proceedings = on_trial(subject, {"relu"}, {Format::f64});

    CHECK(proceedings.word("relu", "value") == "error");
    CHECK(proceedings.verdict() == reports::RunVerdict::broke);
    const auto* witness = proceedings.witness("relu", "value");
    REQUIRE(witness);
    CHECK_FALSE(witness->message.empty());
    CAPTURE(witness->message);
    CHECK(witness->message.find(said) != std::string::npos);
    std::size_t judged = 0;
    for (const auto& result : proceedings.ledger.results) judged += result.components;
    CHECK(judged > 50);  // the innocent cases, those after the break among them
    CHECK(proceedings.ledger.results.size() >= strata_of(operation_named("relu"), Format::f64).size());
}

/// The library of one misdeed, compiled now: the sweep must meet it as a file of somebody else.
std::string library_of(const std::string& misdeed) {
    const auto path = std::filesystem::temp_directory_path() / ("lossproof-misdeed-" + misdeed + "-" + std::to_string(getpid()) + ".so");
    const std::string source = LOSSPROOF_SOURCE_DIR;
    const std::string line = "cc -std=c99 -shared -fPIC -DMISDEED_" + misdeed + " -I'" + source + "/subjects' '" + source +
                             "/tests/mutants/doors/misdeeds.c' -o '" + path.string() + "' -lm";
    REQUIRE(std::system(line.c_str()) == 0);
    return path.string();
}

void library_breaks(const std::string& misdeed, const std::string& said) {
    const std::string library = library_of(misdeed);
    an_error_and_no_end(library, said);
    std::filesystem::remove(library);
}

}  // namespace

TEST_CASE("a library that crashes is an error, and the sweep goes on") { library_breaks("CRASH", "SIGSEGV"); }
TEST_CASE("a library that hangs is an error, and the sweep goes on") { library_breaks("HANG", "no answer within"); }
TEST_CASE("a library that answers short is an error, and the sweep goes on") { library_breaks("SHORT_ANSWER", "unwritten"); }
TEST_CASE("a library that prints is an error, and the sweep goes on") { library_breaks("PRINT", "printed"); }
TEST_CASE("a library that writes out of bounds is an error, and the sweep goes on") { library_breaks("WRITE_PAST_END", "past the end"); }

TEST_CASE("a process that crashes or prints is an error, and the sweep goes on") {
    const std::string guest = std::string("cmd:python3 ") + LOSSPROOF_SOURCE_DIR + "/tests/mutants/doors/misdeeds.py ";
    an_error_and_no_end(guest + "crash", "SIGABRT");
    an_error_and_no_end(guest + "print", "printed");
}
