// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_answer.hpp"

#include "properties/sweep/question.hpp"
#include "reference/oracle/certify.hpp"
#include "reference/oracle/subdifferential.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <optional>
#include <sstream>

namespace lossproof::cli {
namespace {

using Json = nlohmann::ordered_json;

/// How a number was decided; an infinity that only the rounding made is called so.
std::string decided_text(const Answer& answer, const std::pair<std::string, std::string>& ends) {
    const bool overflow =
        std::isinf(answer.rounded) && answer.decided_by != DecidedBy::special && ends.first.find("inf") == std::string::npos;
    return overflow ? "overflow" : std::string(text(answer.decided_by));
}

Certificate certified(const Case& question, const EvalWish& wish) {
    Certificate::Options options{.outputs = {}, .enclosures = true};
    const Plan plan(question);
    for (const auto& output : plan.outputs())
        if (matches(wish.output, output.name)) options.outputs.push_back(output.name);
    if (options.outputs.empty()) throw UsageError(question.operation + " has no output that matches '" + wish.output + "'");
    return Certificate(question, options);
}

std::string quoted(const std::string& plain) { return '"' + plain + '"'; }

/// One number as a JSON object. Its texts need no escapes.
std::string number_json(const CertifiedOutput& output, Index i, Format format) {
    const Answer& answer = output.answers[i];
    const auto ends = output.enclosure(i);
    const bool known = answer.decided();
    std::string shape;
    for (const auto extent : output.shape) shape += (shape.empty() ? "" : ",") + std::to_string(extent);
    std::string json = "{\"name\":" + quoted(output.name) + ",\"index\":" + std::to_string(i);
    if (i == 0) json += ",\"shape\":[" + shape + "]";
    json += ",\"bits\":" + (known ? quoted(bits_text(format, answer.rounded)) : "null");
    json += ",\"hex\":" + (known ? quoted(hex_text(answer.rounded)) : "null");
    json += ",\"decimal\":" + (known ? quoted(decimal_text(format, answer.rounded)) : "null");
    json += ",\"enclosure\":[" + quoted(ends.first) + "," + quoted(ends.second) + "]";
    json += ",\"decided_by\":" + quoted(decided_text(answer, ends)) + ",\"precision\":" + std::to_string(answer.precision);
    return json;
}

}  // namespace

void write_text(std::ostream& stream, const Case& question, const EvalWish& wish) {
    Certificate certificate = certified(question, wish);
    const Format format = question.format;
    stream << question.operation << "  " << name(format) << "\n";
    for (const auto& output : certificate.outputs())
        for (Index i = 0; i < output.answers.size(); ++i) {
            const Answer& answer = output.answers[i];
            const auto ends = output.enclosure(i);
            const std::string label =
                output.name + (output.answers.size() > 1 || !output.shape.empty() ? "[" + std::to_string(i) + "]" : "");
            char line[512], condition[48] = "";
            if (wish.condition) std::snprintf(condition, sizeof condition, "κ %.3g  ", certificate.condition(output.name, i));
            if (!answer.decided())
                std::snprintf(line, sizeof line, "  %-14s undecided between %s and %s\n", label.c_str(), ends.first.c_str(),
                              ends.second.c_str());
            else
                std::snprintf(line, sizeof line, "  %-14s %-24s %-24s %s  %scertified by %s%s\n", label.c_str(),
                              hex_text(answer.rounded).c_str(), decimal_text(format, answer.rounded).c_str(),
                              bits_text(format, answer.rounded).c_str(), condition, decided_text(answer, ends).c_str(),
                              answer.precision ? (", " + std::to_string(answer.precision) + " bits").c_str() : "");
            stream << line;
        }
}

void write_json(std::ostream& stream, const Case& question, const std::string& id_json, const EvalWish& wish) {
    Certificate certificate = certified(question, wish);
    stream << "{" << (id_json.empty() ? "" : "\"id\":" + id_json + ",") << "\"op\":" << quoted(question.operation)
           << ",\"format\":" << quoted(std::string(name(question.format))) << ",\"outputs\":[";
    std::string separator;
    for (const auto& output : certificate.outputs())
        for (Index i = 0; i < output.answers.size(); ++i) {
            stream << separator << number_json(output, i, question.format);
            separator = ",";
            if (wish.condition) {
                const double condition = certificate.condition(output.name, i);
                const std::string decimal = decimal_text(Format::f64, condition);
                stream << ",\"condition\":" << (std::isfinite(condition) ? decimal : quoted(decimal));
            }
            if (const auto set = wish.admissible ? certificate.subdifferential(output.name, i) : std::nullopt)
                stream << ",\"admissible\":[" << quoted(hex_text(set->lower())) << "," << quoted(hex_text(set->upper())) << "]";
            stream << "}";
        }
    stream << "]}";
}

std::string answer_json(const Case& question, const EvalWish& wish) {
    std::ostringstream text;
    write_json(text, question, "", wish);
    return text.str();
}

std::string error_json(const std::string& message, const std::string& id_json) {
    Json result = Json::object();
    if (!id_json.empty()) result["id"] = Json::parse(id_json);
    result["error"] = message;
    return result.dump();
}

}  // namespace lossproof::cli
