// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/case_json.hpp"

#include "reference/define/definition.hpp"
#include "reference/json/parse.hpp"
#include "reference/oracle/parameters.hpp"

#include <mpfr.h>

#include <cmath>

namespace lossproof {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& what) { throw UsageError(what); }

/// Does the hex float name a number that binary64 has? It is read rounded.
bool hex_is_exact(const std::string& text, double value) {
    mpfr_t exact;
    mpfr_init2(exact, static_cast<mpfr_prec_t>(4 * text.size() + 64));
    mpfr_strtofr(exact, text.c_str(), nullptr, 0, MPFR_RNDN);
    const bool equal = std::isfinite(value) && mpfr_cmp_d(exact, value) == 0;
    mpfr_clear(exact);
    return equal;
}

double number(const Json& json, const std::string& where) {
    if (json.is_number()) return json.get<double>();
    if (!json.is_string()) refuse(where + " must be a number or its text, got " + shown(json));
    const auto value = read_case_number(json.get<std::string>());
    if (!value) refuse(where + ": " + shown(json) + " is no binary64 number");
    return *value;
}

double whole(const Json& json, const std::string& where) {
    constexpr std::int64_t most = std::int64_t{1} << 53;  // beyond it a double skips whole numbers
    if (!json.is_number_integer()) refuse(where + " must hold whole numbers, got " + shown(json));
    const auto value = integer_of(json);
    if (!value || *value > most || *value < -most) refuse(where + ": " + shown(json) + " is out of range (−2^53 to 2^53)");
    return static_cast<double>(*value);
}

ParameterValue read_parameter_json(const Operation& operation, const std::string& name, const Json& json) {
    const Parameter* parameter = operation.parameter(name);
    if (!parameter) refuse(std::string(operation.name) + " takes no parameter '" + name + "'");
    const std::string where = std::string(operation.name) + ": parameter '" + name + "'";
    if (parameter->kind == Parameter::Kind::real) return number(json, where);
    if (parameter->kind == Parameter::Kind::integer && json.is_number_integer()) {
        if (const auto whole = integer_of(json)) return *whole;
        refuse(where + ": " + shown(json) + " does not fit 64 bits with a sign");
    }
    if (json.is_string()) return read_parameter(operation, name, json.get<std::string>());
    refuse(where + (parameter->kind == Parameter::Kind::integer ? " must be a whole number" : " must be a word") + ", got " + shown(json));
}

bool holds_integers(const Operation& operation, const std::string& name) {
    const int index = operation.input_index(name);
    if (index < 0) return false;  // refused later, with the names that are taken
    return is_integral(operation.inputs[static_cast<std::size_t>(index)].meaning);
}

Tensor read_tensor(const Operation& operation, const std::string& name, const Json& json) {
    const std::string where = std::string(operation.name) + ": input '" + name + "'";
    if (!json.is_object() || !json.contains("shape") || !json.contains("data") || !json["shape"].is_array() || !json["data"].is_array())
        refuse(where + R"( must be {"shape": […], "data": […]})");
    Tensor tensor;
    tensor.integral = holds_integers(operation, name);
    for (const auto& extent : json["shape"]) tensor.shape.push_back(static_cast<std::int64_t>(whole(extent, where + ": its shape")));
    for (const auto& entry : json["data"]) tensor.values.push_back(tensor.integral ? whole(entry, where) : number(entry, where));
    return tensor;
}

std::string text_field(const Json& json, const char* field, const std::string& fallback) {
    if (!json.contains(field)) return fallback;
    if (!json[field].is_string()) refuse("a case's \"" + std::string(field) + "\" must be a text, got " + shown(json[field]));
    return json[field].get<std::string>();
}

const Json& object_field(const Json& json, const char* field) {
    static const Json nothing = Json::object();
    if (!json.contains(field)) return nothing;
    if (!json[field].is_object()) refuse("a case's \"" + std::string(field) + "\" must be an object");
    return json[field];
}

Case read_case(const Json& json) {
    if (!json.is_object()) refuse("a case must be a JSON object, got " + shown(json));
    Case question;
    question.operation = text_field(json, "op", "");
    if (question.operation.empty()) refuse("a case must name its operation as \"op\"");
    // A case of somebody's own loss brings its definition along, so that one line asks it again anywhere.
    if (const std::string own = text_field(json, "define", ""); !own.empty()) define_operation(own, "a case's \"define\"");
    const Operation& operation = operation_named(question.operation);
    const std::string format = text_field(json, "format", "f64");
    if (const auto known = format_named(format)) question.format = *known;
    else refuse("unknown format '" + format + "'; it is one of f64, f32, f16, bf16");
    for (const auto& [name, value] : object_field(json, "params").items())
        question.parameters.emplace(name, read_parameter_json(operation, name, value));
    for (const auto& [name, value] : object_field(json, "inputs").items())
        question.inputs.emplace(name, read_tensor(operation, name, value));
    return question;
}

ParsedCase parse(const Json& json, bool in_array) {
    ParsedCase parsed;
    parsed.in_array = in_array;
    if (json.is_object() && json.contains("id")) {
        parsed.id_json = json["id"].dump();
        parsed.id = json["id"].is_string() ? json["id"].get<std::string>() : parsed.id_json;
    }
    try {
        parsed.question = read_case(json);
    } catch (const UsageError& error) {
        parsed.error = error.what();
    }
    return parsed;
}

}  // namespace

std::optional<double> read_case_number(const std::string& text) {
    const auto value = read_number(text);
    const bool hex = text.find_first_of("xX") != std::string::npos;
    if (value && hex && !hex_is_exact(text, *value)) return std::nullopt;
    return value;
}

std::vector<ParsedCase> read_cases(const std::string& text) {
    constexpr std::size_t most_bytes = std::size_t{1} << 30;
    const Json json = [&] {
        try {
            return parse_json(text, {.bytes = most_bytes});
        } catch (const BadJson& error) {
            refuse(std::string("the case file: ") + error.what());
        }
    }();
    if (!json.is_array()) return {parse(json, false)};
    std::vector<ParsedCase> cases;
    for (const auto& each : json) cases.push_back(parse(each, true));
    return cases;
}

std::string case_text(const Case& question) {
    Json json{{"op", question.operation}, {"format", name(question.format)}, {"params", Json::object()}, {"inputs", Json::object()}};
    if (std::string own = definition_of(question.operation); !own.empty()) json["define"] = std::move(own);
    for (const auto& [name, value] : question.parameters) {
        Json& place = json["params"][name];
        if (const auto* real = std::get_if<double>(&value)) place = hex_text(*real);
        else if (const auto* count = std::get_if<std::int64_t>(&value)) place = *count;
        else place = std::get<std::string>(value);
    }
    for (const auto& [name, tensor] : question.inputs) {
        Json data = Json::array();
        for (const double entry : tensor.values) {
            if (tensor.integral) data.push_back(static_cast<std::int64_t>(entry));
            else data.push_back(hex_text(entry));
        }
        json["inputs"][name] = {{"shape", tensor.shape}, {"data", std::move(data)}};
    }
    return json.dump();
}

}  // namespace lossproof
