// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/constants.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lossproof {

std::optional<Constant> known_factor(const Plan& plan, double factor, double room) {
    using std::numbers::ln10, std::numbers::ln2;
    const auto rows = static_cast<double>(std::max<Index>(plan.groups(), 1)), terms = static_cast<double>(plan.row_length());
    struct Slip {
        double factor;
        const Cause* cause;
        const char* name;
    };
    const Slip divisors[] = {{rows, &causes::divisor, "the sum where the mean was asked"},
                             {1 / rows, &causes::divisor, "the mean where the sum was asked"},
                             {terms, &causes::divisor, "not divided by the row length K"},
                             {1 / terms, &causes::divisor, "divided by the row length K (batchmean against mean)"}};
    const Slip others[] = {{-1, &causes::factor, "the sign is turned"},
                           {2, &causes::factor, "a factor 2 too large (a missing ½)"},
                           {0.5, &causes::factor, "a factor 2 too small (a ½ too many, or a missing factor 2 of the derivative)"},
                           {1 / ln2, &causes::factor, "in bits where nats were asked"},
                           {ln2, &causes::factor, "in nats where bits were asked"},
                           {1 / ln10, &causes::factor, "the logarithm to base 10 where the natural one was asked"},
                           {ln10, &causes::factor, "the natural logarithm where that to base 10 was asked"}};
    const auto near = [&](const Slip& slip) { return slip.factor != 1 && std::fabs(factor / slip.factor - 1) < room; };
    const auto among = [&](const auto& slips) -> std::optional<Constant> {
        const auto found = std::find_if(std::begin(slips), std::end(slips), near);
        return found == std::end(slips) ? std::nullopt : std::optional(Constant{found->cause, found->name});
    };
    // Where the sum is divided, that is the likelier slip of the two where N or K is 2.
    const bool divides = plan.reduction().divides();
    if (divides)
        if (auto found = among(divisors)) return found;
    if (auto found = among(others)) return found;
    if (auto found = among(divisors)) return found;
    for (const auto& [name, value] : plan.question().parameters) {
        const auto* p = std::get_if<double>(&value);
        if (!p) continue;
        const std::pair<double, const char*> powers[] = {
            {*p, " too often"}, {1 / *p, " once too little"}, {1 - *p, "'s complement too often"}};
        for (const auto& [power, text] : powers)
            if (power != 1 && std::fabs(factor / power - 1) < room) return Constant{&causes::factor, name + text};
    }
    return std::nullopt;
}

}  // namespace lossproof
