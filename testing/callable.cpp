// SPDX-License-Identifier: Apache-2.0
#include "testing/callable.hpp"

#include "properties/sweep/question.hpp"
#include "testing/failure.hpp"
#include "testing/function_subject.hpp"
#include "testing/run.hpp"

#include <algorithm>
#include <filesystem>

namespace lossproof::testing {
namespace {

/// The inputs that a function of rows takes: all that a question cannot do without.
std::vector<std::string> inputs_of(const Operation& operation) {
    std::vector<std::string> names;
    for (const Input& input : operation.inputs) {
        if (input.meaning == Meaning::position) throw UsageError(std::string(operation.name) + " compares rows; it is no function of one");
        if (!input.optional) names.emplace_back(input.name);
    }
    return names;
}

/// The outputs a function writes: as many as it has slots for, results first.
std::set<std::string, std::less<>> outputs_of(const Operation& operation, const Erased& function) {
    const std::size_t inputs = inputs_of(operation).size(), results = function.slots - std::min(function.slots, inputs) + function.returns;
    std::vector<std::string> all = operation.results;
    all.insert(all.end(), operation.gradients.begin(), operation.gradients.end());
    if (function.slots < inputs || results == 0 || results > all.size() || (function.returns && results > 1))
        throw UsageError(std::string(operation.name) + ": the function takes " + std::to_string(function.slots) + " slots, expected " +
                         std::to_string(inputs) + " inputs and 1 to " + std::to_string(all.size()) + " results, or a returned value");
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(results)};
}

std::set<std::string, std::less<>> names_of(std::span<const Parameter> parameters) {
    std::set<std::string, std::less<>> names;
    for (const Parameter& parameter : parameters) names.emplace(parameter.name);
    return names;
}

Reply refusal(const std::string& message) {
    Reply reply;
    reply.status = Reply::Status::unsupported;
    reply.message = message;
    return reply;
}

/// A request, a row at a time.
class ByRow {
public:
    ByRow(const Operation& operation, std::vector<Erased> functions)
        : operation_(operation), inputs_(inputs_of(operation)), functions_(std::move(functions)) {}

    Reply operator()(const Request& request) const {
        const auto found =
            std::find_if(functions_.begin(), functions_.end(), [&](const Erased& f) { return f.format == request.question.format; });
        const Plan plan(request.question);
        if (plan.reduction() != Reduction::none && plan.groups() > 1) return refusal("a function of one row reduces nothing");
        for (const auto& [name, tensor] : request.question.inputs)
            if (std::find(inputs_.begin(), inputs_.end(), name) == inputs_.end()) return refusal("a function of rows has no input " + name);
        Reply reply;
        for (const auto& wanted : request.outputs) reply.outputs[wanted.name] = {.shape = wanted.shape, .values = {}};
        for (Index group = 0; group < plan.groups(); ++group) answer_row(*found, plan, group, reply);
        return reply;
    }

private:
    void answer_row(const Erased& function, const Plan& plan, Index group, Reply& reply) const {
        const Case row = row_of(plan, group);
        RowCall call;
        for (const auto& name : inputs_) call.inputs.push_back(row.inputs.at(name).values);
        std::vector<std::string> names;
        for (const auto& output : plan.outputs()) {
            if (!outputs_of(operation_, function).contains(output.name)) continue;
            names.push_back(output.name);
            call.results.emplace_back(plan.length(output));
        }
        function.call(call);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto place = reply.outputs.find(names[i]);
            if (place == reply.outputs.end()) continue;
            place->second.values.insert(place->second.values.end(), call.results[i].begin(), call.results[i].end());
        }
    }
    static Case row_of(const Plan& plan, Index group) {
        if (plan.groups() == 1) return plan.question();
        const auto& first = plan.outputs().front();
        return alone(plan, first.name, group * plan.length(first)).value();
    }

    const Operation& operation_;
    const std::vector<std::string> inputs_;
    const std::vector<Erased> functions_;
};

}  // namespace

std::vector<Argument> arguments_of(const Case& question) {
    std::vector<Argument> arguments;
    for (const auto& [name, tensor] : question.inputs)
        arguments.push_back({name, Numbers{.shape = tensor.shape, .values = tensor.values, .integral = tensor.integral}});
    for (const auto& [name, value] : question.parameters) {
        if (const auto* word = std::get_if<std::string>(&value)) arguments.push_back({name, *word});
        else if (const auto* real = std::get_if<double>(&value)) arguments.push_back({name, Numbers{.shape = {}, .values = {*real}}});
        else
            arguments.push_back(
                {name, Numbers{.shape = {}, .values = {static_cast<double>(std::get<std::int64_t>(value))}, .integral = true}});
    }
    return arguments;
}

std::string shortcoming(const std::string& operation, Format format, const std::vector<Argument>& arguments, const std::string& output,
                        const Numbers& got) {
    Certificate certificate(arranged(operation, format, arguments), {.outputs = {output}, .enclosures = false});
    const CertifiedOutput* truth = certificate.output(output);
    if (!truth) throw UsageError(operation + " has no output '" + output + "'");
    if (truth->answers.size() != got.values.size())
        throw UsageError(operation + " " + output + ": got " + std::to_string(got.values.size()) + " numbers, expected " +
                         std::to_string(truth->answers.size()));
    std::optional<Finding> worst;
    for (Index i = 0; i < got.values.size(); ++i) {
        const Finding finding = lossproof::judged(certificate, *truth, i, got.values[i]);
        if (falls_short(finding.judgement.verdict) && (!worst || finding.judgement.ulps > worst->judgement.ulps)) worst = finding;
    }
    return worst ? text(failure_of(certificate, output, *worst)) : "";
}

Outcome judged(const std::string& operation_name, std::vector<Erased> functions, const std::vector<Argument>& fixed) {
    const Operation& operation = operation_named(operation_name);
    const auto outputs = outputs_of(operation, functions.front());
    FunctionSubject subject({.name = "function", .version = "1", .door = "function", .details = {}, .conventions = {}}, operation_name,
                            {Format::f32, Format::f64}, outputs, names_of(operation.parameters), ByRow(operation, std::move(functions)));
    SweepOptions options{
        .operations = {&operation}, .formats = {Format::f32, Format::f64}, .effort = Effort::smoke, .designation = "function"};
    options.fixed = parameters_fixed(operation, fixed);
    const auto path = scratch_ledger();
    const Outcome outcome = outcome_of(operation_name, run(subject, options, path));
    std::filesystem::remove(path);
    return outcome;
}

}  // namespace lossproof::testing
