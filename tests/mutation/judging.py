# SPDX-License-Identifier: Apache-2.0
"""Slips of the judge: verdicts, bounds, what is granted, the tally, the checker of laws."""
from mutation import of

verdict = of("properties/verdict/verdict.cpp", "properties", "mutants")
bound = of("properties/verdict/bound.cpp", "properties", "mutants")
measure = of("properties/verdict/measure.cpp", "properties", "mutants")
grade = of("reference/numbers/grade.cpp", "properties:growth of a sum by its grade*", "bounds")
tally = of("properties/sweep/tally.cpp", "properties:a tally counts*")
checker = of("properties/checker/law_checker.cpp", "properties:[laws]")
checkers = of("properties/checker/law_checkers.cpp", "properties:[laws]")
question = of("properties/sweep/question.cpp", "properties", "mutants")
diagnosis = of("properties/verdict/diagnosis.cpp", "properties")

MUTATIONS = [
    grade("return std::ceil(std::log2(n));", "return std::ceil(std::log2(n)) + 1;", "pairwise sums are granted a level that they do not have"),
    grade("case Grade::recursive: return n - 1;", "case Grade::recursive: return n;", "recursive sums are granted a rounding that they do not make"),
    grade("case Grade::compensated: return std::min(2.0, n - 1);", "case Grade::compensated: return std::min(3.0, n - 1);", "compensated sums are granted a third rounding"),
    grade("return std::min(block + std::ceil(n / block), n - 1);", "return block + std::ceil(n / block);", "blocked sums of few terms are granted more than recursive ones"),
    grade("if (n <= 1) return 0;\n    switch", "if (n < 1) return 0;\n    switch", "a sum of one term is granted a rounding"),
    bound("const double conditioned = bound.condition == 0 ? 0 : bound.condition + setting.reduction.factors;",
          "const double conditioned = 10 * (bound.condition == 0 ? 0 : bound.condition + setting.reduction.factors);", "κ excuses ten times what the class claims"),
    bound("bound.condition == 0 ? 0 : bound.condition + setting.reduction.factors", "bound.condition + setting.reduction.factors", "a factor brings κ to entries that grant none"),
    bound("return r >= 1 ? HUGE_VALL : first_order / (1 - r);", "return first_order;", "the higher orders of γ are forgotten: honest long sums are convicted"),
    bound("(setting.rows > 1 ? growth(grade, setting.rows) : 0)", "growth(grade, setting.rows + 1)", "a reduction over one row is granted a rounding"),
    bound("cost.divisions +\n           setting.final_roundings", "2 * cost.divisions +\n           setting.final_roundings", "a mean is granted two divisions"),
    bound("if (std::isinf(bound.accurate)) return {.error = NAN, .text = {}};", "", "a class that claims no relative bound has one all the same"),
    verdict("return smallest_subnormal(format) * (setting", "return 1000 * smallest_subnormal(format) * (setting", "near underflow everything is excused a thousandfold"),
    verdict("if (exact || truth >= std::ldexp(factor, format.min_exponent + 1)) return 0;", "if (exact) return 0;", "underflow is excused far from underflow"),
    verdict("attainable(bound) == Class::exact && setting.reduction.factors == 0;", "false;", "copies are excused an underflow"),
    verdict("d.error < d.truth && got != 0 ? Verdict::inaccurate", "d.error < 1e6L * d.truth && got != 0 ? Verdict::inaccurate", "what has no right digit is called inaccurate"),
    verdict("d.error < d.truth && got != 0 ?", "d.error < d.truth ?", "a zero for a number is called inaccurate"),
    verdict("return truth > 0 && limit.error >= truth;", "return false;", "a bound that reaches the value acquits 0 and 2y"),
    verdict("if (distance_.error > limit.error) return false;", "if (distance_.error > 2 * limit.error) return false;", "every bound is doubled"),
    verdict("return verdict == Verdict::inaccurate || verdict == Verdict::wrong || verdict == Verdict::error; }",
            "return verdict == Verdict::wrong || verdict == Verdict::error; }", "an inaccurate number does not fall short"),
    verdict("if (answer.below > 0) return neighbour(format, answer.rounded, +1);", "if (answer.below > 0) return neighbour(format, answer.rounded, -1);", "the neighbour on the wrong side is faithful"),
    verdict("if (std::isinf(answer.rounded)) return std::copysign(largest(format), answer.rounded);", "if (std::isinf(answer.rounded)) return std::nullopt;", "the largest number beside an overflow is convicted"),
    verdict("if (!answer.decided()) return {.verdict = Verdict::undecided};", "", "an undecided truth judges"),
    verdict("if (!std::isfinite(got) || !finite) return", "if (!finite) return", "a NaN for a number is measured and not wrong by itself"),
    verdict("trial.within(limit, Verdict::stable, grade)", "trial.within(limit, Verdict::accurate, grade)", "what needs κ is called accurate"),
    measure("return kappa > 0 ? std::min(kappa, over_gaps) : kappa;", "return kappa;", "a common offset excuses what differences save"),
    measure("if (output.reduced) setting.rows =", "if (output.reduced && output.gradient) setting.rows =", "a reduced value has the bound of one row"),
    tally("if (verdict == Verdict::convention || verdict == Verdict::undecided || verdict == Verdict::not_judged ||", "if (verdict == Verdict::undecided ||", "conventions count as errors"),
    tally("return error_ && !falls_short(measured) ? Verdict::error : measured;", "return measured;", "a break is no verdict of its stratum"),
    tally("if (!worst_ || worse(finding, *worst_)) worst_ = finding;", "if (!worst_) worst_ = finding;", "the first finding is kept for the worst"),
    checker("if (!overlap(a, b)) refuted_ = true;", "if (!overlap(a, b)) undecided_ = true;", "no equation of a law is ever refuted"),
    checker("return (below(100, abs(a)) && below(100, abs(b))) || below(200, scale);", "return true;", "two wide enclosures count as equal"),
    checker("if (beyond == Decision::yes) refuted_ = true;", "", "no inequality of a law is ever refuted"),
    checkers("            refuted_ = true;\n            bound_ = \"a finite number was due\";", "            bound_ = \"a finite number was due\";", "a NaN refutes no law"),
    question("if (!falls_short(finding.judgement.verdict)) return finding;", "", "right answers are renamed conventions"),
    question("if (!below && !above) return true;", "return true;", "any number is a subgradient at a kink"),
    question("if (convention != \"lim\") return {.profiles = {convention}};", "", "a convention that is named is not insisted on"),
]
