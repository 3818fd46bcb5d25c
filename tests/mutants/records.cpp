// SPDX-License-Identifier: Apache-2.0
// What a sweep writes down: every kind of record, from a subject that gives cause for it, and nothing of it from one that gives none.
#include "properties/generators/strata.hpp"
#include "tests/mutants/trial.hpp"

#include <algorithm>
#include <functional>

using namespace lossproof;

namespace {

/// Right answers, and then what `act` makes of them; `number` counts the requests since the subject began.
class Actor : public Subject {
public:
    using Act = std::function<void(const Request&, Reply&, std::size_t number)>;
    explicit Actor(Act act) : act_(std::move(act)) {}

    const SubjectIdentity& identity() const override { return honest_.identity(); }
    bool offers(std::string_view, Format, std::string_view output) const override { return !refused.contains(std::string(output)); }
    std::vector<Remark> remarks() const override { return at_load; }
    std::vector<Reply> compute(std::span<const Request> requests) override {
        auto replies = honest_.compute(requests);
        for (std::size_t i = 0; i < requests.size(); ++i) act_(requests[i], replies[i], number_++);
        return replies;
    }

    std::set<std::string> refused = {};
    std::vector<Remark> at_load = {};
    std::size_t asked() const { return number_; }

private:
    Act act_;
    Mutant honest_{"actor"};
    std::size_t number_ = 0;
};

Proceedings judged(Actor& actor, const std::vector<std::string>& operations, std::vector<Format> formats, bool laws = false) {
    const auto path = std::filesystem::temp_directory_path() / ("lossproof-records-" + std::to_string(getpid()) + ".jsonl");
    SweepOptions options{.operations = {}, .formats = std::move(formats), .effort = Effort::smoke, .designation = "actor", .laws = laws};
    for (const auto& operation : operations) options.operations.push_back(&operation_named(operation));
    {
        LedgerWriter writer(LedgerFile(path, LedgerFile::Existing::replace));
        writer.header(actor.identity(), {.seed = 0, .effort = "smoke", .operations = operations, .formats = {}, .convention = "lim"});
        sweep(actor, options, writer);
    }
    Proceedings proceedings;
    proceedings.ledger = reports::read_ledger(path);
    std::filesystem::remove(path);
    return proceedings;
}

void honest(const Request&, Reply&, std::size_t) {}
/// The first number of the value is something else; a NaN where there is none.
Actor::Act answering(double wrong) {
    return [wrong](const Request&, Reply& reply, std::size_t) {
        if (const auto found = reply.outputs.find("value"); found != reply.outputs.end() && !found->second.values.empty())
            found->second.values.front() = wrong;
    };
}
std::size_t components(const Proceedings& proceedings, reports::Verdict verdict) {
    std::size_t sum = 0;
    for (const auto& result : proceedings.ledger.results) sum += result.counts[static_cast<std::size_t>(verdict)];
    return sum;
}
using Gravity = reports::RunVerdict;

}  // namespace

TEST_CASE("an honest subject leaves results, curves, strata and laws that held, and nothing else", "[records]") {
    Actor actor(honest);
    const auto done = judged(actor, {"sigmoid"}, {Format::f64}, true);
    const auto strata = strata_of(operation_named("sigmoid"), Format::f64);
    CHECK(done.verdict() == Gravity::held);
    CHECK(done.ledger.results.size() == 2 * strata.size());  // the value and its derivative
    CHECK(done.ledger.strata.size() == strata.size());
    CHECK(done.ledger.curves.size() == 2);
    CHECK(done.ledger.operations.size() == 1);
    CHECK_FALSE(done.ledger.laws.empty());
    for (const auto& law : done.ledger.laws) CHECK(law.verdict == reports::LawVerdict::held);
    CHECK(done.ledger.witnesses.empty());
    CHECK(done.ledger.specials.empty());
    CHECK(done.ledger.remarks.empty());
    CHECK(done.ledger.not_tested.empty());
}

TEST_CASE("a subject that breaks every law is told so, law by law", "[records]") {
    Actor actor(answering(0.75));
    const auto done = judged(actor, {"sigmoid"}, {Format::f64}, true);
    CHECK(done.verdict() == Gravity::fell_short);
    CHECK(std::any_of(done.ledger.laws.begin(), done.ledger.laws.end(),
                      [](const auto& law) { return law.verdict == reports::LawVerdict::failed && !law.witness.empty(); }));
}

TEST_CASE("an output, a format and an operation that are not offered are told as gaps", "[records]") {
    Actor actor(honest);
    actor.refused = {"d_x"};
    const auto done = judged(actor, {"sigmoid"}, {Format::f64});
    REQUIRE(done.ledger.not_tested.size() == 1);
    CHECK(done.ledger.not_tested.begin()->output == "d_x");
    CHECK(done.ledger.results.size() == strata_of(operation_named("sigmoid"), Format::f64).size());
    actor.refused = {"d_x", "value"};
    const auto nothing = judged(actor, {"sigmoid"}, {Format::f64});
    CHECK(nothing.ledger.not_tested.size() == 1);
    CHECK(nothing.ledger.results.empty());
    CHECK(nothing.verdict() == Gravity::nothing_tested);
}

