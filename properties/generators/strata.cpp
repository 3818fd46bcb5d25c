// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"

#include "properties/generators/generator.hpp"
#include "properties/generators/parameters.hpp"
#include "properties/generators/rows.hpp"
#include "properties/generators/sketch.hpp"

namespace lossproof {
namespace {

void fill(Sketch& s, std::size_t place) {
    const Input& input = s.operation.inputs[place];
    const Meaning meaning = input.meaning;
    if (meaning == Meaning::position || is_factor(meaning) || (input.optional && s.dice.chance(40))) return;
    Tensor tensor{.shape = shape_of(s.operation, input, s.sizes), .values = {}, .integral = is_integral(meaning)};
    if (input.broadcast && !s.holds_landmarks() && s.dice.chance(30)) tensor.shape = {1, 1};
    std::int64_t size = 1;
    for (const auto extent : tensor.shape) size *= extent;
    const bool by_row = s.operation.role(place) == Role::row && (meaning == Meaning::logit || meaning == Meaning::distribution);
    const Tensor* label = s.first(Meaning::class_index);
    // Of two one-hot distributions nothing but 0 and ∞ would come: the second is mostly an ordinary one.
    const bool second = meaning == Meaning::distribution && s.first(Meaning::distribution) != nullptr;
    const Region region = s.region == Region::one_hot && second && s.dice.chance(75) ? Region::moderate : s.region;
    for (std::int64_t row = 0; by_row && row < tensor.rows(); ++row) {
        const auto length = static_cast<std::size_t>(tensor.columns());
        const auto at = label ? static_cast<std::size_t>(label->values[row]) : static_cast<std::size_t>(row) % length;
        const auto numbers = meaning == Meaning::logit ? logit_row(s.region, s.format, length, at, s.drawn.parameters, s.dice)
                                                       : distribution_row(region, s.format, length, s.dice);
        tensor.values.insert(tensor.values.end(), numbers.begin(), numbers.end());
    }
    while (!by_row && static_cast<std::int64_t>(tensor.values.size()) < size) {
        if (meaning == Meaning::class_index) tensor.values.push_back(s.dice.whole(0, static_cast<int>(s.sizes.columns) - 1));
        else if (meaning == Meaning::sign) tensor.values.push_back(s.dice.sign());
        else tensor.values.push_back(single(meaning, s.region, s.format, s.dice));
    }
    if (s.region == Region::one_minus_infinity && meaning == Meaning::log_probability)
        tensor.values[s.dice.whole(0, static_cast<int>(size) - 1)] = -HUGE_VAL;
    s.drawn.inputs.emplace(input.name, std::move(tensor));
}

void choose_reduction(Sketch& s) {
    if (s.holds_landmarks()) return;  // one NaN would be the whole answer
    if (s.traits.reductions) {
        const int reduced = s.region == Region::many_rows ? 85 : 35;
        const std::string word = !s.dice.chance(reduced) ? "none" : s.dice.chance(50) ? "mean" : "sum";
        s.drawn.parameters["reduction"] = word;
    }
    Tensor* label = s.first(Meaning::class_index);
    if (!label || !s.operation.parameter("ignore_index") || !s.dice.chance(15)) return;
    const auto ignored = static_cast<std::int64_t>(s.dice.one_of({-100, -1, 0}));
    s.drawn.parameters["ignore_index"] = ignored;
    // The first row stays, so that the case still asks something.
    for (std::size_t row = 0; row < label->values.size(); ++row)
        if (row > 0 && s.dice.chance(40)) label->values[row] = static_cast<double>(ignored);
}

/// Many landmarks need many rows; a sum that overflows needs two, and few entries where each is squared and added.
void make_room(Sketch& s) {
    if (s.holds_landmarks()) make_room_for_landmarks(s);
    if (!s.overflows_in_sums()) return;
    s.sizes.rows = std::max<std::int64_t>(s.sizes.rows, 2);
    if (s.number == 1 && s.traits.rows) s.sizes.columns = s.dice.whole(1, 2);
    if (s.traits.paired) s.sizes.columns = s.sizes.rows;
}

Case sketched(const Operation& operation, const Traits& traits, Format format, Region region, Dice& dice, std::size_t number) {
    Sketch s{.operation = operation,
             .traits = traits,
             .region = region,
             .format = format,
             .dice = dice,
             .sizes = drawn_sizes(traits, region, dice),
             .drawn = {},
             .number = number};
    s.drawn = {.operation = std::string(operation.name), .format = format, .parameters = drawn_parameters(operation, dice), .inputs = {}};
    if (s.holds_landmarks()) s.drawn.parameters = ordinary_parameters(operation);
    make_room(s);
    for (const bool labels : {true, false})  // rows are drawn around their labels
        for (std::size_t i = 0; i < operation.inputs.size(); ++i)
            if (labels == is_integral(operation.inputs[i].meaning)) fill(s, i);
    choose_reduction(s);
    add_factors(s);
    relate(s);
    if (s.holds_landmarks()) place_landmarks(s);
    else if (region == Region::special) make_special(s);
    return s.drawn;
}

/// Optional things may exclude each other (a variance and a sigma): leave parameters out first, then inputs.
Case repaired(const Operation& operation, Case drawn) {
    if (is_proper(drawn)) return drawn;
    for (const auto& parameter : operation.parameters)
        if (parameter.optional) drawn.parameters.erase(std::string(parameter.name));
    if (is_proper(drawn)) return drawn;
    for (const bool factors : {false, true}) {  // a divisor goes with its weights
        for (const auto& input : operation.inputs)
            if (input.optional && is_factor(input.meaning) == factors) drawn.inputs.erase(std::string(input.name));
        if (is_proper(drawn)) return drawn;
    }
    return drawn;
}

std::uint64_t mixed(std::uint64_t seed, std::string_view text) {
    std::uint64_t hash = seed ^ 14695981039346656037ull;  // FNV-1a: every operation and stratum has dice of its own
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return hash;
}

/// The cases of one stratum, one after another.
class Drawer {
public:
    Drawer(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed)
        : operation_(operation), traits_(operation), format_(format), region_(region_named(stratum)),
          random_(mixed(mixed(mixed(seed, operation.name), name(format)), stratum)) {}

