// SPDX-License-Identifier: Apache-2.0
// The C++ side of the package: cases, certificates, hard inputs. What Python users see is made of it in python/lossproof/.
#include "properties/generators/strata.hpp"
#include "properties/sweep/parallel.hpp"
#include "properties/sweep/question.hpp"
#include "properties/sweep/sweep.hpp"
#include "python/bindings/arrays.hpp"
#include "python/bindings/define.hpp"
#include "python/bindings/judge.hpp"
#include "reference/catalogue/entry.hpp"
#include "reference/oracle/case_json.hpp"
#include "reference/oracle/parameters.hpp"
#include "reference/oracle/print.hpp"
#include "testing/failure.hpp"

#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/variant.h>
#include <nanobind/stl/vector.h>

#include <cmath>

namespace lossproof::python {
namespace {

using Unlocked = nb::call_guard<nb::gil_scoped_release>;

Format format_of(std::string_view word) {
    if (const auto format = format_named(word)) return *format;
    throw UsageError("unknown format '" + std::string(word) + "'; expected f64, f32, f16 or bf16");
}

/// Arguments come as (name, array, kind) or (name, word).
std::vector<testing::Argument> arguments_of(const nb::list& given) {
    std::vector<testing::Argument> arguments;
    for (const nb::handle one : given) {
        const auto parts = nb::cast<nb::tuple>(one);
        testing::Argument argument{.name = nb::cast<std::string>(parts[0]), .value = {}};
        if (parts.size() == 2) argument.value = nb::cast<std::string>(parts[1]);
        else argument.value = numbers_of(nb::cast<Array>(parts[1]), nb::cast<std::string_view>(parts[2]));
        arguments.push_back(std::move(argument));
    }
    return arguments;
}

nb::dict inputs_of(const Case& question) {
    nb::dict inputs;
    for (const auto& [name, tensor] : question.inputs)
        inputs[name.c_str()] = array_of(tensor.values, tensor.shape, question.format, tensor.integral);
    return inputs;
}

nb::dict parameters_of(const Case& question) {
    nb::dict parameters;
    for (const auto& [name, value] : question.parameters)
        parameters[name.c_str()] = std::visit([](const auto& v) { return nb::cast(v); }, value);
    return parameters;
}

Case read_case(const std::string& text) {
    const auto cases = read_cases(text);
    if (cases.size() != 1) throw UsageError("expected one case, got " + std::to_string(cases.size()));
    if (!cases.front().question) throw UsageError(cases.front().error);
    return *cases.front().question;
}

const CertifiedOutput& output_of(const Certificate& certificate, std::string_view name) {
    if (const auto* output = certificate.output(name)) return *output;
    throw UsageError(certificate.plan().question().operation + " has no output '" + std::string(name) + "' here");
}

/// One number an answer, computed without the interpreter's lock.
template <class Of> nb::object numbers(const Certificate& certificate, std::string_view name, Of of) {
    const CertifiedOutput& output = output_of(certificate, name);
    std::vector<double> values(output.answers.size());
    {
        const nb::gil_scoped_release unlocked;
        for (Index i = 0; i < values.size(); ++i) values[i] = of(output, i);
    }
    return array_of(values, output.shape, Format::f64);
}

nb::object rounded(const Certificate& certificate, std::string_view name) {
    const CertifiedOutput& output = output_of(certificate, name);
    std::vector<double> values;
    values.reserve(output.answers.size());
    for (const Answer& answer : output.answers) values.push_back(answer.decided() ? answer.rounded : NAN);
    return array_of(values, output.shape, certificate.plan().format());
}

nb::dict claim_of(const Certificate& certificate, std::string_view name) {
    const Operation& operation = certificate.plan().operation();
    const auto terms = static_cast<double>(certificate.plan().row_length());
    const Bound bound = operation.bound_of(name)({.terms = terms, .growth = growth(Grade::recursive, terms)});
    nb::dict claim;
    claim["class"] = std::isfinite(bound.accurate) ? (bound.accurate == 0 ? "exact" : "accurate") : "stable";
    claim["derivation"] = std::string(bound.derivation);
    return claim;
}

/// What an absent parameter means: its default, or the first of its words.
std::string default_of(const Parameter& parameter) {
    return std::string(parameter.fallback.empty() ? parameter.words.substr(0, parameter.words.find('|')) : parameter.fallback);
}

nb::dict described(const Operation& o) {
    nb::dict all;
    nb::list inputs, parameters;
    for (const Input& input : o.inputs) {
        if (input.meaning == Meaning::position) continue;
        const bool whole = is_integral(input.meaning);
        inputs.append(nb::make_tuple(std::string(input.name), whole, input.optional));
    }
    const auto add = [&](const Parameter& p) {
        parameters.append(nb::make_tuple(std::string(p.name), default_of(p), p.kind == Parameter::Kind::real, p.optional));
    };
    for (const Parameter& p : o.parameters) add(p);
    for (const Parameter* p : shared_parameters(o)) add(*p);
    all["name"] = std::string(o.name);
    all["summary"] = std::string(o.summary);
    all["formula"] = printed_value(o);
    all["domain"] = std::string(o.domain);
    all["stable_form"] = printed_stable(o);
    all["inputs"] = inputs;
    all["parameters"] = parameters;
    all["results"] = o.results;
    all["gradients"] = o.gradients;
    return all;
}

void add_cases(nb::module_& m) {
    nb::class_<Case>(m, "Case")
        .def_ro("operation", &Case::operation)
        .def_prop_ro("format", [](const Case& c) { return std::string(name(c.format)); })
        .def_prop_ro("inputs", &inputs_of)
        .def_prop_ro("parameters", &parameters_of)
        .def("decimals", [](const Case& c, const std::string& input) { return testing::decimals(c.inputs.at(input), c.format); })
        .def("json", &case_text)
        .def("text", &compact_text)
        .def("outputs",
             [](const Case& c) {
                 std::vector<std::pair<std::string, std::vector<std::int64_t>>> outputs;
                 const Plan plan(c);
                 for (const auto& o : plan.outputs()) outputs.emplace_back(o.name, o.shape);
                 return outputs;
             })
        .def("__eq__", [](const Case& a, const Case& b) { return a == b; });
    m.def("read_case", &read_case);
    m.def("arrange", [](std::string_view operation, std::string_view format, const nb::list& given) {
        const auto arguments = arguments_of(given);
        const nb::gil_scoped_release unlocked;
        return testing::arranged(operation, format_of(format), arguments);
    });
    m.def("unfold", [](const Case& question, const nb::list& given, const std::vector<std::int64_t>& shape) {
        return testing::unfolded(question, arguments_of(given), shape);
    });
    m.def("describe", [](std::string_view operation) { return described(operation_named(operation)); });
    m.def("operations", [] {
        std::vector<std::string> names;
        for (const auto& operation : catalogue()) names.emplace_back(operation.name);
        return names;
    });
    m.def("strata", [](std::string_view operation, std::string_view format) {
        std::vector<std::pair<std::string, std::string>> strata;
        for (const auto& s : strata_of(operation_named(operation), format_of(format))) strata.emplace_back(s.name, s.meaning);
        return strata;
    });
    // Fixed parameters: a real one comes as a float, a whole one as an int, a word as a str; None takes it away.
    m.def("draw", [](std::string_view operation, std::string_view format, std::string_view stratum, std::uint64_t seed, std::size_t count,
                     const FixedParameters& fixed) {
        auto cases = draw(operation_named(operation), format_of(format), stratum, seed, count);
        for (Case& drawn : cases) drawn = with_fixed(drawn, fixed);
        return cases;
    });
    m.def("draw_another", [](std::string_view operation, std::string_view format, std::string_view stratum, std::uint64_t seed,
                             const FixedParameters& fixed) {
        return with_fixed(draw_another(operation_named(operation), format_of(format), stratum, seed), fixed);
    });
}

void add_certificates(nb::module_& m) {
    nb::class_<Certificate>(m, "Certificate")
        .def_prop_ro("outputs",
                     [](const Certificate& c) {
                         std::vector<std::string> names;
                         for (const auto& output : c.outputs()) names.push_back(output.name);
                         return names;
                     })
        .def("rounded", &rounded)
        .def("below",
             [](const Certificate& c, std::string_view n) { return numbers(c, n, [](auto& o, Index i) { return o.answers[i].below; }); })
        .def("above",
             [](const Certificate& c, std::string_view n) { return numbers(c, n, [](auto& o, Index i) { return o.answers[i].above; }); })
        .def("undecided",
             [](const Certificate& c) {
                 std::size_t count = 0;
                 for (const auto& output : c.outputs())
                     for (const Answer& answer : output.answers) count += !answer.decided();
                 return count;
             })
        .def("enclosures",
             [](const Certificate& c, std::string_view n) {
                 std::vector<std::pair<std::string, std::string>> ends;
                 const CertifiedOutput& output = output_of(c, n);
                 for (Index i = 0; i < output.answers.size(); ++i) ends.push_back(output.enclosure(i));
                 return ends;
             })
        .def("condition",
             [](Certificate& c, std::string_view n) { return numbers(c, n, [&](auto& o, Index i) { return c.condition(o.name, i); }); })
        .def("allowed", [](Certificate& c,
                           std::string_view n) { return numbers(c, n, [&](auto& o, Index i) { return allowed(c, o, i).value_or(NAN); }); })
        .def("claim", &claim_of);
    m.def(
        "certify",
        [](const Case& question, const std::vector<std::string>& outputs, bool enclosures) {
            return std::make_unique<Certificate>(question, Certificate::Options{.outputs = outputs, .enclosures = enclosures});
        },
        Unlocked());
}

}  // namespace

NB_MODULE(_core, m) {
    nb::set_leak_warnings(false);
    nb::exception<UsageError>(m, "UsageError", PyExc_ValueError);
    m.attr("version") = LOSSPROOF_VERSION;
    add_cases(m);
    add_definitions(m);
    add_certificates(m);
    add_judge(m);
}

}  // namespace lossproof::python
