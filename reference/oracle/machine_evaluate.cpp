// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/machine_evaluate.hpp"

#include "reference/oracle/evaluate.hpp"

namespace lossproof {
namespace {

/// Reductions as a plain loop would form them, the divisor last.
void gather(std::vector<Machine>& total, const std::vector<Machine>& part) {
    if (total.empty()) total = part;
    else
        for (Index j = 0; j < part.size(); ++j) total[j] += part[j];
}

/// Data and constants in the case's own format.
class Honest : public Evaluator<StableMachine> {
public:
    explicit Honest(const Plan& plan) : Evaluator(plan), format_(plan.format()) {}

protected:
    StableMachine datum(double value, Index, Index) override { return {value, format_}; }
    StableMachine constant(double value) override { return {value, format_}; }

private:
    Format format_;
};

}  // namespace

std::vector<double> textbook_values(const Plan& plan, std::string_view output) {
    const Format format = plan.format();
    const auto number = [&](double v) { return Machine(v, format); };
    for (const auto& planned : plan.outputs()) {
        if (planned.name != output) continue;
        const auto formula = std::get<Formula<Machine>>(planned.gradient ? plan.operation().gradient : plan.operation().value);
        const bool mean = plan.reduction().divides() && (planned.gradient || planned.reduced);
        const Machine divisor = plan.reduction().divisor<Machine>(number);
        std::vector<Machine> all, total;
        for (Index g = 0; g < plan.groups(); ++g) {
            std::vector<Machine> part(plan.length(planned), number(0));
            if (!plan.ignored(g)) {  // an ignored row has no label to read its formula at
                const auto rows = formula(plan.load<Machine>(
                    g, [&](double v, Index, Index) { return number(v); }, number));
                part.assign(rows.at(planned.slot).begin(), rows.at(planned.slot).end());
                for (Machine& one : part) {
                    one = plan.reduction().weighted(g, one, number);
                    if (planned.gradient) one = plan.reduction().followed(g, one, number);
                }
            }
            if (planned.reduced) gather(total, part);
            else all.insert(all.end(), part.begin(), part.end());
        }
        if (planned.reduced) all = total.empty() ? std::vector<Machine>{number(0)} : total;
        std::vector<double> values;
        for (const Machine& m : all) values.push_back((mean ? m / divisor : m).value());
        return values;
    }
    return {};
}

std::vector<double> stable_values(const Plan& plan, std::string_view output, Grade grade) {
    const StableScope scope(plan.format(), grade);
    Honest evaluate(plan);
    for (const auto& planned : plan.outputs()) {
        if (planned.name != output) continue;
        std::vector<double> values;
        for (Index g = 0; g < (planned.reduced ? 1 : plan.groups()); ++g) {
            const auto rows = evaluate({.gradient = planned.gradient, .gathered = planned.reduced, .group = g});
            for (const StableMachine& m : rows.at(planned.slot)) values.push_back(round_to(plan.format(), m.value()));
        }
        return values;
    }
    return {};
}

}  // namespace lossproof
