// SPDX-License-Identifier: Apache-2.0
#include "reports/witness_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lossproof::reports {
namespace {

constexpr std::size_t most_numbers = 16;

std::string exact_number(const Maximum& number) { return number ? short_text(number->value, Shorten::round) : std::string("–"); }

std::string both(const Value& value) { return (value.decimal.empty() ? "" : value.decimal + "   ") + value.hex; }

std::string distance_text(const Witness& witness) {
    std::string text = exact_number(witness.ulps) + " ulp";
    if (witness.bound && witness.bound->ulps) text += "; allowed " + exact_number(witness.bound->ulps) + " ulp";
    if (witness.alpha) text += "; α = " + exact_number(witness.alpha);
    if (witness.beta) text += ", β = " + exact_number(witness.beta);
    if (witness.condition) text += ", condition number κ = " + exact_number(witness.condition);
    return text;
}

std::string reference_text(const Reference& reference) {
    std::string text = both(reference.value);
    if (!reference.decided_by.empty()) text += "   decided by " + reference.decided_by;
    return text;
}

std::string diagnosis_text(const Diagnosis& diagnosis) {
    std::string text = diagnosis.name + (diagnosis.exact_match ? " gives the same bits" : " comes nearest");
    if (!diagnosis.stable_form.empty()) text += "; write " + diagnosis.stable_form;
    return text;
}

/// Code points, not bytes: labels such as κ must line up too.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string numbers_text(const std::vector<std::string>& numbers) {
    std::string text;
    for (std::size_t i = 0; i < std::min(numbers.size(), most_numbers); ++i) text += (i ? "  " : "") + numbers[i];
    if (numbers.size() > most_numbers) text += "  … (" + grouped(numbers.size()) + " numbers)";
    return text;
}

std::string decimals_text(const std::vector<std::string>& numbers) {
    std::string text;
    for (std::size_t i = 0; i < std::min(numbers.size(), most_numbers); ++i) {
        const auto value = read_hex(numbers[i]);
        if (!value) return {};
        char buffer[40];
        text += (i ? "  " : "") + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, *value).ptr);
    }
    return text + (numbers.size() > most_numbers ? "  …" : "");
}

std::vector<WitnessLine> witness_lines(const Witness& witness) {
    std::vector<WitnessLine> lines;
    const auto add = [&](const std::string& label, const std::string& text) {
        if (!text.empty()) lines.push_back({.label = label, .text = text});
    };
    for (const Input& input : witness.question.inputs) {
        const std::string decimals = decimals_text(input.numbers);
        add(input.name, decimals.empty() ? numbers_text(input.numbers) : decimals + "   = " + numbers_text(input.numbers));
    }
    for (const auto& [name, value] : witness.question.parameters) add(name, read_hex(value) ? decimals_text({value}) : value);
    if (witness.reference) add("reference", reference_text(*witness.reference));
    if (witness.got) add("got", both(*witness.got));
    if (witness.ulps) add("distance", distance_text(witness));
    if (!witness.attainable.empty()) add("class", std::string(title(witness.verdict)) + ", attainable " + witness.attainable);
    if (witness.bound) add("bound", witness.bound->text);
    if (witness.cause && witness.cause->id != "unexplained") add("cause", witness.cause->title + "; " + witness.cause->remedy);
    if (witness.diagnosis) add("diagnosis", diagnosis_text(*witness.diagnosis));
    add("message", witness.message);
    if (witness.not_reproducible) add("not reproducible", "asked again, the subject behaved; this is what it did the first time");
    add("replay", witness.replay);
    return lines;
}

std::string witness_text(const Witness& witness) {
    const auto lines = witness_lines(witness);
    std::size_t column = 0;
    for (const WitnessLine& line : lines) column = std::max(column, width(line.label));

    std::string text;
    for (const WitnessLine& line : lines)
        text += (text.empty() ? "" : "\n") + line.label + std::string(column - width(line.label) + 2, ' ') + line.text;
    return witness.snippet.empty() ? text : witness.snippet + "\n\n" + text;
}

}  // namespace lossproof::reports
