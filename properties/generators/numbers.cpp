// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/numbers.hpp"

#include <algorithm>

namespace lossproof {
namespace {

constexpr double log_two = 0.6931471805599453;

/// Any number, of a size that keeps sums and squares of the format finite unless the region says otherwise.
double real(Region region, Format format, Dice& dice) {
    const FormatSpec& f = spec(format);
    switch (region) {
    case Region::random_bits: return random_number(format, dice);
    case Region::subnormal:
        return dice.chance(70) ? subnormal_number(format, dice) : dice.sign() * dice.magnitude(f.min_exponent, f.min_exponent + 4);
    case Region::saturated: return dice.chance(60) ? dice.sign() * square_threshold(format, dice) : dice.between(-2, 2);
    case Region::wide_range: return dice.sign() * dice.magnitude(f.min_exponent / 3, f.max_exponent / 3);
    case Region::dyadic: return dice.whole(-32, 32) / 8.0;
    case Region::near_kink:
        return dice.chance(60) ? dice.one_of({0.0, smallest_subnormal(f), -smallest_subnormal(f)}) : dice.between(-2, 2);
    default: return dice.between(-4, 4);
    }
}

double logit(Region region, Format format, Dice& dice) {
    switch (region) {
    case Region::peaked: return dice.sign() * gap(dice);
    case Region::saturated: return exponential_threshold(format, dice);
    case Region::wide_range: return dice.sign() * dice.magnitude(-20, 13);
    case Region::subnormal: return dice.chance(50) ? subnormal_number(format, dice) : -std::fabs(exponential_threshold(format, dice));
    case Region::random_bits:
    case Region::near_kink:
    case Region::dyadic: return real(region, format, dice);
    default: return dice.between(-8, 8);
    }
}

double unit(Region region, Format format, Dice& dice) {
    switch (region) {
    case Region::random_bits: return std::fabs(std::ldexp(1 + dice.fraction(), dice.whole(spec(format).smallest_exponent(), -1)));
    case Region::subnormal: return std::fabs(subnormal_number(format, dice));
    case Region::dyadic: return dice.whole(0, 16) / 16.0;
    case Region::near_kink: return dice.one_of({0.0, 1.0, neighbour(spec(format), 1.0, -1), 0.5});
    default: return dice.chance(30) ? 1 - dice.magnitude(-spec(format).precision, -2) : dice.fraction();
    }
}

double variance(Region region, Format format, Dice& dice) {
    constexpr double zero_constant = 0.15915494309189535;  // 1/(2π): there the loss of a perfect prediction vanishes
    switch (region) {
    case Region::tiny_variance: return dice.chance(40) ? jittered(format, zero_constant, dice) : dice.magnitude(-20, 20);
    case Region::dyadic: return std::ldexp(1.0, dice.whole(-4, 4));
    case Region::random_bits:
    case Region::subnormal:
    case Region::wide_range:
    case Region::saturated: return std::fabs(real(region, format, dice));
    default: return dice.magnitude(-4, 3);
    }
}

}  // namespace

double fitted(Format format, double value) {
    const double limit = largest(spec(format));
    return std::clamp(round_to(format, value), -limit, limit);
}

double random_number(Format format, Dice& dice) {
    const int width = spec(format).bytes * 8;
    for (;;) {
        const double value = decode(format, dice.bits() >> (64 - width));
        if (std::isfinite(value)) return value;
    }
}

double jittered(Format format, double value, Dice& dice) {
    double result = fitted(format, value);
    const int steps = dice.whole(-2, 2);
    for (int i = 0; i < std::abs(steps); ++i) result = neighbour(spec(format), result, steps);
    return fitted(format, result);
}

double subnormal_number(Format format, Dice& dice) {
    const FormatSpec& f = spec(format);
    return dice.sign() * std::ldexp(1.0 + static_cast<double>(dice.bits() >> (65 - f.precision)), f.smallest_exponent());
}

double exponential_threshold(Format format, Dice& dice) {
    const FormatSpec& f = spec(format);
    const int exponent =
        dice.one_of({f.max_exponent + 1, f.min_exponent, f.smallest_exponent(), f.smallest_exponent() - 1, f.precision, f.precision + 1});
    const double place = exponent * log_two;
    const double nearby = dice.chance(50) ? place + dice.between(-2, 2) : jittered(format, place, dice);
    return dice.sign() * std::fabs(nearby);
}

double square_threshold(Format format, Dice& dice) {
    const FormatSpec& f = spec(format);
    const int middle = dice.one_of({f.max_exponent + 1, f.min_exponent, f.smallest_exponent()}) / 2;
    return dice.magnitude(middle - 1, middle);
}

double gap(Dice& dice) { return std::min(dice.magnitude(-10, 9), 800.0); }

double single(Meaning meaning, Region region, Format format, Dice& dice) {
    switch (meaning) {
    case Meaning::logit: return fitted(format, logit(region, format, dice));
    case Meaning::log_probability: return fitted(format, -std::fabs(logit(region, format, dice)));
    case Meaning::unit_target:
    case Meaning::soft_label:
        if (dice.chance(50)) return dice.whole(0, 1);
        [[fallthrough]];
    case Meaning::distribution:
    case Meaning::probability: return fitted(format, unit(region, format, dice));
    case Meaning::binary_label: return dice.whole(0, 1);
    case Meaning::variance:
    case Meaning::second_moment: return fitted(format, variance(region, format, dice));
    case Meaning::prediction:
        // Some losses exponentiate their prediction, others square it.
        if (region == Region::saturated && dice.chance(30)) return fitted(format, exponential_threshold(format, dice));
        [[fallthrough]];
    default: return fitted(format, real(region, format, dice));
    }
}

}  // namespace lossproof
