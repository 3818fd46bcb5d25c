// SPDX-License-Identifier: Apache-2.0
// The instruction sets against each other: every operation on AVX-512 and on AVX2 gives the same bits, because both do the
// same operations in the same order; the portable path states every operation once more and may round the other way.
#include "tests/fast/request.hpp"

#include <catch2/catch.hpp>
#include <hwy/targets.h>

#include <bit>

using namespace testing;

namespace {

/// As long as this lives, `fast` takes the instruction set named.
class Forced {
public:
    explicit Forced(std::int64_t target) { hwy::GetChosenTarget().Update(target); }
    ~Forced() { hwy::GetChosenTarget().Update(hwy::SupportedTargets()); }
};

/// Steps between two doubles: 0 for equal bits and for two NaN.
std::uint64_t steps(double a, double b) {
    if (std::isnan(a) && std::isnan(b)) return 0;
    const auto place = [](double x) {
        const auto bits = std::bit_cast<std::int64_t>(x);
        return bits < 0 ? -(bits & INT64_MAX) - 1 : bits;
    };
    const std::int64_t i = place(a), j = place(b);
    return i > j ? static_cast<std::uint64_t>(i) - static_cast<std::uint64_t>(j)
                 : static_cast<std::uint64_t>(j) - static_cast<std::uint64_t>(i);
}

/// The furthest two answers are apart, in steps; a difference up to `lost` is none.
std::uint64_t furthest(const std::vector<Vector>& one, const std::vector<Vector>& other, double lost = 0) {
    std::uint64_t distance = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        for (std::size_t j = 0; j < one[i].size(); ++j)
            if (!(std::fabs(one[i][j] - other[i][j]) <= lost)) distance = std::max(distance, steps(one[i][j], other[i][j]));
    return distance;
}

std::vector<Vector> answer(const Request& request, Accuracy level, std::int64_t target) {
    const Forced forced(target);
    return request.answer(level);
}
std::string_view name_of(std::int64_t target) {
    const Forced forced(target);
    return lossproof::fast::target();
}

}  // namespace

#if HWY_ARCH_X86
TEST_CASE("AVX-512 and AVX2 give the same bits", "[fast]") {
    if ((hwy::SupportedTargets() & HWY_AVX3) == 0) {
        WARN("this machine has no AVX-512");
        return;
    }
    CHECK(name_of(HWY_AVX3) == "AVX3");
    CHECK(name_of(HWY_AVX2) == "AVX2");
    for_every_request([](const Request& request) {
        CAPTURE(request.name());
        for (const Accuracy level : {near_exact, quick})
            CHECK(furthest(answer(request, level, HWY_AVX3), answer(request, level, HWY_AVX2)) == 0);
    });
}

TEST_CASE("the portable path knows one level, a neighbour of what AVX2 answers", "[fast]") {
    if ((hwy::SupportedTargets() & HWY_AVX2) == 0) {
        WARN("this machine has no AVX2");
        return;
    }
    CHECK(name_of(HWY_SCALAR) == "SCALAR");
    for_every_request([](const Request& request) {
        CAPTURE(request.name());
        const auto portable = answer(request, near_exact, HWY_SCALAR);
        CHECK(furthest(portable, answer(request, quick, HWY_SCALAR)) == 0);
        // Each is within 0.6 ulp; but where terms cancel, two doubles keep more of them than a long double of 64 bits. Of numbers
        // below 16, as these requests cancel, it loses at most 2^-61 in a rounding, and 2^-58 in the eight of a step or a likelihood.
        const bool cancels = request.name().starts_with("gaussian_nll") || request.name().find("_step") != std::string::npos;
        CHECK(furthest(portable, answer(request, near_exact, HWY_AVX2), cancels ? 0x1p-58 : 0) <= 1);
    });
}
#endif
