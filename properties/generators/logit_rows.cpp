// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/numbers.hpp"
#include "properties/generators/rows.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/numbers/enclosure.hpp"

#include <algorithm>
#include <limits>

namespace lossproof {
namespace {

using Numbers = std::vector<double>;

Row<Enclosure128> enclosed(const Numbers& z) {
    Row<Enclosure128> row;
    for (const double v : z) row.push_back(Enclosure128::from(v));
    return row;
}

Numbers moderate(Format format, std::size_t length, Dice& dice) {
    Numbers z(length);
    for (double& v : z) v = fitted(format, dice.between(-8, 8));
    return z;
}

/// One entry leads, the label as often as not; the others follow at one common gap or at gaps of their own.
Numbers peaked(std::size_t length, std::size_t label, Dice& dice, const std::function<double()>& next_gap) {
    const std::size_t top = dice.chance(50) ? label : static_cast<std::size_t>(dice.whole(0, static_cast<int>(length) - 1));
    const bool common = dice.chance(50);
    const double first = next_gap();
    const double peak = dice.one_of({0.0, first, first / 2, dice.between(-4, 4)});
    Numbers z(length);
    for (std::size_t j = 0; j < length; ++j) z[j] = j == top ? peak : peak - (common ? first : next_gap());
    return z;
}

Numbers near_margin(Format format, std::size_t length, std::size_t label, const Parameters& parameters, Dice& dice) {
    const auto given = parameters.find("margin");
    const double margin = given == parameters.end() ? 1.0 : std::get<double>(given->second);
    const double own = dice.chance(50) ? 0.0 : dice.whole(-32, 32) / 8.0;
    Numbers z(length, own);
    for (std::size_t j = 0; j < length; ++j)
        if (j != label) z[j] = dice.chance(70) ? jittered(format, own - margin, dice) : dice.between(-4, 4);
    return z;
}

Numbers offset(Format format, std::size_t length, Dice& dice) {
    const int highest = std::min(53, spec(format).max_exponent - 2);
    const double common = dice.sign() * dice.magnitude(-10, highest);
    Numbers z(length);
    for (double& v : z)
        v = common + (dice.chance(50) ? dice.between(-8, 8) : dice.whole(-2, 2) * std::fabs(common) * 2 * unit_roundoff(format));
    return z;
}

Numbers with_sum_one(Format format, std::size_t length, std::size_t label, Dice& dice) {
    Numbers z = dice.chance(50) ? moderate(format, length, dice) : peaked(length, label, dice, [&] { return gap(dice) / 16; });
    const double shift = log_sum_exp(enclosed(z)).middle();
    for (double& v : z) v -= shift;
    return z;
}

Numbers raw(Region region, Format format, std::size_t length, std::size_t label, const Parameters& parameters, Dice& dice) {
    switch (region) {
    case Region::peaked: return peaked(length, label, dice, [&] { return gap(dice); });
    case Region::long_rows:
        return dice.chance(50) ? moderate(format, length, dice) : peaked(length, label, dice, [&] { return gap(dice); });
    case Region::saturated:
        if (dice.chance(25)) return Numbers(length, exponential_threshold(format, dice));
        return peaked(length, label, dice, [&] { return std::fabs(exponential_threshold(format, dice)); });
    case Region::huge_offset: return offset(format, length, dice);
    case Region::near_kink: return near_margin(format, length, label, parameters, dice);
    case Region::lse_near_zero: return with_sum_one(format, length, label, dice);
    case Region::all_equal: return Numbers(length, dice.chance(50) ? dice.between(-8, 8) : dice.sign() * gap(dice));
    case Region::random_bits:
    case Region::wide_range:
    case Region::subnormal:
    case Region::dyadic: {
        Numbers z(length);
        for (double& v : z) v = single(Meaning::logit, region, format, dice);
        return z;
    }
    default: return moderate(format, length, dice);
    }
}

}  // namespace

std::vector<double> logit_row(Region region, Format format, std::size_t length, std::size_t label, const Parameters& parameters,
                              Dice& dice) {
    if (length == 0) return {};
    Numbers z = raw(region, format, length, label, parameters, dice);
    for (double& v : z) v = fitted(format, v);
    const auto place = [&] { return static_cast<std::size_t>(dice.whole(0, static_cast<int>(length) - 1)); };
    if (region == Region::tied) {
        const double top = *std::max_element(z.begin(), z.end());
        for (int i = 0; i < 2; ++i) z[place()] = top;
    }
    if (region == Region::one_minus_infinity && length > 1) z[place()] = -std::numeric_limits<double>::infinity();
    return z;
}

std::vector<double> met_target(Format format, const std::vector<double>& logits) {
    Numbers target;
    for (const auto& p : softmax_of(enclosed(logits))) target.push_back(fitted(format, p.middle()));
    return target;
}

double met_target(Format format, double logit) { return fitted(format, sigmoid_of(Enclosure128::from(logit)).middle()); }

}  // namespace lossproof