TEST_CASE("special values that came out wrong are told one by one", "[records]") {
    Actor actor([](const Request&, Reply& reply, std::size_t) {
        for (double& value : reply.outputs["value"].values)
            if (std::isnan(value)) value = 7;
    });
    const auto done = judged(actor, {"sigmoid"}, {Format::f64});
    REQUIRE_FALSE(done.ledger.specials.empty());
    CHECK(done.ledger.specials.front().got == "7");
    CHECK(done.ledger.specials.front().reference == "nan");
    CHECK(done.verdict() == Gravity::fell_short);
}

TEST_CASE("refusals, breaks and wrong numbers of one stratum are counted beside each other, each break with a witness", "[records]") {
    Actor actor([](const Request&, Reply& reply, std::size_t number) {
        if (number % 3 == 0) reply = {.status = Reply::Status::unsupported, .message = "not today"};
        if (number % 3 == 1) reply = {.status = Reply::Status::broke, .fault = Reply::Fault::crash, .message = "was killed"};
    });
    const auto done = judged(actor, {"relu"}, {Format::f64});
    CHECK(components(done, reports::Verdict::error) > 0);
    CHECK(done.verdict() == Gravity::broke);
    std::size_t unsupported = 0;
    for (const auto& result : done.ledger.results) unsupported += result.unsupported;
    CHECK(unsupported > 0);
    CHECK(std::any_of(done.ledger.witnesses.begin(), done.ledger.witnesses.end(), [](const auto& witness) {
        return witness.verdict == reports::Verdict::error && witness.message.starts_with("crash: was killed");
    }));
}

TEST_CASE("a wrong number that does not come again is kept and marked, one that does is not", "[records]") {
    Actor once([](const Request& request, Reply& reply, std::size_t number) {
        if (number == 0) answering(7)(request, reply, number);
    });
    const auto fleeting = judged(once, {"sigmoid"}, {Format::f64});
    REQUIRE(fleeting.ledger.witnesses.size() == 1);
    CHECK(fleeting.ledger.witnesses.front().not_reproducible);
    CHECK(fleeting.verdict() == Gravity::fell_short);
    Actor always(answering(7));
    const auto lasting = judged(always, {"sigmoid"}, {Format::f64});
    REQUIRE_FALSE(lasting.ledger.witnesses.empty());
    for (const auto& witness : lasting.ledger.witnesses) CHECK_FALSE(witness.not_reproducible);
}

TEST_CASE("what is noticed beside answers is counted, and its kind says how grave it is", "[records]") {
    for (const auto& [kind, gravity] :
         {std::pair(Remark::Kind::told, Gravity::held), std::pair(Remark::Kind::rounding, Gravity::fell_short),
          std::pair(Remark::Kind::flush_to_zero, Gravity::fell_short), std::pair(Remark::Kind::not_reproducible, Gravity::broke)}) {
        CAPTURE(text(kind));
        Actor actor([kind = kind](const Request&, Reply& reply, std::size_t) {
            add_remark(reply.remarks, {.kind = kind, .message = "something"});
        });
        actor.at_load = {{.kind = kind, .message = "while it was loaded"}};
        const auto done = judged(actor, {"relu"}, {Format::f64});
        CHECK(done.verdict() == gravity);
        std::size_t beside = 0, loading = 0;
        for (const auto& remark : done.ledger.remarks) (remark.message == "something" ? beside : loading) += remark.count;
        CHECK(loading == 1);
        CHECK(beside == actor.asked());
        CHECK(done.sums().remarks == (gravity == Gravity::held ? 0 : beside + loading));
    }
}

TEST_CASE("a subject that hangs is asked twice, whatever the formats, and the rest is told as not asked", "[records]") {
    Actor actor([](const Request& request, Reply& reply, std::size_t) {
        if (request.question.operation == "relu")
            reply = {.status = Reply::Status::broke, .fault = Reply::Fault::timeout, .message = "gave no answer"};
    });
    const auto done = judged(actor, {"relu", "sigmoid"}, {Format::f64, Format::f32, Format::f16});
    CHECK(done.verdict() == Gravity::broke);
    std::size_t hung = 0, left_out = 0;
    for (const auto& result : done.ledger.results)
        if (result.cell.operation == "relu") hung += result.counts[static_cast<std::size_t>(reports::Verdict::error)];
    for (const auto& [key, mark] : done.ledger.strata) {
        if (key.operation == "sigmoid") CHECK(mark.left_out.empty());
        else if (!mark.left_out.empty()) ++left_out;
    }
    CHECK(hung > 0);
    CHECK(left_out + 1 == 3 * strata_of(operation_named("relu"), Format::f64).size());  // all but the first
    CHECK(done.sums().not_asked == left_out);
}