    Case next(std::size_t number) {
        Dice dice(random_.split());
        return repaired(operation_, sketched(operation_, traits_, format_, region_, dice, number));
    }

private:
    Region region_named(std::string_view stratum) const {
        for (const auto& rule : region_rules())
            if (rule.stratum.name == stratum && rule.fits(traits_)) return rule.region;
        throw UsageError(std::string(operation_.name) + " has no stratum '" + std::string(stratum) + "'");
    }

    const Operation& operation_;
    const Traits traits_;
    const Format format_;
    const Region region_;
    rc::Random random_;
};

}  // namespace

Tensor* Sketch::tensor(std::string_view name) {
    const auto found = drawn.inputs.find(name);
    return found == drawn.inputs.end() ? nullptr : &found->second;
}
Tensor* Sketch::first(Meaning meaning, int skip) {
    for (const Input& input : operation.inputs)
        if (input.meaning == meaning && skip-- == 0) return tensor(input.name);
    return nullptr;
}
Tensor* Sketch::first_share() {
    for (const Input& input : operation.inputs)
        if (is_share(input.meaning)) return tensor(input.name);
    return nullptr;
}
double Sketch::parameter(std::string_view name, double otherwise) const {
    const auto found = drawn.parameters.find(name);
    if (found == drawn.parameters.end()) return otherwise;
    const double* number = std::get_if<double>(&found->second);
    return number ? *number : otherwise;
}

std::vector<Stratum> all_strata() {
    std::vector<Stratum> result;
    for (const auto& rule : region_rules()) result.push_back(rule.stratum);
    return result;
}

std::vector<Stratum> strata_of(const Operation& operation, Format) {
    const Traits traits(operation);
    std::vector<Stratum> result;
    for (const auto& rule : region_rules())
        if (rule.fits(traits)) result.push_back(rule.stratum);
    return result;
}

std::vector<Case> draw(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed, std::size_t count) {
    Drawer drawer(operation, format, stratum, seed);
    std::vector<Case> result;
    for (std::size_t i = 0; i < count; ++i) result.push_back(drawer.next(i));
    return result;
}

Case draw_another(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed) {
    return Drawer(operation, format, stratum, seed).next(static_cast<std::size_t>(-1));
}

}  // namespace lossproof
