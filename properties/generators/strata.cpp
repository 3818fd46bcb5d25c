// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"

#include "properties/generators/crossed.hpp"
#include "properties/generators/generator.hpp"
#include "properties/generators/parameters.hpp"

namespace lossproof {
namespace {

void choose_reduction(Sketch& s) {
    if (s.holds_landmarks()) return;  // one NaN would be the whole answer
    if (s.traits.reductions) {
        const int reduced = s.region == Region::many_rows ? 85 : 35;
        const std::string word = !s.dice.chance(reduced) ? "none" : s.dice.chance(50) ? "mean" : "sum";
        s.drawn.parameters["reduction"] = word;
    }
    if (!s.first(Meaning::class_index) || !s.operation.parameter("ignore_index") || !s.dice.chance(15)) return;
    ignore(s, s.dice.one_of({-100, -1, 0}));
}

/// Many landmarks need many rows; a sum that overflows needs two, and few entries where each is squared and added.
void make_room(Sketch& s) {
    if (s.holds_landmarks()) make_room_for_landmarks(s);
    if (!s.overflows_in_sums()) return;
    s.sizes.rows = std::max<std::int64_t>(s.sizes.rows, 2);
    if (s.number == 1 && s.traits.rows) s.sizes.columns = s.dice.whole(1, 2);
    if (s.traits.paired) s.sizes.columns = s.sizes.rows;
}

Case drawn_around(Sketch& s) {
    if (!s.holds_landmarks()) s.drawn.parameters = drawn_parameters(s.operation, s.format, s.dice);
    make_room(s);
    fill(s);
    choose_reduction(s);
    add_factors(s);
    relate(s);
    if (s.holds_landmarks()) place_landmarks(s);
    else if (s.region == Region::special) make_special(s);
    return std::move(s.drawn);
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
    Drawer(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed, const Takes& takes)
        : operation_(operation), traits_(operation), format_(format), region_(region_named(stratum)), takes_(takes),
          random_(mixed(mixed(mixed(seed, operation.name), name(format)), stratum)) {
        if (region_ == Region::crossed) crossing_.emplace(operation, traits_, format, takes_);
    }

    Case next(std::size_t number) {
        Dice dice(random_.split());
        Sketch s{.operation = operation_,
                 .traits = traits_,
                 .region = region_,
                 .format = format_,
                 .dice = dice,
                 .takes = takes_,
                 .sizes = drawn_sizes(traits_, region_, number, dice),
                 .drawn = {.operation = std::string(operation_.name), .format = format_, .parameters = {}, .inputs = {}},
                 .number = number};
        return repaired(operation_, drawn(s));
    }

    std::size_t systematic() const {
        switch (region_) {
        case Region::tails: return residues;
        case Region::long_rows:
        case Region::many_rows: return powers;
        case Region::labels: return label_cases;
        case Region::landmarks: return landmark_cases;
        case Region::crossed: return crossing_->rows();
        default: return 0;
        }
    }

private:
    Region region_named(std::string_view stratum) const {
        for (const auto& rule : region_rules())
            if (rule.stratum.name == stratum && rule.fits(traits_)) return rule.region;
        throw UsageError(std::string(operation_.name) + " has no stratum '" + std::string(stratum) + "'");
    }

    Case drawn(Sketch& s) const {
        s.drawn.parameters = ordinary_parameters(operation_);
        if (region_ == Region::crossed) crossing_->draw(s, s.number);
        else if (region_ == Region::landmarks) draw_landmark_rows(s);
        else if (region_ == Region::labels) draw_labels(s);
        else return drawn_around(s);
        return std::move(s.drawn);
    }

    const Operation& operation_;
    const Traits traits_;
    const Format format_;
    const Region region_;
    const Takes takes_;
    std::optional<Crossing> crossing_;
    rc::Random random_;
};

}  // namespace

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

std::size_t systematic_cases(const Operation& operation, Format format, std::string_view stratum, const Takes& takes) {
    return Drawer(operation, format, stratum, 0, takes).systematic();
}

std::vector<Case> draw(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed, std::size_t count,
                       const Takes& takes) {
    Drawer drawer(operation, format, stratum, seed, takes);
    std::vector<Case> result;
    for (std::size_t i = 0; i < count; ++i) result.push_back(drawer.next(i));
    return result;
}

Case draw_another(const Operation& operation, Format format, std::string_view stratum, std::uint64_t seed) {
    return Drawer(operation, format, stratum, seed, {}).next(static_cast<std::size_t>(-1));
}

}  // namespace lossproof
