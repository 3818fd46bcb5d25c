// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/settle.hpp"
#include "asking.hpp"

#include <functional>
#include <utility>

using namespace lossproof;
using Fault = Reply::Fault;

namespace {

enum class Way { on, alone, again };

/// Answers every request rightly, but as `script` wants it; remembers what it was asked in one life, as a process would.
class ImaginaryGuests : public Guests {
public:
    using Script = std::function<std::optional<Hearing>(std::span<const Request> group, Way way, std::size_t before)>;
    explicit ImaginaryGuests(Script script) : script_(std::move(script)) {}

    Hearing ask(std::span<const Request> group) override {
        Hearing heard = hear(group, Way::on, life_.size());
        heard.before = life_.size();
        life_.insert(life_.end(), group.begin(),
                     group.begin() + static_cast<std::ptrdiff_t>(std::min(heard.replies.size() + 1, group.size())));
        if (heard.breakdown) last_life_ = std::exchange(life_, {});
        return heard;
    }
    Hearing ask_alone(const Request& request) override {
        life_.clear();
        return hear({&request, 1}, Way::alone, 0);
    }
    Hearing ask_again() override {
        life_.clear();
        return hear(last_life_, Way::again, 0);
    }

    static Hearing honest(std::span<const Request> group) {
        Hearing heard;
        for (const Request& request : group) {
            Reply reply;
            reply.outputs["value"] = request.question.inputs.at("x");
            for (double& value : reply.outputs["value"].values) value = std::fmax(value, 0);
            heard.replies.push_back(reply);
        }
        return heard;
    }
    static Hearing broken_after(std::span<const Request> answered, Fault fault = Fault::crash) {
        Hearing heard = honest(answered);
        heard.breakdown = Breakdown{.fault = fault, .message = "was killed"};
        return heard;
    }
    int asked = 0;

private:
    Hearing hear(std::span<const Request> group, Way way, std::size_t before) {
        ++asked;
        return script_(group, way, before).value_or(honest(group));
    }
    Script script_;
    std::vector<Request> life_, last_life_;
};

double first(const Request& request) { return request.question.inputs.at("x").values[0]; }

std::vector<Reply> settled(const std::vector<Request>& batch, Guests& guests, std::size_t hangs = 1000) {
    BreakBudget budget(hangs);
    return settle(batch, guests, budget);
}

}  // namespace

TEST_CASE("the guilty are found with few questions, however many answers the guest held back", "[settle]") {
    const std::size_t keeps = GENERATE(0, 1, 5, 1000);
    const auto guilty = GENERATE(std::vector<std::size_t>{}, std::vector<std::size_t>{0}, std::vector<std::size_t>{63},
                                 std::vector<std::size_t>{17}, std::vector<std::size_t>{3, 4, 40});
    ImaginaryGuests guests([&](std::span<const Request> group, Way, std::size_t) -> std::optional<Hearing> {
        for (std::size_t i = 0; i < group.size(); ++i)
            if (first(group[i]) == 666) return ImaginaryGuests::broken_after(group.first(i - std::min(i, keeps)));
        return std::nullopt;
    });
    const auto batch = batch_with_guilty_at(64, guilty);
    const auto replies = settled(batch, guests);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        CAPTURE(keeps, i);
        const bool is_guilty = std::find(guilty.begin(), guilty.end(), i) != guilty.end();
        if (is_guilty) CHECK(replies[i].fault == Fault::crash);
        else CHECK(is_right(batch[i], replies[i]));
        CHECK(replies[i].remarks.empty());  // what was found out is no mystery
    }
    // Each of them costs at most one question, three again, and the halvings of 64.
    CHECK(guests.asked <= 1 + static_cast<int>(guilty.size()) * 36);
}

