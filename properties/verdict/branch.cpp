// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/branch.hpp"

#include "properties/verdict/measure.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// The number that a formula of one element branches by: its datum, or the difference of its first two.
double argument_of(const Group<double>& data, const Operation& operation) {
    std::vector<double> read;
    for (std::size_t i = 0; i < data.inputs.size(); ++i)
        if (data.inputs[i].present && is_datum(operation.inputs[i].meaning) && data.inputs[i].values.size() == 1)
            read.push_back(data.inputs[i].values[0]);
    if (read.empty()) return std::nan("");
    return read.size() == 1 ? read[0] : read[0] - read[1];
}

struct Places {
    std::vector<double> wrong, right;  ///< arguments
    bool gross = true;                 ///< is what is wrong wrong altogether, and not in its last digits?
    bool overflows = true;             ///< and is an exponential out of range wherever it is?

    explicit Places(const Sightings& drawn) {
        for (const Sighting& seen : drawn)
            for (Index i = 0; i < seen.size(); ++i) add(seen, i);
    }

private:
    void add(const Sighting& seen, Index i) {
        const auto group = group_of(seen.plan, seen.output.name, i);
        if (!group || !std::isfinite(seen.truth(i))) return;
        const double argument = argument_of(seen.plan.load_doubles(*group), seen.plan.operation());
        if (!std::isfinite(argument)) return;
        (seen.wrong(i) ? wrong : right).push_back(argument);
        if (!seen.wrong(i)) return;
        overflows &= exponent_leaves(seen.plan, seen.output, i, seen.got);
        gross &= std::fabs(seen.got[i] - seen.truth(i)) > std::fabs(seen.truth(i)) / 4;
    }
};

constexpr std::size_t several = 3;

std::optional<Telltale> by_argument(const Sightings& drawn) {
    const Places places(drawn);
    if (places.wrong.empty() || places.right.size() < several || !places.gross || places.overflows) return std::nullopt;
    const auto zero = [](double e) { return e == 0; };
    if (std::ranges::all_of(places.wrong, zero) && std::ranges::none_of(places.right, zero))
        return Telltale{&causes::branch, "wrong exactly where the argument is 0, and there alone"};
    const double sign = std::copysign(1.0, places.wrong.front());
    const bool one_side = std::ranges::all_of(places.wrong, [&](double e) { return sign * e > 0; });
    if (!one_side || places.wrong.size() < several) return std::nullopt;
    const double least = std::fabs(*std::ranges::min_element(places.wrong, {}, [](double e) { return std::fabs(e); }));
    const auto beyond = [&](double side) { return std::ranges::count_if(places.right, [&](double e) { return side * e >= least; }); };
    if (beyond(sign) > 0 || beyond(-sign) < static_cast<std::ptrdiff_t>(several)) return std::nullopt;
    return Telltale{&causes::branch, std::string("wrong where the argument is ") + (sign > 0 ? "above" : "below") +
                                         " 0, and right as far on the other side"};
}

/// Something where the definition is 0, nothing wrong where it is not.
std::optional<Telltale> not_flat(const Sightings& drawn) {
    std::size_t flat = 0, slopes = 0;
    for (const Sighting& seen : drawn) {
        double most = 0;
        for (Index i = 0; i < seen.size(); ++i) {
            if (seen.truth(i) != 0 && seen.wrong(i)) return std::nullopt;
            slopes += seen.truth(i) != 0;
            most = std::max(most, std::fabs(seen.truth(i)));
        }
        for (Index i = 0; i < seen.size(); ++i) flat += seen.truth(i) == 0 && std::fabs(seen.got[i]) > most / 64;
    }
    if (flat < several || slopes < several) return std::nullopt;
    return Telltale{&causes::branch, "an answer where the definition is flat, in " + std::to_string(flat) + " entries"};
}

}  // namespace

std::optional<Telltale> wrong_branch(const Sightings& drawn) {
    if (drawn.front().plan.operation().by_element())
        if (auto found = by_argument(drawn)) return found;
    return not_flat(drawn);
}

}  // namespace lossproof
