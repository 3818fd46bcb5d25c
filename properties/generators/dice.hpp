// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <rapidcheck/Random.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace lossproof {

/// RapidCheck's random engine, read as integers and as doubles built from integers. Only exact operations are used, so
/// that the same seed throws the same numbers on every machine (the mathematical library's last bits differ).
class Dice {
public:
    explicit Dice(rc::Random random) : random_(std::move(random)) {}

    std::uint64_t bits() { return random_.next(); }
    /// A whole number in [low, high]. The bias of the remainder (below 2^-40 here) is of no importance.
    int whole(int low, int high) { return low + static_cast<int>(bits() % static_cast<std::uint64_t>(high - low + 1)); }
    bool chance(int percent) { return whole(1, 100) <= percent; }
    template <class T> T one_of(std::initializer_list<T> choices) {
        return choices.begin()[whole(0, static_cast<int>(choices.size()) - 1)];
    }

    /// In [0, 1), a multiple of 2^-53.
    double fraction() { return std::ldexp(static_cast<double>(bits() >> 11), -53); }
    double between(double low, double high) { return low + (high - low) * fraction(); }
    double sign() { return chance(50) ? 1.0 : -1.0; }
    /// 2^e·s with s in [1, 2) and the exponent e equally likely in [low, high]: a magnitude on a logarithmic scale.
    double magnitude(int low, int high) {
        const int exponent = whole(low, high);
        return std::ldexp(1 + fraction(), exponent);
    }

private:
    rc::Random random_;
};

}  // namespace lossproof