TEST_CASE("a break that nothing repeats is remarked on, and convicts nobody", "[settle]") {
    const auto batch = batch_with_guilty_at(8, {});
    bool once = true;
    ImaginaryGuests guests([&](std::span<const Request> group, Way, std::size_t) -> std::optional<Hearing> {
        if (!std::exchange(once, false)) return std::nullopt;
        return ImaginaryGuests::broken_after(group.first(3));
    });
    const auto replies = settled(batch, guests);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        CHECK(is_right(batch[i], replies[i]));
        CHECK((replies[i].not_reproducible() != nullptr) == (i == 3));
    }
    REQUIRE(replies[3].remarks.size() == 1);
    CHECK(replies[3].not_reproducible()->message == "was killed");
    CHECK(replies[3].not_reproducible()->fault == Fault::crash);
}

TEST_CASE("another break the second time convicts nobody of the first", "[settle]") {
    const auto batch = batch_with_guilty_at(8, {});
    bool once = true;
    ImaginaryGuests guests([&](std::span<const Request> group, Way way, std::size_t) -> std::optional<Hearing> {
        if (way == Way::again) return ImaginaryGuests::broken_after(group.first(3), Fault::protocol);
        if (way == Way::alone || !std::exchange(once, false)) return std::nullopt;
        return ImaginaryGuests::broken_after(group.first(3));
    });
    const auto replies = settled(batch, guests);
    for (std::size_t i = 0; i < batch.size(); ++i) CHECK(is_right(batch[i], replies[i]));
    REQUIRE(replies[3].not_reproducible());
    CHECK(replies[3].not_reproducible()->fault == Fault::crash);
}

TEST_CASE("a break that only what was asked before repeats convicts the request it broke on", "[settle]") {
    // The guest dies at every fourth call of its life, in whatever batches that comes.
    ImaginaryGuests guests([&](std::span<const Request> group, Way, std::size_t before) -> std::optional<Hearing> {
        if (before + group.size() < 4) return std::nullopt;
        return ImaginaryGuests::broken_after(group.first(3 - before));
    });
    for (const std::size_t size : {1, 2, 3, 9}) {
        std::size_t convicted = 0;
        for (int batches = 0; batches < 6; ++batches) {
            const auto batch = batch_with_guilty_at(size, {});
            const auto replies = settled(batch, guests);
            for (std::size_t i = 0; i < size; ++i) {
                if (is_right(batch[i], replies[i])) continue;
                CHECK(replies[i].fault == Fault::crash);
                CHECK(replies[i].after == 3);
                CHECK(replies[i].message == "was killed");
                ++convicted;
            }
        }
        CAPTURE(size);
        CHECK(convicted >= 6 * size / 5);
    }
}

TEST_CASE("noise after the answer is blamed on the request that was answered", "[settle]") {
    const auto batch = batch_with_guilty_at(6, {});
    ImaginaryGuests guests([&](std::span<const Request> group, Way way, std::size_t) -> std::optional<Hearing> {
        for (std::size_t i = 0; i < group.size(); ++i)
            if (first(group[i]) == 3 && (way == Way::alone || i + 1 < group.size()))  // number 2
                return ImaginaryGuests::broken_after(group.first(i + 1), Fault::noise_on_stdout);
        return std::nullopt;
    });
    const auto replies = settled(batch, guests);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (i == 2) CHECK(replies[i].fault == Fault::noise_on_stdout);
        else CHECK(is_right(batch[i], replies[i]));
    }
}

TEST_CASE("a guest that is gone for good is not asked again and again", "[settle]") {
    ImaginaryGuests guests([](std::span<const Request>, Way, std::size_t) -> std::optional<Hearing> {
        return Hearing{.replies = {}, .breakdown = Breakdown{.fault = Fault::crash, .message = "could not be restarted", .for_good = true}};
    });
    const auto replies = settled(batch_with_guilty_at(100, {}), guests);
    CHECK(guests.asked == 1);
    for (const Reply& reply : replies) CHECK(reply.message == "could not be restarted");
}

