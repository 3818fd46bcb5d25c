// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/bound_certificate.hpp"

#include "reference/numbers/rounding_tape.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace lossproof {
namespace {

using OrderedJson = nlohmann::ordered_json;
using Steps = RoundingTape::Steps;

/// A double that is not below x.
std::string rounded_up_text(long double x) {
    const auto nearest = static_cast<double>(x);
    return hex_text(static_cast<long double>(nearest) < x ? std::nextafter(nearest, HUGE_VAL) : nearest);
}

OrderedJson step_json(const Steps& tape, const Steps::Step& step, const std::vector<int>& numbers) {
    OrderedJson operands = OrderedJson::array();
    for (auto o = step.first_operand; o < step.last_operand; ++o)
        operands.push_back(numbers[static_cast<std::size_t>(tape.operands[static_cast<std::size_t>(o)])]);
    OrderedJson json = {{"kind", step.kind},
                        {"of", operands},
                        {"box", {step.box.lower_text(50), step.box.upper_text(50)}},
                        {"error", rounded_up_text(step.error)},
                        {"underflow", rounded_up_text(step.underflow)}};
    if (operands.empty()) json["value"] = step.exact.is_point() ? hex_text(step.exact.lower()) : "pi";
    return json;
}

}  // namespace

std::string certificate_text(const RoundingTape& record, const Rounding& output) {
    const Steps& tape = record.steps();
    const auto last = static_cast<std::size_t>(output.place());
    std::vector<int> numbers(last + 1, -1);
    numbers[last] = 0;
    for (std::size_t k = last + 1; k-- > 0;)
        if (numbers[k] >= 0)
            for (auto o = tape.steps[k].first_operand; o < tape.steps[k].last_operand; ++o)
                numbers[static_cast<std::size_t>(tape.operands[static_cast<std::size_t>(o)])] = 0;
    OrderedJson steps = OrderedJson::array();
    for (std::size_t k = 0; k <= last; ++k) {
        if (numbers[k] < 0) continue;
        numbers[k] = static_cast<int>(steps.size());
        steps.push_back(step_json(tape, tape.steps[k], numbers));
    }
    const FormatSpec& format = spec(tape.arithmetic.format);
    return OrderedJson{
        {"precision", format.precision},        {"min_exponent", format.min_exponent}, {"smallest_exponent", format.smallest_exponent()},
        {"grade", name(tape.arithmetic.grade)}, {"library", tape.arithmetic.library},  {"steps", steps}}
        .dump();
}

}  // namespace lossproof
