// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <cstdint>
#include <random>

namespace exact {

/// Deterministic draws: the tests see the same numbers everywhere.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : engine_(seed) {}
    double uniform(double low, double high) { return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53; }
    double log_uniform(double low, double high) { return std::exp2(uniform(std::log2(low), std::log2(high))); }
    double signed_log_uniform(double low, double high) {
        const double x = log_uniform(low, high);
        return engine_() & 1 ? -x : x;
    }
    double normal(double scale) {
        double sum = 0;
        for (int i = 0; i < 12; ++i) sum += uniform(-0.5, 0.5);
        return scale * sum;
    }
    std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(n)); }

private:
    std::mt19937_64 engine_;
};

}  // namespace exact
