// SPDX-License-Identifier: Apache-2.0
// Formulas that real implementations used and that lose digits. Each is written as it was found, in the format's numbers.
#include "properties/verdict/bad_formulas.hpp"

#include "reference/functions/curvature.hpp"

namespace lossproof {
namespace {

using M = Machine;
using RowM = Row<Machine>;

M largest(const RowM& z) {
    M peak = z[0];
    for (const M& v : z) peak = max(peak, v);
    return peak;
}
M shifted_total(const RowM& z) {
    const M peak = largest(z);
    return sum(z, [&](Index j) { return exp(z[j] - peak); });
}
RowM shifted_softmax(const RowM& z) {
    const M peak = largest(z), total = shifted_total(z);
    return map(z, [&](Index j) { return exp(z[j] - peak) / total; });
}
M shifted_lse(const RowM& z) { return largest(z) + log(shifted_total(z)); }
RowM one(const M& x) { return RowM(std::vector<M>{x}); }

struct BadFormulaOf {
    std::string_view operation, output;
    const Cause& cause;
    std::string_view name;
    RowM (*formula)(const Group<Machine>&);
};

const RowM& row(const Group<M>& g, std::size_t i = 0) { return g.inputs[i].values; }
const M& number(const Group<M>& g, std::size_t i = 0) { return g.inputs[i].values[0]; }
Index label(const Group<M>& g) { return static_cast<Index>(g.inputs[1].integers[0]); }
M clipped(const M& p) {
    const M low = M::from(1e-7), high = 1 - M::from(1e-7);
    return where(p < low, low, where(high < p, high, p));
}

// Several may give the same bits, 0 above all: the commonest slip comes first.
const BadFormulaOf formulas[] = {
    {"softmax_cross_entropy", "value", causes::log_not_log1p, "−((z_t − m) − log Σ exp(zⱼ − m)): log instead of log1p",
     [](const Group<M>& g) { return one(-((row(g)[label(g)] - largest(row(g))) - log(shifted_total(row(g))))); }},
    {"softmax_cross_entropy", "value", causes::log_of_rounded, "−log(softmax(z)_t)",
     [](const Group<M>& g) { return one(-log(shifted_softmax(row(g))[label(g)])); }},
    {"softmax_cross_entropy", "value", causes::large_difference, "LSE(z) − z_t: the difference cancels",
     [](const Group<M>& g) { return one(shifted_lse(row(g)) - row(g)[label(g)]); }},
    {"softmax_cross_entropy", "d_logits", causes::residual, "p_t − 1 at the label: it cancels",
     [](const Group<M>& g) {
         const RowM p = shifted_softmax(row(g));
         return map(p, [&](Index j) { return p[j] - indicator<M>(j, label(g)); });
     }},
    {"log_softmax", "value", causes::log_not_log1p, "(z − m) − log Σ exp(z − m): log instead of log1p",
     [](const Group<M>& g) {
         const M peak = largest(row(g)), total = log(shifted_total(row(g)));
         return map(row(g), [&](Index j) { return (row(g)[j] - peak) - total; });
     }},
    {"log_softmax", "value", causes::log_of_rounded, "log(softmax(z))",
     [](const Group<M>& g) {
         const RowM p = shifted_softmax(row(g));
         return map(p, [&](Index j) { return log(p[j]); });
     }},
    {"logsumexp", "value", causes::log_not_log1p, "m + log Σ exp(z − m): log instead of log1p",
     [](const Group<M>& g) { return one(shifted_lse(row(g))); }},
    {"softmax", "value", causes::rounded_argument, "exp(z − LSE(z)): the division-free form",
     [](const Group<M>& g) {
         const M lse = shifted_lse(row(g));
         return map(row(g), [&](Index j) { return exp(row(g)[j] - lse); });
     }},
    {"sigmoid", "value", causes::early_exponential, "exp(x)/(1 + exp(x))",
     [](const Group<M>& g) { return one(exp(number(g)) / (1 + exp(number(g)))); }},
    {"sigmoid", "value", causes::complement, "1 − σ(−x)", [](const Group<M>& g) { return one(1 - 1 / (1 + exp(number(g)))); }},
    {"softplus", "value", causes::threshold, "the threshold 20: x itself beyond it",
     [](const Group<M>& g) { return one(where(M(20) < number(g), number(g), log1p(exp(number(g))))); }},
    {"log_sigmoid", "value", causes::log_of_rounded, "log(σ(x))", [](const Group<M>& g) { return one(log(1 / (1 + exp(-number(g))))); }},
    {"binary_cross_entropy_with_logits", "value", causes::log_not_log1p, "(1−y)z + m + log(exp(−m) + exp(−z−m))",
     [](const Group<M>& g) {
         const M z = number(g), y = number(g, 1), m = max(-z, M(0));
         return one((1 - y) * z + m + log(exp(-m) + exp(-z - m)));
     }},
    {"binary_cross_entropy_with_logits", "value", causes::large_difference, "(1−y)z − log σ(z): cancels for y = 0",
     [](const Group<M>& g) {
         const M z = number(g), y = number(g, 1);
         return one((1 - y) * z - (where(z < M(0), z, M(0)) - log1p(exp(-abs(z)))));
     }},
    {"binary_cross_entropy_with_logits", "value", causes::large_difference, "max(z, 0) − zy + log1p(exp(−|z|))",
     [](const Group<M>& g) {
         const M z = number(g), y = number(g, 1);
         return one(max(z, M(0)) - z * y + log1p(exp(-abs(z))));
     }},
    {"binary_cross_entropy_with_logits", "d_logits", causes::residual, "σ(z) − y: it cancels",
     [](const Group<M>& g) { return one(1 / (1 + exp(-number(g))) - number(g, 1)); }},
    {"softmax_cross_entropy", "H_logits", causes::product, "pᵢ·([i=j] − pⱼ): 1 − p cancels on the diagonal",
     [](const Group<M>& g) { return softmax_jacobian(shifted_softmax(row(g))); }},
    {"logsumexp", "H_logits", causes::product, "pᵢ·([i=j] − pⱼ): 1 − p cancels on the diagonal",
     [](const Group<M>& g) { return softmax_jacobian(shifted_softmax(row(g))); }},
    {"binary_cross_entropy_with_logits", "H_logits", causes::product, "σ(z)·(1 − σ(z)): it cancels",
     [](const Group<M>& g) {
         const M p = 1 / (1 + exp(-number(g)));
         return one(p * (1 - p));
     }},
    {"sigmoid", "d_x", causes::product, "y·(1 − y) of the rounded y",
     [](const Group<M>& g) {
         const M y = 1 / (1 + exp(-number(g)));
         return one(y * (1 - y));
     }},
    {"logsumexp", "d_logits", causes::rounded_argument, "exp(z − LSE(z)) with the rounded LSE",
     [](const Group<M>& g) {
         const M lse = shifted_lse(row(g));
         return map(row(g), [&](Index j) { return exp(row(g)[j] - lse); });
     }},
    {"softmax", "J_logits", causes::product, "pᵢ·([i=j] − pⱼ): 1 − p cancels on the diagonal",
     [](const Group<M>& g) { return softmax_jacobian(shifted_softmax(row(g))); }},
    {"binary_cross_entropy", "value", causes::clip, "logarithms clamped at −100",
     [](const Group<M>& g) {
         const M p = number(g), y = number(g, 1), floor = M(-100);
         return one((y - 1) * max(log1p(-p), floor) - y * max(log(p), floor));
     }},
    {"binary_cross_entropy", "value", causes::clip, "probabilities clipped to [1e-7, 1 − 1e-7]",
     [](const Group<M>& g) {
         const M p = clipped(number(g)), y = number(g, 1);
         return one(-(y * log(p) + (1 - y) * log(1 - p)));
     }},
    {"kl_divergence", "value", causes::large_difference, "Σ p(log p − log q)",
     [](const Group<M>& g) { return one(sum(row(g), [&](Index j) { return row(g)[j] * (log(row(g)[j]) - log(row(g, 1)[j])); })); }},
    {"log_cosh", "value", causes::large_difference, "x + ζ(−2x) − log 2",
     [](const Group<M>& g) {
         const M x = number(g) - number(g, 1);
         return one(x + max(-2 * x, M(0)) + log1p(exp(-abs(2 * x))) - M::from(0.69314718055994531));
     }},
};

}  // namespace

std::vector<BadFormula> bad_formula_values(const Plan& plan, const std::string& output) {
    std::vector<BadFormula> result;
    if (plan.reduction() != Reduction::none) return result;
    for (const Input& input : plan.operation().inputs)
        if (is_factor(input.meaning) && plan.question().inputs.contains(input.name)) return result;
    const auto number = [&](double v) { return Machine(v, plan.format()); };
    for (const BadFormulaOf& bad : formulas) {
        if (bad.operation != plan.operation().name || bad.output != output) continue;
        std::vector<double> values;
        for (Index group = 0; group < plan.groups(); ++group)
            for (const Machine& m : bad.formula(plan.load<Machine>(
                     group, [&](double v, Index, Index) { return number(v); }, number)))
                values.push_back(m.value());
        result.push_back({.cause = &bad.cause, .name = bad.name, .values = std::move(values)});
    }
    return result;
}

}  // namespace lossproof
