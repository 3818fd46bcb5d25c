// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// log-softmax is the logarithm of softmax; before a subject, where its softmax is not 0.
Law law_log_softmax_is_log_of_softmax() {
    return law(
        {.name = "log softmax is log of softmax",
         .statement = "log_softmax(z) = log softmax(z)",
         .identity = "O10 D09",
         .operations = {"log_softmax", "softmax"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             return {.question = drawn_case("log_softmax", format, dice, {"moderate", "peaked", "tied", "huge_offset", "lse_near_zero"})};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const Reals logs = check.ask(s.question);
                 const Reals p = check.ask(asking("softmax", s.question.format, s.question.inputs));
                 for (Index j = 0; j < p.size(); ++j)
                     if (p[j].lower() > 0) check.equal(logs[j], log(p[j]), Real(1));
             },
         .for_subjects = true});
}

}  // namespace lossproof
