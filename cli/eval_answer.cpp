// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_answer.hpp"

#include "reference/oracle/certify.hpp"
#include "reference/oracle/subdifferential.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace lossproof::cli {
namespace {

using Json = nlohmann::ordered_json;

/// How a number was decided; an infinity that only the rounding made is called so.
std::string decided_text(const Answer& answer, const std::pair<std::string, std::string>& ends) {
    const bool overflow =
        std::isinf(answer.rounded) && answer.decided_by != DecidedBy::special && ends.first.find("inf") == std::string::npos;
    return overflow ? "overflow" : std::string(text(answer.decided_by));
}

}  // namespace

std::string answer_text(const Case& question) {
    Certificate certificate(question, {.outputs = {}, .enclosures = true});
    const Format format = question.format;
    std::string result = question.operation + "  " + std::string(name(format)) + "\n";
    for (const auto& output : certificate.outputs())
        for (Index i = 0; i < output.answers.size(); ++i) {
            const Answer& answer = output.answers[i];
            const std::string label =
                output.name + (output.answers.size() > 1 || !output.shape.empty() ? "[" + std::to_string(i) + "]" : "");
            char line[512];
            if (!answer.decided())
                std::snprintf(line, sizeof line, "  %-14s undecided between %s and %s\n", label.c_str(), output.enclosures[i].first.c_str(),
                              output.enclosures[i].second.c_str());
            else
                std::snprintf(line, sizeof line, "  %-14s %-24s %-24s %s  κ %.3g  certified by %s%s\n", label.c_str(),
                              hex_text(answer.rounded).c_str(), decimal_text(format, answer.rounded).c_str(),
                              bits_text(format, answer.rounded).c_str(), certificate.condition(output.name, i),
                              decided_text(answer, output.enclosures[i]).c_str(),
                              answer.precision ? (", " + std::to_string(answer.precision) + " bits").c_str() : "");
            result += line;
        }
    return result;
}

std::string answer_json(const Case& question, const std::string& id_json) {
    Certificate certificate(question, {.outputs = {}, .enclosures = true});
    Json outputs = Json::array();
    for (const auto& output : certificate.outputs()) {
        for (Index i = 0; i < output.answers.size(); ++i) {
            const Answer& answer = output.answers[i];
            Json one = {{"name", output.name}, {"index", i}};
            if (i == 0) one["shape"] = output.shape;
            one["bits"] = answer.decided() ? Json(bits_text(question.format, answer.rounded)) : Json(nullptr);
            one["hex"] = answer.decided() ? Json(hex_text(answer.rounded)) : Json(nullptr);
            one["decimal"] = answer.decided() ? Json(decimal_text(question.format, answer.rounded)) : Json(nullptr);
            one["enclosure"] = {output.enclosures[i].first, output.enclosures[i].second};
            const double condition = certificate.condition(output.name, i);
            one["condition"] = std::isfinite(condition) ? Json(condition) : Json(decimal_text(Format::f64, condition));
            one["decided_by"] = decided_text(answer, output.enclosures[i]);
            one["precision"] = answer.precision;
            // At a kink: the ends of the subdifferential, of which the printed number is one element.
            if (const auto set = subdifferential(certificate.plan(), output.name, i))
                one["admissible"] = {hex_text(set->lower()), hex_text(set->upper())};
            outputs.push_back(std::move(one));
        }
    }
    Json result = Json::object();
    if (!id_json.empty()) result["id"] = Json::parse(id_json);
    result["op"] = question.operation;
    result["format"] = name(question.format);
    result["outputs"] = std::move(outputs);
    return result.dump();
}

std::string error_json(const std::string& message, const std::string& id_json) {
    Json result = Json::object();
    if (!id_json.empty()) result["id"] = Json::parse(id_json);
    result["error"] = message;
    return result.dump();
}

}  // namespace lossproof::cli
