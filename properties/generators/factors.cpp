// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/sketch.hpp"
#include "reference/oracle/parameters.hpp"

#include <cmath>

namespace lossproof {
namespace {

/// Now and then 0, now and then 1 or another power of two, which no rounding tells from a missing factor's size.
double weight(Format format, Dice& dice, bool any_sign) {
    if (dice.chance(10)) return 0;
    const double size = dice.chance(25) ? std::ldexp(1.0, dice.whole(-2, 2)) : dice.between(0.125, 4);
    return fitted(format, any_sign && dice.chance(30) ? -size : size);
}

}  // namespace

void add_factor(Sketch& s, const Input& input) {
    Tensor tensor{.shape = shape_of(s.operation, input, s.sizes), .values = {}};
    if (input.meaning == Meaning::upstream && is_reduced(s.drawn.parameters)) tensor.shape.clear();
    if (input.broadcast && s.dice.chance(30)) tensor.shape = {1, 1};
    std::int64_t size = 1;
    for (const auto extent : tensor.shape) size *= extent;
    // A total of weights that cancels would make every mean ill-conditioned: signs differ where nothing is divided by their sum.
    const bool any_sign =
        input.meaning == Meaning::upstream || (input.meaning == Meaning::sample_weight && !divides_by_sample_weights(s.drawn.parameters));
    while (static_cast<std::int64_t>(tensor.values.size()) < size) tensor.values.push_back(weight(s.format, s.dice, any_sign));
    s.drawn.inputs.emplace(input.name, std::move(tensor));
}

namespace {

/// Other divisors than the count of a mean: N whatever is ignored, a number that is given, the sum of the sample weights.
void choose_divisor(Sketch& s) {
    const auto reduction = s.drawn.parameters.find("reduction");
    if (reduction == s.drawn.parameters.end() || std::get<std::string>(reduction->second) != "mean") return;
    if (s.dice.chance(15)) reduction->second = "batchmean";
    else if (s.dice.chance(15)) s.drawn.parameters["num_items"] = static_cast<double>(s.dice.whole(1, 40)) / s.dice.one_of({1, 1, 4});
    else if (s.dice.chance(25)) s.drawn.parameters["divisor"] = "weights";
}

}  // namespace

void add_factors(Sketch& s) {
    if (s.region != Region::weighted && s.region != Region::upstream) return;
    const bool weights = s.region == Region::weighted;
    if (weights) {
        // The first two are means, for the divisor is where weights go wrong: of one kind of weight, then by the samples' weights.
        if (s.number < 2) s.drawn.parameters["reduction"] = "mean";
        if (s.number == 1) s.drawn.parameters["divisor"] = "weights";
        else if (s.number > 1) choose_divisor(s);
    } else if (s.number < 2) {
        s.drawn.parameters["reduction"] = "none";  // an upstream gradient of one number hides which row it belongs to
    }
    const bool sampled = s.drawn.parameters.contains("divisor") || s.traits.count(is_weight) == 1 || (s.number > 1 && s.dice.chance(40));
    for (const Input& input : s.operation.inputs) {
        if (input.meaning == Meaning::upstream ? weights && (s.number == 0 || !s.dice.chance(30)) : !is_weight(input.meaning)) continue;
        if (is_weight(input.meaning) && !(weights || s.dice.chance(30))) continue;
        if (input.meaning == Meaning::sample_weight && weights && !sampled) continue;
        add_factor(s, input);
    }
}

}  // namespace lossproof
