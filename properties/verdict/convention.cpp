// SPDX-License-Identifier: Apache-2.0
// Documented choices of libraries that differ from the continuous extension. Each line has its source; nothing here
// may excuse an error on finite, ordinary input.
#include "properties/verdict/convention.hpp"

#include "reference/oracle/machine_evaluate.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

struct Situation {
    std::string_view operation;
    const CertifiedOutput& output;
    const Group<double>& data;
    const FormatSpec& format;
    double got;

    const Row<double>& input(std::size_t i) const { return data.inputs[i].values; }
    bool is(std::string_view name) const { return operation == name; }
};

Index count_of(const Row<double>& row, double value) { return static_cast<Index>(std::count(row.begin(), row.end(), value)); }

/// A row with +∞, or with nothing but −∞: IEEE arithmetic in a shifted formula says ∞ − ∞.
bool row_without_ieee_limit(const Situation& s) {
    const auto& row = s.input(0);
    return count_of(row, HUGE_VAL) > 0 || count_of(row, -HUGE_VAL) == row.size();
}

/// Not logsumexp: its limits are ±∞ and the libraries give them.
bool softmax_family(std::string_view name) {
    constexpr std::string_view names[] = {"softmax",
                                          "log_softmax",
                                          "softmax_cross_entropy",
                                          "softmax_cross_entropy_with_distribution",
                                          "label_smoothing_cross_entropy",
                                          "squared_error_of_softmax",
                                          "info_nce"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

struct Rule {
    std::string_view profile;
    bool (*applies)(const Situation&);
};

constexpr Rule rules[] = {
    // torch, SciPy, JAX (documented there): NaN for +∞ logits and for rows of −∞.
    {"ieee", [](const Situation& s) { return softmax_family(s.operation) && std::isnan(s.got) && row_without_ieee_limit(s); }},
    // Masked attention rows: softmax of nothing but −∞ is 0.
    {"attention",
     [](const Situation& s) {
         return s.is("softmax") && !s.output.gradient && s.got == 0 && count_of(s.input(0), -HUGE_VAL) == s.input(0).size();
     }},
    // torch and optax without the safe variant: 0 · (−∞) under a target of exactly 0.
    {"ieee",
     [](const Situation& s) {
         return s.is("softmax_cross_entropy_with_distribution") && std::isnan(s.got) && count_of(s.input(0), -HUGE_VAL) > 0;
     }},
    // torch.nn.functional.binary_cross_entropy clamps its logarithms at −100.
    {"torch",
     [](const Situation& s) {
         if (!s.is("binary_cross_entropy") || s.output.gradient) return false;
         const double q = s.input(0)[0], y = s.input(1)[0];
         return (q == 0 || q == 1) && s.got == 100 * std::fabs(q - y);
     }},
    // torch's gradient of it divides by max(q(1−q), 1e-12).
    {"torch",
     [](const Situation& s) {
         if (!s.is("binary_cross_entropy") || !s.output.gradient) return false;
         const double q = s.input(0)[0], y = s.input(1)[0];
         return (q == 0 || q == 1) && s.got == round_to(s.format, (q - y) / 1e-12);
     }},
    // torch.nn.functional.kl_div: a target of 0 at a log-probability of −∞ is NaN.
    {"torch", [](const Situation& s) { return s.is("kl_divergence") && std::isnan(s.got) && count_of(s.input(1), 0.0) > 0; }},
    // −0·log 0 and log 0 propagate in formulas without xlogy.
    {"ieee",
     [](const Situation& s) {
         return (s.is("binary_cross_entropy_with_logits") || s.is("focal_loss")) && std::isnan(s.got) && std::isinf(s.input(0)[0]);
     }},
    // torch.nn.functional.gaussian_nll_loss clamps a variance below eps to eps = 1e-6.
    {"torch",
     [](const Situation& s) {
         return s.is("gaussian_nll") && s.data.inputs.size() > 2 && s.data.inputs[2].present && s.input(2)[0] == 0 && std::isfinite(s.got);
     }},
    // 0·∞: we take the limit in the infinite factor (0), IEEE arithmetic says NaN.
    {"ieee",
     [](const Situation& s) {
         constexpr std::string_view products[] = {
             "likelihood",        "linear_scores", "mlp",       "soft_margin_svm_objective", "regularized_objective", "sgd_step",
             "weight_decay_step", "momentum_step", "adam_step", "adam_step_as_printed"};
         bool infinite = false;
         for (const auto& input : s.data.inputs)
             infinite |= std::any_of(input.values.begin(), input.values.end(), [](double v) { return std::isinf(v); });
         return infinite && std::isnan(s.got) && std::find(std::begin(products), std::end(products), s.operation) != std::end(products);
     }},
    // scipy.special: entr(x<0) = −∞, rel_entr outside its domain = ∞.
    {"scipy",
     [](const Situation& s) {
         bool negative = false;
         for (const auto& input : s.data.inputs)
             negative |= std::any_of(input.values.begin(), input.values.end(), [](double v) { return v < 0; });
         return (s.is("entropy") || s.is("kl_divergence") || s.is("js_divergence")) && negative && std::isinf(s.got);
     }},
};

/// We let a NaN anywhere in a row make the whole gradient of the row NaN; IEEE arithmetic leaves alone the entries whose
/// formula does not read it. Whether it reads it, the formula itself tells.
bool unread_not_a_number(const Plan& plan, const CertifiedOutput& output, Index group, Index index, double got) {
    bool holds_nan = false;
    for (const auto& input : plan.load_doubles(group).inputs)
        for (const double v : input.values) holds_nan |= std::isnan(v);
    return holds_nan && !std::isnan(got) && !std::isnan(textbook_values(plan, output.name).at(index));
}

/// We read −0 as +0. IEEE arithmetic divides by it as by a number below 0, and comes out at the other infinity.
bool other_infinity_at_minus_zero(const Plan& plan, const CertifiedOutput& output, Index group, Index index, double got) {
    if (!std::isinf(got) || output.answers[index].rounded != -got) return false;
    for (const auto& [name, tensor] : plan.question().inputs) {
        const auto length = static_cast<std::ptrdiff_t>(tensor.values.size() / plan.groups());
        const auto first = tensor.values.begin() + static_cast<std::ptrdiff_t>(group) * length;
        if (std::any_of(first, first + length, [](double v) { return v == 0 && std::signbit(v); })) return true;
    }
    return false;
}

/// Outside the domain (a negative probability) we say NaN. No law binds a library there: some raise, some evaluate the formula
/// as it stands, SciPy's entr and rel_entr answer ∓∞.
bool outside_the_domain(const Plan& plan, Index group) {
    const auto in_domain = plan.operation().in_domain;
    return in_domain && !in_domain(plan.load_doubles(group));
}

}  // namespace

std::optional<std::string> documented_convention(const Plan& plan, const CertifiedOutput& output, std::optional<Index> group, Index index,
                                                 double got) {
    const auto applies = [&](Index g) -> std::optional<std::string> {
        const auto data = plan.load_doubles(g);
        const Situation situation{plan.operation().name, output, data, spec(plan.format()), got};
        for (const Rule& rule : rules)
            if (rule.applies(situation)) return std::string(rule.profile);
        return std::nullopt;
    };
    if (group) {
        if (auto profile = applies(*group)) return profile;
        if (output.gradient && unread_not_a_number(plan, output, *group, index, got)) return "ieee";
        if (other_infinity_at_minus_zero(plan, output, *group, index, got)) return "ieee";
        if (outside_the_domain(plan, *group)) return "outside";
        return std::nullopt;
    }
    for (Index g = 0; g < plan.groups(); ++g)
        if (outside_the_domain(plan, g)) return "outside";
    // A reduction inherits a NaN from any of its rows.
    for (Index g = 0; std::isnan(got) && g < plan.groups(); ++g)
        if (const auto profile = applies(g)) return profile;
    return std::nullopt;
}

std::span<const std::string_view> convention_profiles() {
    static constexpr std::string_view names[] = {"ieee", "attention", "torch", "scipy", "outside", "subgradient"};
    return names;
}

}  // namespace lossproof
