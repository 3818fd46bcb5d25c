// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/numbers.hpp"
#include "properties/checker/statement.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {

Grid::Grid(Dice& dice, Format format) : dice_(dice), bits_(spec(format).precision - 3), unit_(dice.whole(0, 9) - bits_) {}

double Grid::number() {
    const int kept = dice_.whole(1, bits_);
    const auto size = static_cast<double>(dice_.bits() >> (64 - kept));
    return dice_.sign() * std::ldexp(size, unit_) + 0.0;
}

std::vector<double> Grid::row(int length) {
    std::vector<double> result(length);
    for (double& v : result) v = number();
    return result;
}

double exact_sum(Format format, double a, double b) {
    const double sum = a + b, seen = sum - a;
    const double lost = (a - (sum - seen)) + (b - seen);  // TwoSum: the exact error of the addition
    if (lost != 0 || !representable(format, sum)) throw NotApplicable{};
    return sum;
}

double exact_product(Format format, double a, double b) {
    const double product = a * b;
    if (std::fma(a, b, -product) != 0 || !representable(format, product) || (product == 0 && a != 0 && b != 0)) throw NotApplicable{};
    return product;
}

Case asking(std::string_view operation, Format format, Tensors inputs, Parameters parameters) {
    return {.operation = std::string(operation), .format = format, .parameters = std::move(parameters), .inputs = std::move(inputs)};
}

Tensor row(std::vector<double> v) { return rows(1, std::move(v)); }
Tensor rows(std::int64_t count, std::vector<double> v) {
    const auto columns = static_cast<std::int64_t>(v.size()) / count;
    return {.shape = {count, columns}, .values = std::move(v)};
}
Tensor column(std::vector<double> v) { return {.shape = {static_cast<std::int64_t>(v.size()), 1}, .values = std::move(v)}; }
Tensor flat(std::vector<double> v) { return {.shape = {static_cast<std::int64_t>(v.size())}, .values = std::move(v)}; }
Tensor labels(std::vector<double> v) { return {.shape = {static_cast<std::int64_t>(v.size())}, .values = std::move(v), .integral = true}; }
Tensor signs(std::int64_t count, std::vector<double> v) {
    Tensor result = rows(count, std::move(v));
    result.integral = true;
    return result;
}

const std::vector<double>& values(const Case& question, std::string_view input) {
    const auto found = question.inputs.find(input);
    if (found == question.inputs.end()) throw NotApplicable{};
    return found->second.values;
}

double parameter(const Case& question, std::string_view name) {
    const auto found = question.parameters.find(name);
    if (found == question.parameters.end()) throw NotApplicable{};
    return std::get<double>(found->second);
}

Real exactly(double number) { return Real::from(number); }
Reals reals(const std::vector<double>& numbers) {
    Reals result;
    for (const double v : numbers) result.push_back(exactly(v));
    return result;
}
Real total(const Reals& terms) { return sum(terms); }

void rows_sum_to_zero(LawChecker& check, const Reals& matrix) {
    const auto length = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(matrix.size()))));
    for (Index i = 0; i < length; ++i) {
        Real sum = 0, size = 0;
        for (Index j = 0; j < length; ++j) sum += matrix[i * length + j], size += abs(matrix[i * length + j]);
        check.equal(sum, Real(0), size);
    }
}

Case first_row(Case question) {
    for (auto& [name, tensor] : question.inputs) {
        const auto length = tensor.shape.size() == 2 ? tensor.columns() : 1;
        tensor.values.resize(static_cast<std::size_t>(length));
        tensor.shape[0] = 1;
    }
    return question;
}
Case asked_of(std::string_view operation, const Case& question, std::initializer_list<std::string_view> inputs) {
    Case other = asking(operation, question.format, {});
    for (const auto input : inputs) other.inputs.emplace(input, question.inputs.at(std::string(input)));
    return other;
}
bool all_equal(const std::vector<double>& numbers) {
    return std::all_of(numbers.begin(), numbers.end(), [&](double v) { return v == numbers[0]; });
}

Case drawn_case(std::string_view operation, Format format, Dice& dice, std::initializer_list<std::string_view> strata,
                bool keep_parameters) {
    const Operation* found = find_operation(operation);
    if (!found) throw UsageError("the catalogue has no " + std::string(operation));
    Case drawn = draw_another(*found, format, dice.one_of(strata), dice.bits());
    drawn.parameters.erase("reduction");
    drawn.parameters.erase("num_items");
    drawn.parameters.erase("divisor");
    drawn.parameters.erase("ignore_index");
    drawn.parameters.erase("base");
    if (!keep_parameters)
        for (const auto& parameter : found->parameters)
            if (parameter.optional || !parameter.fallback.empty()) drawn.parameters.erase(std::string(parameter.name));
    for (const Input& input : found->inputs) {
        const auto tensor = drawn.inputs.find(input.name);
        if (tensor == drawn.inputs.end()) continue;
        if (input.meaning == Meaning::upstream || input.meaning == Meaning::sample_weight) {  // a law is about the operation itself
            drawn.inputs.erase(tensor);
            continue;
        }
        for (double& value : tensor->second.values) {
            if (!std::isfinite(value)) throw NotApplicable{};
            if (input.meaning == Meaning::class_index && value < 0) value = 0;  // was to be ignored
        }
    }
    // exp beyond 7·10⁸ leaves MPFR's exponent range: an enclosure of it is no longer narrow.
    const Input* exponentiated = found->input(Meaning::logit);
    const auto logits = exponentiated ? drawn.inputs.find(exponentiated->name) : drawn.inputs.end();
    if (logits != drawn.inputs.end() && found->by_row() && logits->second.columns() > 1) {
        const auto [low, high] = std::minmax_element(logits->second.values.begin(), logits->second.values.end());
        if (*high - *low > 1e8) throw NotApplicable{};
    }
    return drawn;
}

}  // namespace lossproof
