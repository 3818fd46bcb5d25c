// SPDX-License-Identifier: Apache-2.0
#include "losses.hpp"

#include <gmock/gmock.h>
#include <lossproof/testing.hpp>

using lossproof::certified, lossproof::holds;

TEST(Softmax, IsCertified) {
    const std::vector<float> z{50, 0, 0};
    EXPECT_THAT(mine::softmax(z), certified("softmax", {{"logits", z}}));
    EXPECT_THAT(mine::naive_softplus(-18.f), testing::Not(certified("softplus", {{"x", -18.f}})));
}

TEST(Softmax, Holds) {
    EXPECT_TRUE(holds("softmax", [](auto z, auto p) { mine::softmax(z.data(), p.data(), z.size()); }));
    const testing::AssertionResult wrong = holds("softplus", [](auto x) { return mine::naive_softplus(x[0]); });
    EXPECT_FALSE(wrong);
    EXPECT_THAT(wrong.message(), testing::HasSubstr("softplus value[0] is wrong"));
}
