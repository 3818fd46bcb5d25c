// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/numbers.hpp"
#include "properties/generators/rows.hpp"

#include <numeric>

namespace lossproof {
namespace {

using Numbers = std::vector<double>;

/// Whole weights divided by their exact sum; now and then an event that never happens.
Numbers normalised(std::size_t length, Dice& dice) {
    Numbers weights(length);
    for (double& w : weights) w = dice.chance(5) ? 0 : dice.whole(1, 1 << 20);
    weights[0] += 1;
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& w : weights) w /= total;
    return weights;
}

Numbers near_one_hot(std::size_t length, double missing, Dice& dice) {
    const auto top = static_cast<std::size_t>(dice.whole(0, static_cast<int>(length) - 1));
    Numbers p(length, length > 1 ? missing / static_cast<double>(length - 1) : 0);
    p[top] = 1 - missing;
    return p;
}

Numbers raw(Region region, Format format, std::size_t length, Dice& dice) {
    const FormatSpec& f = spec(format);
    Numbers p = normalised(length, dice);
    switch (region) {
    case Region::one_hot: return near_one_hot(length, 0, dice);
    case Region::near_one_hot: return near_one_hot(length, dice.magnitude(-60, -2), dice);
    case Region::all_equal: return Numbers(length, jittered(format, 1.0 / static_cast<double>(length), dice));
    case Region::unnormalised:
        for (double& v : p) v *= std::ldexp(1.0, dice.whole(-6, 3));
        return p;
    case Region::dyadic:
        for (double& v : p) v = dice.chance(80) ? std::ldexp(1.0, -dice.whole(0, 6)) : dice.whole(0, 16) / 8.0;
        return p;
    case Region::wide_range:
        for (double& v : p) v = dice.magnitude(f.min_exponent, -1);
        return p;
    case Region::subnormal:
        for (double& v : p)
            if (dice.chance(60)) v = std::fabs(subnormal_number(format, dice));
        return p;
    case Region::random_bits:
        for (double& v : p) v = std::fabs(random_number(format, dice));
        return p;
    default: return p;
    }
}

}  // namespace

std::vector<double> distribution_row(Region region, Format format, std::size_t length, Dice& dice) {
    if (length == 0) return {};
    Numbers p = raw(region, format, length, dice);
    for (double& v : p) v = fitted(format, v);
    return p;
}

std::vector<double> perturbed(Format format, const std::vector<double>& row, Dice& dice) {
    Numbers moved = row;
    // One scale a row: entries at different scales would let the widest hide the others.
    const double scale = dice.magnitude(-52, -2);
    for (double& v : moved) v = fitted(format, dice.chance(20) ? v : v * (1 + dice.sign() * scale));
    if (dice.chance(50))
        for (double& v : moved) v = std::fabs(jittered(format, v, dice));
    return moved;
}

}  // namespace lossproof
