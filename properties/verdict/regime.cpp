// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/regime.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lossproof {
namespace {

// Beyond it squares overflow in binary16 and exponentials everywhere; logits, residuals and weights of the literature lie below.
constexpr double largest_ordinary = 1e4;
// No number that anybody measured, and no probability that a softmax in binary32 does not flush together with its neighbours.
constexpr double smallest_ordinary = 1e-30;
// Adam's ε is 1e-8 by default and 1e-12 in the wild; what is smaller stands for 0.
constexpr double smallest_ordinary_parameter = 1e-12;
constexpr double adam_epsilon = 1e-8;

constexpr std::array<std::string_view, 4> names{"ordinary", "tiny", "landmark", "special"};

double least_normal(Format format) { return std::ldexp(1.0, spec(format).min_exponent); }

/// What the numbers read say together.
struct Reading {
    double largest = 0;
    bool special = false, small = false;
    bool empty = false;  ///< a distribution with nothing in it

    void add(double x, double least) {
        special |= !std::isfinite(x);
        small |= x != 0 && std::fabs(x) < least;
        if (std::isfinite(x)) largest = std::max(largest, std::fabs(x));
    }
};

Reading reading_of(const Plan& plan, std::optional<Index> group) {
    const double least = std::max(smallest_ordinary, least_normal(plan.format()));
    const auto in_domain = plan.operation().in_domain;
    Reading reading;
    for (Index g = group.value_or(0); g < (group ? *group + 1 : plan.groups()); ++g) {
        if (plan.ignored(g)) continue;
        const auto data = plan.load_doubles(g);
        reading.special |= in_domain && !in_domain(data);
        for (Index i = 0; i < data.inputs.size(); ++i) {
            const auto& values = data.inputs[i].values;
            for (const double x : values) reading.add(x, least);
            const bool distribution = plan.operation().inputs[i].meaning == Meaning::distribution && values.size() > 0;
            reading.empty |= distribution && std::ranges::all_of(values, [](double p) { return p == 0; });
        }
    }
    return reading;
}

/// Is every real parameter at its default, or neither 0 nor enormous?
bool ordinary_parameters(const Plan& plan) {
    return std::ranges::all_of(plan.question().parameters, [&](const auto& given) {
        const auto* value = std::get_if<double>(&given.second);
        const Parameter* declared = plan.operation().parameter(given.first);
        if (!value || !declared || declared->kind != Parameter::Kind::real) return true;
        if (!declared->fallback.empty() && std::stod(std::string(declared->fallback)) == *value) return true;
        return smallest_ordinary_parameter <= std::fabs(*value) && std::fabs(*value) <= largest_ordinary;
    });
}

Regime regime_of(const Plan& plan, const Reading& reading) {
    if (reading.special) return Regime::special;
    const bool ordinary = !reading.small && !reading.empty && reading.largest <= largest_ordinary && ordinary_parameters(plan);
    return ordinary ? Regime::ordinary : Regime::landmark;
}

}  // namespace

std::string_view name(Regime regime) { return names[static_cast<std::size_t>(regime)]; }

std::optional<Regime> regime_named(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Regime>(found - names.begin()));
}

Regime regime_of(const Plan& plan) { return regime_of(plan, reading_of(plan, std::nullopt)); }

Regime regime_of(const Plan& plan, bool gradient, std::optional<Index> group, const Answer& truth, double got) {
    const Reading reading = reading_of(plan, group);
    const double y = truth.rounded;
    const bool pole = truth.decided_by == DecidedBy::special && !std::isfinite(y);
    if (pole || std::isnan(y)) return Regime::special;
    const Regime of_inputs = regime_of(plan, reading);
    if (of_inputs != Regime::ordinary) return of_inputs;
    if (std::isinf(y) || (y != 0 && std::fabs(y) < least_normal(plan.format()))) return Regime::landmark;
    const double room = unit_roundoff(plan.format()) * std::max(1.0, reading.largest);
    return std::fabs(got - y) <= (gradient ? std::min(room, adam_epsilon) : room) ? Regime::tiny : Regime::ordinary;
}

}  // namespace lossproof
