// SPDX-License-Identifier: Apache-2.0
#include "subjects/guest/settle.hpp"
#include "asking.hpp"

using namespace lossproof;
using Fault = Reply::Fault;

namespace {

/// A guest that breaks at 666; `keeps` is how many of its answers it holds back in a buffer when it does.
struct ImaginaryGuest {
    std::size_t keeps = 0;
    int asked = 0;

    Hearing operator()(std::span<const Request> group) {
        ++asked;
        Hearing heard;
        for (const Request& request : group) {
            const Tensor& x = request.question.inputs.at("x");
            if (x.values[0] == 666) {
                heard.breakdown = Breakdown{.fault = Fault::crash, .message = "was killed"};
                heard.replies.resize(heard.replies.size() - std::min(keeps, heard.replies.size()));
                return heard;
            }
            Reply reply;
            reply.outputs["value"] = x;
            for (double& value : reply.outputs["value"].values) value = std::fmax(value, 0);
            heard.replies.push_back(reply);
        }
        return heard;
    }
};

}  // namespace

TEST_CASE("the guilty are found with few questions, however many answers the guest held back", "[settle]") {
    const std::size_t keeps = GENERATE(0, 1, 5, 1000);
    const auto guilty = GENERATE(std::vector<std::size_t>{}, std::vector<std::size_t>{0}, std::vector<std::size_t>{63},
                                 std::vector<std::size_t>{17}, std::vector<std::size_t>{3, 4, 40});
    ImaginaryGuest guest{.keeps = keeps};
    const auto batch = batch_with_guilty_at(64, guilty);
    const auto replies = settle(batch, [&](std::span<const Request> group, bool) { return guest(group); });
    for (std::size_t i = 0; i < batch.size(); ++i) {
        CAPTURE(keeps, i);
        const bool is_guilty = std::find(guilty.begin(), guilty.end(), i) != guilty.end();
        if (is_guilty) CHECK(replies[i].fault == Fault::crash);
        else CHECK(is_right(batch[i], replies[i]));
    }
    // Each of them costs at most one question, two alone, and the halvings of 64.
    CHECK(guest.asked <= 1 + static_cast<int>(guilty.size()) * 30);
}

TEST_CASE("a break that no request repeats alone is remarked on, and convicts nobody", "[settle]") {
    const auto batch = batch_with_guilty_at(8, {});
    ImaginaryGuest guest;
    bool first = true;
    const auto replies = settle(batch, [&](std::span<const Request> group, bool) {
        if (!std::exchange(first, false)) return guest(group);
        Hearing heard = guest(group.first(3));
        heard.breakdown = Breakdown{.fault = Fault::crash, .message = "was killed"};
        return heard;
    });
    for (std::size_t i = 0; i < batch.size(); ++i) CHECK(is_right(batch[i], replies[i]));
    REQUIRE(replies[3].remarks.size() == 1);
    REQUIRE(replies[3].not_reproducible());
    CHECK(replies[3].not_reproducible()->message == "was killed");
    CHECK(replies[3].not_reproducible()->fault == Fault::crash);
}

TEST_CASE("noise after the answer is blamed on the request that was answered", "[settle]") {
    const auto batch = batch_with_guilty_at(6, {});
    ImaginaryGuest guest;
    const auto late = [](const Request& request) { return request.question.inputs.at("x").values[0] == 3; };  // number 2
    const auto replies = settle(batch, [&](std::span<const Request> group, bool alone) {
        for (std::size_t i = 0; i < group.size(); ++i)
            if (late(group[i]) && (alone || i + 1 < group.size())) {
                Hearing heard = guest(group.first(i + 1));
                heard.breakdown = Breakdown{.fault = Fault::noise_on_stdout, .message = "printed"};
                return heard;
            }
        return guest(group);
    });
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (i == 2) CHECK(replies[i].fault == Fault::noise_on_stdout);
        else CHECK(is_right(batch[i], replies[i]));
    }
}

TEST_CASE("a guest that is gone for good is not asked again and again", "[settle]") {
    int asked = 0;
    const auto batch = batch_with_guilty_at(100, {});
    const auto replies = settle(batch, [&](std::span<const Request>, bool) {
        ++asked;
        return Hearing{.replies = {}, .breakdown = Breakdown{.fault = Fault::crash, .message = "could not be restarted", .for_good = true}};
    });
    CHECK(asked == 1);
    for (const Reply& reply : replies) CHECK(reply.message == "could not be restarted");
}