TEST_CASE("after a few time-outs in an operation and format the rest of it is not asked, other operations are", "[settle]") {
    ImaginaryGuests guests([](std::span<const Request> group, Way, std::size_t) -> std::optional<Hearing> {
        if (group.front().question.operation == "relu") return ImaginaryGuests::broken_after({}, Fault::timeout);
        return std::nullopt;
    });
    auto batch = batch_with_guilty_at(10, {});
    for (std::size_t i = 5; i < 10; ++i) batch[i].question.operation = "silu";
    BreakBudget hangs(2);
    for (const int round : {1, 2}) {
        const auto replies = settle(batch, guests, hangs);
        for (std::size_t i = 0; i < 5; ++i) {
            CAPTURE(round, i);
            const bool convicted = round == 1 && i < 2;
            CHECK(replies[i].status == (convicted ? Reply::Status::broke : Reply::Status::not_asked));
            if (!convicted) CHECK(replies[i].message == "not asked after 2 time-outs of relu");
        }
        for (std::size_t i = 5; i < 10; ++i) CHECK(is_right(batch[i], replies[i]));
    }
    CHECK(guests.asked == 2 + 2 + 1 + 1);
}

TEST_CASE("the formats of an operation share its time-outs", "[settle]") {
    ImaginaryGuests guests([](std::span<const Request>, Way, std::size_t) -> std::optional<Hearing> {
        return ImaginaryGuests::broken_after({}, Fault::timeout);
    });
    BreakBudget budget(2);
    std::size_t convicted = 0, spared = 0;
    for (const Format format : all_formats) {
        auto batch = batch_with_guilty_at(3, {});
        for (Request& request : batch) request.question.format = format;
        for (const Reply& reply : settle(batch, guests, budget)) {
            convicted += reply.fault == Fault::timeout;
            spared += reply.status == Reply::Status::not_asked;
        }
    }
    CHECK(convicted == 2);
    CHECK(spared == 10);
    CHECK(guests.asked == 4);  // each of them in company and alone: what a run can lose is four time limits
}

TEST_CASE("after restarts have taken long enough an operation is not asked, other operations are", "[settle]") {
    const auto crashes = [](std::span<const Request> group, Way, std::size_t) -> std::optional<Hearing> {
        Hearing heard = ImaginaryGuests::broken_after({});
        heard.restart_seconds = 4;
        if (group.front().question.operation == "silu") heard = ImaginaryGuests::honest(group);
        return heard;
    };
    const auto crashed_of = [&](double seconds, std::size_t size) {
        ImaginaryGuests guests(crashes);
        BreakBudget budget(2, seconds);
        std::size_t crashed = 0;
        for (const Reply& reply : settle(batch_with_guilty_at(size, {}), guests, budget)) {
            crashed += reply.fault == Fault::crash;
            if (reply.status == Reply::Status::not_asked) CHECK(reply.message == "not asked: breaks of relu cost 30 s of restarts");
        }
        auto other = batch_with_guilty_at(2, {});
        for (Request& request : other) request.question.operation = "silu";
        for (const Reply& reply : settle(other, guests, budget)) CHECK(reply.status == Reply::Status::answered);
        return crashed;
    };
    CHECK(crashed_of(30, 3) == 3);
    CHECK(crashed_of(30, 100) == 4);  // a restart for the group and one to ask alone, each 4 s
    CHECK(crashed_of(1e9, 100) == 100);
}

TEST_CASE("a run that is stopped leaves the rest not asked", "[settle]") {
    ImaginaryGuests guests([](std::span<const Request> group, Way, std::size_t) -> std::optional<Hearing> {
        Hearing heard = ImaginaryGuests::honest(group.first(2));
        heard.breakdown = Breakdown{.fault = Fault::none, .message = "the run was stopped", .stopped = true};
        return heard;
    });
    const auto batch = batch_with_guilty_at(5, {});
    const auto replies = settled(batch, guests);
    CHECK(guests.asked == 1);
    for (std::size_t i = 0; i < 5; ++i) {
        if (i < 2) CHECK(is_right(batch[i], replies[i]));
        else CHECK(replies[i].status == Reply::Status::not_asked);
    }
}
