// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// LSE(z) = pᵀz + H(p) for p = softmax(z): the Legendre pair.
Law law_log_sum_exp_is_conjugate_of_entropy() {
    return law(
        {.name = "log sum exp is conjugate of entropy",
         .statement = "LSE(z) = softmax(z)·z + entropy(softmax(z))",
         .identity = "D11",
         .operations = {"logsumexp", "softmax", "entropy"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             return {.question =
                         first_row(drawn_case("logsumexp", format, dice, {"moderate", "tied", "all_equal", "dyadic", "lse_near_zero"}))};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const Case softmax = asked_of("softmax", s.question, {"logits"});
                 const Reals p = check.ask(softmax), z = reals(values(s.question, "logits"));
                 for (const Real& v : p) check.require(v.lower() > 0);
                 const Real own = check.compose(asking("entropy", s.question.format, {{"p", row(check.numbers(softmax))}}), {{"p", p}})[0];
                 check.equal(check.one(s.question), sum(p, [&](Index j) { return p[j] * z[j]; }) + own,
                             Real(1) + sum(p, [&](Index j) { return p[j] * abs(z[j]); }));
             },
         .for_subjects = true});
}

}  // namespace lossproof
