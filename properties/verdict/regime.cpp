// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/regime.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lossproof {
namespace {

// Beyond it squares overflow in binary16 and exponentials everywhere; logits, residuals and weights of the literature lie below.
constexpr double largest_ordinary = 1e4;
// Adam's ε is 1e-8 by default and 1e-12 in the wild; what is smaller stands for 0.
constexpr double smallest_ordinary_parameter = 1e-12;

/// What the numbers read say together.
struct Reading {
    double largest = 0;
    bool special = false, subnormal = false;

    void add(double x, double least_normal) {
        special |= !std::isfinite(x);
        subnormal |= x != 0 && std::fabs(x) < least_normal;
        if (std::isfinite(x)) largest = std::max(largest, std::fabs(x));
    }
};

Reading reading_of(const Plan& plan, std::optional<Index> group) {
    const double least_normal = std::ldexp(1.0, spec(plan.format()).min_exponent);
    const auto in_domain = plan.operation().in_domain;
    Reading reading;
    for (Index g = group.value_or(0); g < (group ? *group + 1 : plan.groups()); ++g) {
        const auto data = plan.load_doubles(g);
        reading.special |= in_domain && !in_domain(data);
        for (const auto& input : data.inputs)
            for (const double x : input.values) reading.add(x, least_normal);
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

}  // namespace

std::string_view name(Regime regime) {
    constexpr std::array<std::string_view, 4> names{"ordinary", "tiny", "landmark", "special"};
    return names[static_cast<std::size_t>(regime)];
}

Regime regime_of(const Plan& plan, std::optional<Index> group, const Answer& truth, double got) {
    const Reading reading = reading_of(plan, group);
    if (reading.special || std::isnan(truth.rounded)) return Regime::special;
    const FormatSpec& format = spec(plan.format());
    const bool at_an_end =
        std::isinf(truth.rounded) || (truth.rounded != 0 && std::fabs(truth.rounded) < std::ldexp(1.0, format.min_exponent));
    if (at_an_end || reading.subnormal || reading.largest > largest_ordinary || !ordinary_parameters(plan)) return Regime::landmark;
    const double room = 2 * unit_roundoff(plan.format()) * std::max(1.0, reading.largest);
    return std::fabs(got - truth.rounded) <= room ? Regime::tiny : Regime::ordinary;
}

}  // namespace lossproof
