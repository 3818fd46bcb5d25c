// SPDX-License-Identifier: Apache-2.0
// Every request of request.hpp and a sum of the bits of its answers, a line each: two machines agree if their lines do.
#include "tests/fast/request.hpp"

#include <bit>
#include <cinttypes>
#include <cstdio>

int main() {
    using namespace testing;
    for_every_request([](const Request& request) {
        for (const Accuracy level : {near_exact, quick}) {
            std::printf("%s %s", request.name().c_str(), level == quick ? "quick" : "near_exact");
            for (const Vector& output : request.answer(level)) {
                std::uint64_t sum = 0xcbf29ce484222325;  // FNV-1a, a word at a time; a NaN is a NaN
                for (const double x : output) sum = (sum ^ (std::isnan(x) ? 1 : std::bit_cast<std::uint64_t>(x))) * 0x100000001b3;
                std::printf(" %016" PRIx64, sum);
            }
            std::printf("\n");
        }
    });
}
