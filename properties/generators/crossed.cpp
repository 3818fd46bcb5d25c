// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/crossed.hpp"

#include "properties/generators/generator.hpp"
#include "properties/generators/parameters.hpp"

#include <algorithm>

namespace lossproof {
namespace {

constexpr std::size_t no_number = static_cast<std::size_t>(-1);

bool fits(Region region, const Traits& traits) {
    const auto& rules = region_rules();
    return std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.region == region; })->fits(traits);
}

bool may_be_absent(const Parameter& parameter) { return parameter.optional || !parameter.fallback.empty(); }

}  // namespace

Crossing::Crossing(const Operation& operation, const Traits& traits, Format format, const Takes& takes)
    : operation_(operation), traits_(traits), format_(format), takes_(takes) {
    add_numbers();
    add_sizes();
    add_parameters(format);
    add_reductions();
    add_ignored();
    add_inputs();
    std::vector<std::size_t> levels;
    for (const Factor& factor : factors_) levels.push_back(factor.levels.size());
    array_ = covering_array(levels, [this](auto... place) { return compatible(place...); });
}

void Crossing::add_numbers() {
    Factor factor;
    for (const Region region :
         {Region::moderate, Region::near_kink, Region::dyadic, Region::huge_offset, Region::saturated, Region::near_equal})
        if (fits(region, traits_)) factor.levels.push_back([region](Sketch& s) { s.region = region; });
    factors_.push_back(std::move(factor));
}

/// A few; one of everything; lengths that leave something over; whole blocks; many short rows.
void Crossing::add_sizes() {
    const auto sized = [this](auto rows, auto columns) {
        return [=, this](Sketch& s) {
            s.sizes.rows = rows(s.dice);
            s.sizes.columns = columns(s.dice);
            if (traits_.paired) s.sizes.columns = s.sizes.rows;
        };
    };
    const auto exactly = [](std::int64_t n) { return [n](Dice&) { return n; }; };
    const auto left_over = [](Dice& dice) { return tail(dice.bits() % residues, 1, dice); };
    factors_.push_back({.levels = {sized(exactly(2), exactly(3)), sized(exactly(1), exactly(1)), sized(left_over, left_over),
                                   sized(exactly(4), exactly(32)), sized(exactly(33), exactly(2))}});
}

void Crossing::add_parameters(Format format) {
    for (const Parameter& parameter : operation_.parameters) {
        if (may_be_absent(parameter) && !taken(parameter.name)) continue;
        Factor factor{.levels = {}, .option = true};
        if (may_be_absent(parameter))
            factor.levels.push_back([&parameter](Sketch& s) { s.drawn.parameters.erase(std::string(parameter.name)); });
        Dice any{rc::Random()};  // how many values there are does not depend on it
        for (std::size_t i = 0; i < telling_values(parameter, format, any).size(); ++i)
            factor.levels.push_back([&parameter, format, i](Sketch& s) {
                s.drawn.parameters[std::string(parameter.name)] = telling_values(parameter, format, s.dice)[i];
            });
        factors_.push_back(std::move(factor));
    }
}

void Crossing::add_reductions() {
    if (!operation_.reductions || !taken("reduction")) return;
    Factor factor;
    const auto add = [&](const char* word, auto... more) {
        factor.levels.push_back([=](Sketch& s) {
            s.drawn.parameters["reduction"] = std::string(word);
            (more(s), ...);
        });
    };
    for (const char* word : {"none", "mean", "sum"}) add(word);
    if (taken("batchmean")) add("batchmean");
    if (taken("num_items")) add("mean", [](Sketch& s) { s.drawn.parameters["num_items"] = s.dice.whole(1, 40) / 4.0; });
    const Input* samples = operation_.input(Meaning::sample_weight);
    if (taken("divisor") && samples && taken(samples->name))
        add("mean", [samples](Sketch& s) {
            s.drawn.parameters["divisor"] = "weights";
            s.given->insert(samples->name);
        });
    factors_.push_back(std::move(factor));
}

/// Labels that are no class; the first and the last class; all rows.
void Crossing::add_ignored() {
    if (!operation_.parameter("ignore_index") || !taken("ignore_index")) return;
    Factor factor{.levels = {[](Sketch&) {}}, .late = true};
    for (const std::int64_t label : {-100, -1, 0}) factor.levels.push_back([label](Sketch& s) { ignore(s, label); });
    factor.levels.push_back([](Sketch& s) { ignore(s, s.sizes.columns - 1); });
    factor.levels.push_back([](Sketch& s) { ignore(s, -100, true); });
    factors_.push_back(std::move(factor));
}

void Crossing::add_inputs() {
    for (const Input& input : operation_.inputs)
        if (input.optional && taken(input.name))
            factors_.push_back({.levels = {[](Sketch&) {}, [&input](Sketch& s) { s.given->insert(input.name); }}, .option = true});
}

/// Asked of a small case with these two and otherwise the first choices.
bool Crossing::compatible(std::size_t factor, std::size_t level, std::size_t other, std::size_t other_level) const {
    if (!factors_[factor].option || !factors_[other].option || level == 0 || other_level == 0) return true;
    Dice dice{rc::Random()};
    Sketch s{.operation = operation_,
             .traits = traits_,
             .region = Region::moderate,
             .format = format_,
             .dice = dice,
             .takes = takes_,
             .sizes = {1, 1, 1, 1, 1},
             .drawn = {.operation = std::string(operation_.name), .format = format_, .parameters = {}, .inputs = {}},
             .number = no_number};
    s.drawn.parameters = ordinary_parameters(operation_);
    s.given.emplace();
    factors_[factor].levels[level](s);
    factors_[other].levels[other_level](s);
    fill(s);
    return is_proper(s.drawn);
}

void Crossing::draw(Sketch& s, std::size_t row) const {
    s.number = no_number;
    s.given.emplace();
    const Choice& choice = array_[row % array_.size()];
    const auto apply = [&](bool late) {
        for (std::size_t f = 0; f < factors_.size(); ++f)
            if (factors_[f].late == late) factors_[f].levels[choice[f]](s);
    };
    apply(false);
    fill(s);
    for (const Input& input : operation_.inputs)
        if (is_factor(input.meaning) && s.given->contains(input.name)) add_factor(s, input);
    relate(s);
    apply(true);
}

}  // namespace lossproof
