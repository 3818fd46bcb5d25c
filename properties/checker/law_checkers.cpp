// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"
#include "properties/checker/law_checker.hpp"
#include "properties/verdict/bound.hpp"
#include "properties/verdict/range.hpp"
#include "reference/oracle/added.hpp"
#include "reference/oracle/certify.hpp"
#include "reference/oracle/error_bound.hpp"
#include "reference/oracle/evaluate.hpp"

#include <cmath>

namespace lossproof {
namespace {

const Plan::Output& planned(const Plan& plan, std::string_view output) {
    for (const auto& candidate : plan.outputs())
        if (candidate.name == output) return candidate;
    throw NotApplicable{};
}

Reals truth_of(const Case& question, std::string_view output) {
    const Plan plan(question);
    const auto& wanted = planned(plan, output);
    Evaluator<Real> evaluate(plan);
    if (wanted.reduced) return evaluate({.gradient = wanted.gradient, .gathered = true}).at(wanted.slot);
    Reals all;
    for (Index g = 0; g < plan.groups(); ++g) {
        const Reals part = evaluate({.gradient = wanted.gradient, .group = g}).at(wanted.slot);
        for (const Real& component : part) all.push_back(component);
    }
    return all;
}

std::vector<double> rounded_truth(const Case& question, std::string_view output) {
    std::vector<double> result;
    for (const Real& component : truth_of(question, output)) result.push_back(component.round_into(spec(question.format)).value);
    return result;
}

/// The operation's formula at enclosures; whatever is not among them comes from the case.
Reals formula_at(const Case& question, const std::map<std::string, Reals>& inputs) {
    const Plan plan(question);
    const auto number = [](double v) { return Real::from(v); };
    auto group = plan.load<Real>(
        0, [&](double v, Index, Index) { return number(v); }, number);
    for (const auto& [name, values] : inputs) group.inputs.at(plan.operation().input_index(name)).values = values;
    return std::get<Formula<Real>>(plan.operation().value)(group).at(0);
}

Real around(double centre, double radius) { return Real::from(centre) + hull(Real::from(-radius), Real::from(radius)); }

std::string key_of(const Plan& plan, std::string_view output) { return std::string(output) + " of " + compact_text(plan.question()); }

struct Allowance {
    double error;
    std::string text;
};
/// u(a|y| + bκ) of the operation's own bound, sums taken recursively, plus one underflow a term (theory L9); with parameters that the
/// format lacks (theory L8), what the stable algorithm can lose on this input, if that is more.
Allowance allowance(Certificate& certificate, const CertifiedOutput& output, Index index) {
    const Plan& plan = certificate.plan();
    const bool reduced = planned(plan, output.name).reduced;
    Setting setting{.format = plan.format(), .terms = static_cast<double>(plan.row_length())};
    if (!plan.operation().by_row() && !plan.operation().by_element())
        for (const auto& [name, tensor] : plan.question().inputs)
            setting.terms = std::max(setting.terms, static_cast<double>(tensor.values.size()));
    if (reduced) setting.rows = static_cast<double>(plan.groups());
    setting.reduction = plan.reduction().cost(output.gradient);
    const BoundRule rule = plan.operation().bound_of(output.name);
    if (!rule) throw NotApplicable{};
    const long double truth = std::fabs(output.answers[index].rounded);
    const Limit limit = mixed_limit(setting, rule, Grade::recursive, certificate.magnitude(output.name, index),
                                    certificate.condition(output.name, index), truth);
    if (rule == &computed_on_input) {
        const ErrorBound bound = certificate.computed_bound(output.name, index, Grade::recursive);
        if (!bound.undefined.empty()) throw NotApplicable{};
        return {.error = static_cast<double>(limit.error + bound.bound), .text = bound.derivation + ", and " + limit.text};
    }
    const double underflow = smallest_subnormal(spec(plan.format())) * (setting.terms * setting.rows + 1);
    const Allowance counted{.error = static_cast<double>(limit.error) + underflow, .text = limit.text};
    const ErrorBound bound = certificate.computed_bound(output.name, index, Grade::recursive);
    if (!bound.undefined.empty() || bound.parts.parameters == 0 || bound.bound <= counted.error) return counted;
    return {.error = static_cast<double>(bound.bound) * (1 + 0x1p-52), .text = "on this input " + bound.derivation};
}

}  // namespace

Reals ReferenceChecker::ask(const Case& question, std::string_view output) { return truth_of(question, output); }
std::vector<double> ReferenceChecker::numbers(const Case& question, std::string_view output) { return rounded_truth(question, output); }
Reals ReferenceChecker::compose(const Case& question, const std::map<std::string, Reals>& inputs) { return formula_at(question, inputs); }

Reals Forecaster::ask(const Case& question, std::string_view output) {
    answers_.expect(question, output);
    return ReferenceChecker::ask(question, output);
}
std::vector<double> Forecaster::numbers(const Case& question, std::string_view output) {
    answers_.expect(question, output);
    return ReferenceChecker::numbers(question, output);
}

Reals SubjectChecker::ask(const Case& question, std::string_view output) {
    const Tensor* reply = answers_.reply(question, output);
    require(reply != nullptr);
    Certificate certificate(question, {.outputs = {std::string(output)}});
    const CertifiedOutput* truth = certificate.output(output);
    require(truth && truth->answers.size() == reply->values.size());
    Reals answers;
    for (Index j = 0; j < reply->values.size(); ++j) {
        // Special values are the sweep's business; a law speaks of numbers.
        require(truth->answers[j].decided() && std::isfinite(truth->answers[j].rounded));
        const Allowance allowed = allowance(certificate, *truth, j);
        if (!std::isfinite(reply->values[j])) {
            // Where no algorithm that is known keeps to the range either, the law has nothing to say.
            require(!beyond_range(certificate, *truth, j, reply->values[j]));
            refuted_ = true;
            bound_ = "a finite number was due";
            throw NotApplicable{};
        }
        require(std::isfinite(allowed.error));
        bound_ = allowed.text;
        answers.push_back(around(reply->values[j], allowed.error));
    }
    return answers;
}

std::vector<double> SubjectChecker::numbers(const Case& question, std::string_view output) {
    const Tensor* reply = answers_.reply(question, output);
    require(reply != nullptr);
    for (const double value : reply->values) require(std::isfinite(value));
    return reply->values;
}

/// f(x) = f(x̂) + (f(x) − f(x̂)): the first from the subject with its bound, the second by enclosures.
Reals SubjectChecker::compose(const Case& question, const std::map<std::string, Reals>& inputs) {
    Reals result = ask(question, "value");
    const Reals at_enclosures = formula_at(question, inputs), at_numbers = formula_at(question, {});
    for (Index j = 0; j < result.size(); ++j) result[j] = result[j] + (at_enclosures[j] - at_numbers[j]);
    return result;
}

void AnswerCache::expect(const Case& question, std::string_view output) {
    const Plan plan(question);
    if (!known_.emplace(key_of(plan, output), std::nullopt).second || !subject_.offers(question.operation, question.format, output)) return;
    waiting_.push_back({.question = plan.question(), .outputs = {{.name = std::string(output), .shape = planned(plan, output).shape}}});
}

void AnswerCache::fetch() {
    if (waiting_.empty()) return;
    const auto replies = subject_.compute(waiting_);
    for (std::size_t i = 0; i < waiting_.size() && i < replies.size(); ++i) {
        const std::string& output = waiting_[i].outputs.front().name;
        const auto answer = replies[i].outputs.find(output);
        if (replies[i].status == Reply::Status::answered && answer != replies[i].outputs.end())
            known_[key_of(Plan(waiting_[i].question), output)] = answer->second;
    }
    waiting_.clear();
}

const Tensor* AnswerCache::reply(const Case& question, std::string_view output) {
    expect(question, output);  // a question made from an earlier answer was not foreseen
    fetch();
    const auto& known = known_.at(key_of(Plan(question), output));
    return known ? &*known : nullptr;
}

}  // namespace lossproof
