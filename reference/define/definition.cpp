// SPDX-License-Identifier: Apache-2.0
#include "reference/define/definition.hpp"

#include "reference/catalogue/entry.hpp"
#include "reference/define/formulas.hpp"
#include "reference/define/parser.hpp"
#include "reference/define/probe.hpp"
#include "reference/json/one_line.hpp"
#include "reference/oracle/added.hpp"
#include "reference/oracle/parameters.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

namespace lossproof {
namespace {

using defined::Source;

constexpr Meaning meanings[] = {Meaning::real,        Meaning::logit,        Meaning::prediction,      Meaning::target,
                                Meaning::probability, Meaning::distribution, Meaning::log_probability, Meaning::unit_target,
                                Meaning::soft_label,  Meaning::binary_label, Meaning::variance,        Meaning::class_index,
                                Meaning::sign};
struct RangeText {
    std::string_view text;
    Parameter::Range range;
};
constexpr RangeText ranges[] = {
    {"(-inf, inf)", Parameter::Range::any},       {"(0, inf)", Parameter::Range::positive}, {"[0, inf)", Parameter::Range::non_negative},
    {"[0, 1]", Parameter::Range::unit_closed},    {"(0, 1)", Parameter::Range::unit_open},  {"[0, 1)", Parameter::Range::unit_half_open},
    {"[1, inf)", Parameter::Range::at_least_one},
};
constexpr std::string_view taken[] = {"K", "pi", "reduction", "ignore_index", "num_items", "divisor", "sample_weights", "upstream"};

std::string without_blanks(std::string_view text) {
    std::string result;
    for (const char c : text)
        if (c != ' ' && c != '\t') result += c;
    return result;
}

void check_name(const Source& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto later = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
    const std::string& text = name.text;
    if (text.empty() || text.size() > 60 || !letter(text[0]) || !std::all_of(text.begin(), text.end(), later))
        name.refuse(0, "expected a name of at most 60 letters, digits and _, found '" + text.substr(0, 60) + "'");
}

Shape shape_of(const Definition::Variable& input) {
    const std::string text = without_blanks(input.shape);
    if (text == "[N,K]") return {Dim::N, Dim::K};
    if (text == "[N]") return {Dim::N};
    if (text == "[K]") return {Dim::K};
    input.name.refuse(0, "input '" + input.name.text + "': expected the shape [N,K], [N] or [K], found '" + input.shape + "'");
}

Meaning meaning_of(const Definition::Variable& input) {
    std::string expected;
    for (const Meaning meaning : meanings) {
        if (name(meaning) == input.meaning) return meaning;
        expected += (expected.empty() ? "" : ", ") + std::string(name(meaning));
    }
    input.name.refuse(0, "input '" + input.name.text + "': expected one of " + expected + ", found '" + input.meaning + "'");
}

Parameter::Range range_of(const Definition::Constant& parameter) {
    if (parameter.range.empty()) return Parameter::Range::any;
    std::string expected;
    for (const RangeText& known : ranges) {
        if (without_blanks(known.text) == without_blanks(parameter.range)) return known.range;
        expected += (expected.empty() ? "" : ", ") + std::string(known.text);
    }
    parameter.name.refuse(0, "parameter '" + parameter.name.text + "': expected a range among " + expected + ", found '" + parameter.range +
                                 "'");
}

/// An operation is made of views: here is what they look at, for as long as the program runs.
struct Kept {
    Definition definition;
    std::string text, summary, domain, gradients;
    std::vector<Input> inputs;
    std::vector<Parameter> parameters;
    defined::Formulas formulas;
};

void read_variables(Kept& kept) {
    const Definition& d = kept.definition;
    std::vector<std::string_view> names(std::begin(taken), std::end(taken));
    const auto add = [&](const Source& name) {
        check_name(name);
        if (std::find(names.begin(), names.end(), name.text) != names.end() || defined::is_function(name.text))
            name.refuse(0, "expected another name: '" + name.text + "' is taken");
        names.push_back(name.text);
    };
    for (const auto& input : d.inputs) {
        add(input.name);
        kept.inputs.push_back({.name = input.name.text, .meaning = meaning_of(input), .shape = shape_of(input), .letter = input.name.text});
        const Input& made = kept.inputs.back();
        if (made.meaning == Meaning::class_index && (made.shape.size() != 1 || made.shape[0] != Dim::N))
            input.name.refuse(0, "input '" + input.name.text + "': expected the shape [N] of a class_index, found " + input.shape);
        if (made.meaning == Meaning::distribution && made.shape.size() != 2)
            input.name.refuse(0, "input '" + input.name.text + "': expected the shape [N,K] of a distribution, found " + input.shape);
    }
    for (const auto& parameter : d.parameters) {
        add(parameter.name);
        kept.parameters.push_back({.name = parameter.name.text, .range = range_of(parameter), .fallback = parameter.fallback});
    }
    if (kept.inputs.empty()) d.name.refuse(0, "expected an input, found none");
    if (is_integral(kept.inputs.front().meaning))
        d.inputs.front().name.refuse(0, "expected an input of numbers first; '" + d.inputs.front().name.text + "' holds labels");
}

/// Labels and targets are given, not learned: nobody differentiates by them.
bool is_learned(Meaning meaning) { return is_datum(meaning) && meaning != Meaning::target && meaning != Meaning::unit_target; }

/// The formula, and whether it is of an element or of a row.
defined::Parsed read_formula(const Kept& kept, const Source& source, Batch batch) {
    defined::Parsed parsed = defined::parse(source, kept.inputs, kept.parameters);
    const bool row = parsed.expression.nodes.back().row;
    if (parsed.uses_rows && row) source.refuse(0, "expected a number for each row: sum(…) or mean(…) makes one of the row that this is");
    if (!parsed.uses_rows && batch == Batch::elements)
        for (auto& node : parsed.expression.nodes) node.row = false;
    if (!parsed.uses_rows && batch == Batch::rows && row) source.refuse(0, "expected a number for each row, as the formula is");
    return parsed;
}

void read_formulas(Kept& kept, Entry& entry) {
    const Definition& d = kept.definition;
    const auto is_table = [](const Input& i) { return i.shape.size() == 2; };
    defined::Parsed value = defined::parse(d.value, kept.inputs, kept.parameters);
    entry.batch = value.uses_rows ? Batch::rows : Batch::elements;
    if (!std::all_of(kept.inputs.begin(), kept.inputs.end(), is_table)) {
        if (!value.uses_rows) d.value.refuse(0, "expected inputs of shape [N,K] alone, or a formula of a row: sum(…), mean(…), z[t] …");
        if (!is_table(kept.inputs.front()))
            d.inputs.front().name.refuse(0, "expected an input of shape [N,K] first, found " + d.inputs.front().shape);
    }
    value = read_formula(kept, d.value, entry.batch);
    for (std::size_t i = 0; i < value.reads.size(); ++i)
        if (!value.reads[i]) d.inputs[i].name.refuse(0, "input '" + d.inputs[i].name.text + "' is not used by the formula");
    entry.abrupt = value.abrupt;
    entry.stability = d.stable.text.empty() ? Stability::formula : Stability::algorithm;
    kept.formulas.value = std::move(value.expression);
    kept.formulas.stable = d.stable.text.empty() ? kept.formulas.value : read_formula(kept, d.stable, entry.batch).expression;
    kept.formulas.value_text = one_line(d.value.text, d.value.text.size());
    kept.formulas.stable_text = one_line(d.stable.text, d.stable.text.size());
    for (std::size_t i = 0; i < kept.inputs.size(); ++i) {
        if (!is_learned(kept.inputs[i].meaning)) continue;
        kept.gradients += (kept.gradients.empty() ? "d_" : " d_") + std::string(kept.inputs[i].name);
        kept.formulas.by.push_back(i);
        kept.formulas.gradient_texts.push_back("∂/∂" + std::string(kept.inputs[i].name) + " (" + kept.formulas.value_text + ")");
    }
}

/// The catalogue of definitions, by name.
struct Known {
    std::mutex mutex;
    std::deque<Kept> all;
    std::map<std::string, const Kept*, std::less<>> by_name;
};
Known& known() {
    static Known everything;
    return everything;
}

/// The defaults, and an ordinary number where there is none.
Parameters ordinary(const Operation& operation) {
    Parameters values;
    for (const Parameter& parameter : operation.parameters) {
        const bool half = parameter.range == Parameter::Range::unit_open || parameter.range == Parameter::Range::unit_half_open;
        const std::string text = parameter.fallback.empty() ? (half ? "0.5" : "1") : std::string(parameter.fallback);
        values.emplace(parameter.name, read_parameter(operation, parameter.name, text));
    }
    complete_parameters(operation, values);  // a default out of its range is refused
    return values;
}

Operation described(Kept& kept) {
    kept.text = text_of(kept.definition);
    kept.summary = kept.definition.summary.empty() ? "a loss of one's own" : one_line(kept.definition.summary, 200);
    read_variables(kept);
    Entry entry{.name = kept.definition.name.text, .summary = kept.summary};
    read_formulas(kept, entry);
    entry.gradients = kept.gradients;
    entry.best = Class::stable;
    Operation operation{};
    operation.inputs = kept.inputs;
    operation.formula_inputs = kept.inputs.size();
    operation.answers = one_value;
    operation.parameters = kept.parameters;
    operation.value_bound = operation.gradient_bound = &computed_on_input;
    finish(operation, entry);
    const Parameters parameters = ordinary(operation);
    kept.domain = defined::Probe{.formulas = kept.formulas, .inputs = kept.inputs, .parameters = parameters, .batch = entry.batch}.domain(
        kept.definition.stable);
    operation.domain = kept.domain;
    return operation;
}

}  // namespace

const Operation& define_operation(const Definition& definition, Redefinition again) {
    check_name(definition.name);
    const std::string& name = definition.name.text;
    for (const Operation& entry : catalogue())
        if (entry.name == name) definition.name.refuse(0, "expected a name of your own: '" + name + "' is an operation of the catalogue");
    const std::lock_guard lock(known().mutex);
    if (const auto found = known().by_name.find(name); found != known().by_name.end()) {
        if (found->second->text == text_of(definition)) return *find_operation(name);
        if (again == Redefinition::refused) definition.name.refuse(0, "'" + name + "' is defined already, as something else");
    }
    Kept& kept = known().all.emplace_back();
    kept.definition = definition;
    try {
        Operation operation = described(kept);
        defined::bind(kept.formulas, operation);
        known().by_name[name] = &kept;
        return add_operation(std::move(operation));
    } catch (const UsageError&) {
        known().all.pop_back();
        throw;
    }
}

const Operation& define_operation(const std::string& text, const std::string& file, Redefinition again) {
    return define_operation(read_definition(text, file), again);
}

std::string definition_of(std::string_view operation) {
    const std::lock_guard lock(known().mutex);
    const auto found = known().by_name.find(operation);
    return found == known().by_name.end() ? "" : found->second->text;
}

}  // namespace lossproof
