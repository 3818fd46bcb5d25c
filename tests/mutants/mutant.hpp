// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/parallel.hpp"
#include "reference/oracle/certify.hpp"
#include "subjects/subject.hpp"

namespace lossproof {

/// A subject that is the reference itself except where it slips. The honest part is the certified value, correctly rounded,
/// so that whatever the judge finds is the slip and nothing else.
class Mutant : public Subject {
public:
    /// A whole output of a whole case, for slips about batches, reductions and layouts.
    using Lie = std::function<std::vector<double>(const Plan&, const Plan::Output&)>;
    /// The formula of one group (an element, a row) in the format's own numbers; the reduction over groups stays honest.
    using Slip = std::function<Row<Machine>(const Group<Machine>&)>;

    explicit Mutant(std::string name)
        : identity_{.name = std::move(name), .version = "1", .door = "built in", .details = {}, .conventions = {}} {}

    Mutant&& lies(std::string operation, std::string output, Lie lie) && {
        lies_[{std::move(operation), std::move(output)}] = std::move(lie);
        return std::move(*this);
    }
    Mutant&& slips(std::string operation, std::string output, Slip slip) && {
        return std::move(*this).lies(std::move(operation), std::move(output),
                                     [slip](const Plan& plan, const Plan::Output& output) { return gathered(plan, output, slip); });
    }
    /// The honest answer, changed afterwards.
    template <class Change> Mutant&& distorts(std::string operation, std::string output, Change change) && {
        return std::move(*this).lies(std::move(operation), std::move(output), [change](const Plan& plan, const Plan::Output& output) {
            std::vector<double> values = certified(plan, output.name);
            change(plan, values);
            for (double& value : values) value = round_to(plan.format(), value);
            return values;
        });
    }

    const std::map<std::pair<std::string, std::string>, Lie>& lies() const { return lies_; }
    const SubjectIdentity& identity() const override { return identity_; }
    bool offers(std::string_view, Format, std::string_view) const override { return true; }

    std::vector<Reply> compute(std::span<const Request> requests) override {
        std::vector<Reply> replies(requests.size());
        in_parallel(requests.size(), [&](std::size_t i) { replies[i] = answer(requests[i]); });
        return replies;
    }

    static std::vector<double> certified(const Plan& plan, const std::string& output) {
        const Certificate certificate(plan.question(), {.outputs = {output}});
        return rounded(certificate.outputs().front());
    }
    static std::vector<double> rounded(const CertifiedOutput& output) {
        std::vector<double> values;
        for (const Answer& answer : output.answers) values.push_back(answer.rounded);
        return values;
    }

private:
    Reply answer(const Request& request) const {
        const Plan plan(request.question);
        Certificate::Options honest;
        Reply reply;
        for (const auto& wanted : request.outputs) {
            const auto lie = lies_.find({request.question.operation, wanted.name});
            if (lie == lies_.end()) honest.outputs.push_back(wanted.name);
            for (const auto& planned : plan.outputs())
                if (lie != lies_.end() && planned.name == wanted.name)
                    reply.outputs[wanted.name] = {.shape = wanted.shape, .values = lie->second(plan, planned)};
        }
        if (honest.outputs.empty()) return reply;
        const Certificate certificate(request.question, honest);
        for (const auto& output : certificate.outputs()) reply.outputs[output.name] = {.shape = output.shape, .values = rounded(output)};
        return reply;
    }

    /// A long double that a reduction can use.
    struct Wide {
        long double v = 0;
        double middle() const { return static_cast<double>(v); }
        friend Wide operator+(Wide a, Wide b) { return {a.v + b.v}; }
        friend Wide operator*(Wide a, Wide b) { return {a.v * b.v}; }
    };
    static long double factored(const Plan& plan, const Plan::Output& output, Index group, double value) {
        const auto wide = [](double v) { return Wide{v}; };
        const Wide weighted = plan.reduction().weighted(group, Wide{value}, wide);
        return output.gradient ? plan.reduction().followed(group, weighted, wide).v : weighted.v;
    }
    /// Honest reductions, in long double so that a mean of huge numbers does not overflow: ignored rows left out, divisor last.
    static std::vector<double> gathered(const Plan& plan, const Plan::Output& output, const Slip& slip) {
        // A slip is a formula of the plain loss: where weights stand inside the sum it has nothing to say.
        if (plan.reduction().cost(false).inside) return certified(plan, output.name);
        const auto number = [&](double v) { return Machine(v, plan.format()); };
        const auto datum = [&](double v, Index, Index) { return number(v); };
        const bool mean = plan.reduction().divides() && (output.gradient || output.reduced);
        const auto wide = [](double v) { return Wide{v}; };
        const Wide divisor = plan.reduction().divisor<Wide>(wide);
        std::vector<long double> all;
        for (Index g = 0; g < plan.groups(); ++g) {
            // An ignored row has no label to read its formula at.
            const Row<Machine> part = plan.ignored(g) ? Row<Machine>(plan.length(output)) : slip(plan.load<Machine>(g, datum, number));
            for (Index j = 0; j < part.size(); ++j) {
                const long double value = plan.ignored(g) ? 0.0L : factored(plan, output, g, part[j].value());
                if (output.reduced && g > 0) all[j] += value;
                else all.push_back(value);
            }
        }
        if (output.reduced && all.empty()) all = {0};
        std::vector<double> values;
        for (const long double v : all) values.push_back(round_to(plan.format(), static_cast<double>(mean ? v / divisor.v : v)));
        return values;
    }

    SubjectIdentity identity_;
    std::map<std::pair<std::string, std::string>, Lie> lies_;
};

}  // namespace lossproof
