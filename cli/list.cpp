// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include "properties/checker/shape_laws.hpp"
#include "reference/catalogue/entry.hpp"
#include "reference/oracle/added.hpp"
#include "reference/oracle/parameters.hpp"
#include "reference/oracle/print.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>

namespace lossproof::cli {
namespace {

using Json = nlohmann::ordered_json;

Json inputs_json(const Operation& operation) {
    Json inputs = Json::array();
    for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
        const Input& input = operation.inputs[i];
        if (input.meaning == Meaning::position) continue;
        inputs.push_back({{"name", input.name},
                          {"meaning", name(input.meaning)},
                          {"role", name(role_of(operation.batch, input))},
                          {"shape", text(input.shape) + (input.broadcast ? " or [1,1]" : "")},
                          {"dtype", is_integral(input.meaning) ? "integer" : "float"},
                          {"optional", input.optional},
                          {"enters_condition", i < operation.formula_inputs && is_datum(input.meaning)}});
    }
    return inputs;
}

Json parameters_json(const Operation& operation) {
    Json parameters = Json::array();
    const auto add = [&](const Parameter& p) {
        constexpr std::string_view kinds[] = {"real", "integer", "word"};
        Json one = {{"name", p.name}, {"kind", kinds[static_cast<std::size_t>(p.kind)]}, {"required", p.fallback.empty() && !p.optional}};
        if (!p.fallback.empty()) one["default"] = p.fallback;
        if (!p.words.empty()) one["words"] = p.words;
        if (!p.meaning.empty()) one["meaning"] = p.meaning;
        parameters.push_back(one);
    };
    for (const Parameter& p : operation.parameters) add(p);
    for (const Parameter* p : shared_parameters(operation)) add(*p);
    return parameters;
}

std::vector<std::string> laws_of(const Operation& operation) {
    std::vector<std::string> names;
    for (const Law& law : all_laws())
        for (const auto& name : law.operations)
            if (name == operation.name || name == "*") {
                names.emplace_back(law.name);
                break;
            }
    return names;
}

Json operation_json(const Operation& o) {
    constexpr std::string_view classes[] = {"exact", "accurate", "stable"};
    std::vector<std::string> reductions;
    if (o.parameter("reduction"))
        reductions = o.reductions ? std::vector<std::string>{"none", "sum", "mean", "batchmean"} : std::vector<std::string>{"none"};
    return {{"name", o.name},
            {"summary", o.summary},
            {"family", family(o)},
            {"inputs", inputs_json(o)},
            {"parameters", parameters_json(o)},
            {"outputs", o.results},
            {"gradients", o.gradients},
            {"reductions", reductions},
            {"formats", {"f64", "f32", "f16", "bf16"}},
            {"domain", o.domain},
            {"formula", printed_value(o)},
            {"gradient", printed_gradient(o)},
            {"stable_form", printed_stable(o)},
            {"class", classes[static_cast<std::size_t>(o.best)]},
            {"laws", laws_of(o)},
            {"lectures", detail::words(o.lectures)},
            {"source", o.source}};
}

}  // namespace

int list(bool json) {
    if (json) {
        Json all = Json::array();
        for (const Operation* operation : all_operations()) all.push_back(operation_json(*operation));
        std::cout << all.dump(1) << "\n";
        return held;
    }
    for (const Operation* o : all_operations())
        std::printf("%-42s %-13s %s  (%s)\n", std::string(o->name).c_str(), std::string(family(*o)).c_str(),
                    std::string(o->summary).c_str(), std::string(o->lectures).c_str());
    std::printf("\n%zu operations; formats f64 f32 f16 bf16; %zu laws. `list --json` tells inputs, parameters and laws.\n",
                all_operations().size(), all_laws().size());
    return held;
}

}  // namespace lossproof::cli
