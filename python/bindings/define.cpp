// SPDX-License-Identifier: Apache-2.0
#include "python/bindings/define.hpp"

#include "reference/define/definition.hpp"

#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;

namespace lossproof::python {
namespace {

using Words = std::vector<std::tuple<std::string, std::string, std::string>>;
defined::Source part(std::string text, std::string place) { return {.text = std::move(text), .place = std::move(place)}; }

std::string define(const std::string& name, const std::string& summary, const Words& inputs, const Words& parameters,
                   const std::string& formula, const std::string& stable) {
    Definition definition{.name = part(name, "name"), .summary = summary};
    for (const auto& [input, meaning, shape] : inputs)
        definition.inputs.push_back({.name = part(input, "inputs"), .meaning = meaning, .shape = shape});
    for (const auto& [parameter, fallback, range] : parameters)
        definition.parameters.push_back({.name = part(parameter, "parameters"), .fallback = fallback, .range = range});
    definition.value.text = formula;
    definition.stable.text = stable;
    return std::string(define_operation(definition, Redefinition::replaces).name);
}

}  // namespace

void add_definitions(nb::module_& m) {
    m.def("define", &define);
    m.def("define_text", [](const std::string& text, const std::string& file) {
        return std::string(define_operation(text, file, Redefinition::replaces).name);
    });
    m.def("definition", [](const std::string& operation) { return definition_of(operation); });
}

}  // namespace lossproof::python
