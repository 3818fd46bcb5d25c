# SPDX-License-Identifier: Apache-2.0
"""Slips of the record: what is written, read, summed up, and what a run comes to."""
from mutation import of

writer = of("properties/sweep/ledger_writer.cpp", "mutants:[records]", "mutants")
sweep = of("properties/sweep/sweep.cpp", "mutants:[records]")
sums = of("reports/sums.cpp", "reports")
words = of("reports/verdict_word.cpp", "reports")
merge = of("reports/merge.cpp", "reports")
outcome = of("reports/outcome.cpp", "reports")
known = of("reports/known.cpp", "reports", "cli:known")

MUTATIONS = [
    writer("""    append(file_, Json{{"record", "special"},""", """    if (false) append(file_, Json{{"record", "special"},""", "special records are not written"),
    writer("""    append(file_, Json{{"record", "law"},""", """    if (false) append(file_, Json{{"record", "law"},""", "law records are not written"),
    writer("""    append(file_, Json{{"record", "not_tested"},""", """    if (false) append(file_, Json{{"record", "not_tested"},""", "not_tested records are not written"),
    writer("""    append(file_, Json{{"record", "curve"},""", """    if (false) append(file_, Json{{"record", "curve"},""", "curve records are not written"),
    writer("""    append(file_, Json{{"record", "remark"},""", """    if (false) append(file_, Json{{"record", "remark"},""", "remark records are not written"),
    writer("""    append(file_, Json{{"record", "stratum"},""", """    if (false) append(file_, Json{{"record", "stratum"},""", "stratum records are not written"),
    writer("return counts_against(kind, demands) ? \"fell_short\" : \"held\";", "return \"held\";", "a changed rounding mode is held"),
    sweep("if (options.laws) run.judge_laws();", "", "laws are never put"),
    sweep("for (const Remark& remark : at_first) ledger.remark({.remark = remark, .request = {}}, \"\");", "", "what was noticed while loading is not told"),
    sums("if (law.verdict == LawVerdict::failed) verdict = std::max(verdict, RunVerdict::fell_short);", "if (false) verdict = std::max(verdict, RunVerdict::fell_short);", "a failed law does not fall short"),
    sums("tested_nothing(ledger) || has_empty_stratum(ledger) ?", "tested_nothing(ledger) ?", "an empty stratum is held"),
    sums("tested_nothing(ledger) || has_empty_stratum(ledger) ?", "has_empty_stratum(ledger) ?", "a run that compared nothing is held"),
    sums("if (falls_short(special.verdict)) verdict = std::max(verdict, RunVerdict::fell_short);", "if (false) verdict = RunVerdict::fell_short;", "a wrong special value does not fall short"),
    sums("for (const Remark& remark : ledger.remarks) verdict = std::max(verdict, remark.gravity);", "", "remarks are held"),
    sums("if (result.verdict == Verdict::error || count(Verdict::error) > 0) return RunVerdict::broke;", "if (result.verdict == Verdict::error) return RunVerdict::broke;", "a break beside a wrong number is no break"),
    words("run_exits[] = {0, 5, 1, 10, 2}", "run_exits[] = {0, 1, 5, 10, 2}", "exit codes 1 and 5 are swapped"),
    words("run_exits[] = {0, 5, 1, 10, 2}", "run_exits[] = {0, 5, 1, 1, 2}", "a break is exit 1"),
    merge("if (!one || !other) return std::nullopt;", "if (!one) return other;\n    if (!other) return one;", "an unfinished shard does not leave the whole unfinished"),
    merge("both.unknown[kind] += count;", "both.unknown[kind] = count;", "unknown records are counted once"),
    outcome("outcome.verdict = std::max(verdict_of(ledger), ledger.footer ?", "outcome.verdict = std::min(verdict_of(ledger), ledger.footer ?", "a footer makes a verdict milder"),
]
