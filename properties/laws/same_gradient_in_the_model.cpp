// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Minimising NLL, cross-entropy or KL over q is one problem: the gradients in q are equal, −p/q.
Law law_same_gradient_in_the_model() {
    return law(
        {.name = "same gradient in the model",
         .statement = "d_q KL = d_q CE = −p/q; d_p NLL = −1/p",
         .identity = "C36 D24 Q25",
         .operations = {"kl_divergence", "cross_entropy", "negative_log_likelihood"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             return {.question = drawn_case("kl_divergence", format, dice, {"moderate", "near_equal", "near_one_hot", "unnormalised"})};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const auto &p = values(s.question, "p"), &q = values(s.question, "q");
                 for (const double v : q) check.require(v > 0);
                 Case cross = s.question;
                 cross.operation = "cross_entropy";
                 const Case observed = asking("negative_log_likelihood", s.question.format, {{"p", s.question.inputs.at("q")}});
                 const Reals by_kl = check.ask(s.question, "d_q"), by_cross = check.ask(cross, "d_q"), by_nll = check.ask(observed, "d_p");
                 for (Index j = 0; j < q.size(); ++j) {
                     check.equal(by_kl[j], -exactly(p[j]) / exactly(q[j]));
                     check.equal(by_cross[j], by_kl[j]);
                     check.equal(by_nll[j], -1 / exactly(q[j]));
                 }
             },
         .for_subjects = true});
}

}  // namespace lossproof
