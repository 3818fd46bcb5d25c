# SPDX-License-Identifier: Apache-2.0
"""Slips of the sweep: strata, what is asked, how witnesses are made, how guests are settled."""
from mutation import of

regions = of("properties/generators/region.cpp", "properties", "mutants")
cell = of("properties/sweep/cell_run.cpp", "mutants:[records]", "mutants")
witness = of("properties/sweep/witness.cpp", "mutants:[records]", "cli:subjects_that_break")
watched = of("properties/sweep/watched_subject.cpp", "mutants:[records]")
settle = of("subjects/guest/settle.cpp", "subjects:[settle]")
messages = of("subjects/frames/messages.cpp", "subjects", "fuzz:*frames")

MUTATIONS = [
    regions("[](const Traits& t) { return t.kink; }},\n        {Region::near_equal", "[](const Traits&) { return false; }},\n        {Region::near_equal", "the stratum near_kink is never drawn"),
    regions("""{Region::tied, {"tied", "several entries share the maximum"}, has_logit_rows},""", """{Region::tied, {"tied", "several entries share the maximum"}, [](const Traits&) { return false; }},""", "the stratum tied is never drawn"),
    cell("tallies_.try_emplace(output.name, format_).first->second.add(finding);", "if (!falls_short(finding.judgement.verdict)) tallies_.try_emplace(output.name, format_).first->second.add(finding);", "what falls short is not counted"),
    cell("tallies_.try_emplace(output.name, format_).first->second.add_error(std::move(broken));", "", "breaks are not counted"),
    cell("tallies_.try_emplace(output.name, format_).first->second.add_unsupported(numbers);", "", "refusals are not counted"),
    cell("if (tally.error()) tell(*tally.error());", "", "a break has no witness"),
    cell("ledger_.special(w);", "", "special values are not told"),
    cell("for (const Noted& noted : subject_.take_notes()) ledger_.remark(noted, stratum);", "subject_.take_notes();", "what was noticed beside answers is not told"),
    witness("witness.not_reproducible = !repeated && !repetition.silent();", "", "a finding that does not come again is not marked"),
    witness("if (broke || had_broken) return broke == had_broken;", "", "a break stands for a wrong number while a case is made smaller"),
    watched("if (!fresh) place->second.remark.times += remark.times;", "", "a remark that comes again is not counted"),
    watched("reply.fault == Reply::Fault::timeout) add_timeouts", "false) add_timeouts", "a subject that hangs is asked for ever"),
    settle("budget_.add_timeout(group.front());", "{}", "time-outs have no sum"),
    settle("budget_.add_restart(group.front(), heard.restart_seconds);", "", "restarts have no sum"),
    settle("if (!found) found = breaks_again(group[suspect], replies[suspect], breakdown);", "", "a guest that dies at its fourth call is innocent"),
    settle("if (!found && suspect > 0) found = breaks_alone(group[suspect - 1], replies[suspect - 1]);", "", "late noise is blamed on the next request"),
    settle("heard.breakdown->fault != first.fault) return false;", "false) return false;", "another fault counts as the same"),
]
