// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/sighting.hpp"

#include <cmath>

namespace lossproof {

bool agrees(double got, double value, double u) {
    constexpr double few = 64;
    return got == value || std::fabs(got - value) <= few * u * std::fabs(value) || (std::isnan(got) && std::isnan(value));
}

bool Sighting::wrong(Index i) const { return !agrees(got[i], truth(i), u()); }

std::vector<Index> Sighting::wrong_ones() const {
    constexpr double what_scaling_loses = 1024;  // the rounding of an exponent near 100, multiplied up
    std::vector<Index> found;
    for (Index i = 0; i < size(); ++i) {
        const bool numbers = std::isfinite(got[i]) && std::isfinite(truth(i));
        if (numbers && std::fabs(got[i] - truth(i)) > what_scaling_loses * u() * std::fabs(truth(i))) found.push_back(i);
    }
    return found;
}

int significant_bits(double x) {
    int bits = 0, exponent = 0;
    for (double rest = std::isfinite(x) ? std::fabs(std::frexp(x, &exponent)) : 0; rest > 0; ++bits) rest = 2 * rest - std::floor(2 * rest);
    return bits;
}

std::optional<std::vector<double>> answers_to(const Case& question, const std::string& output) {
    try {
        const Certificate certificate(question, {.outputs = {output}});
        if (certificate.outputs().empty()) return std::nullopt;
        std::vector<double> values;
        for (const Answer& answer : certificate.outputs().front().answers) values.push_back(answer.rounded);
        return values;
    } catch (const UsageError&) {  // a parameter out of its range, a divisor without its weights, an output that is not there
        return std::nullopt;
    }
}

}  // namespace lossproof
