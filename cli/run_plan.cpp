// SPDX-License-Identifier: Apache-2.0
#include "cli/run_plan.hpp"

#include "properties/verdict/convention.hpp"
#include "reference/oracle/added.hpp"
#include "reports/demand.hpp"
#include "reports/harm.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <sstream>

namespace lossproof::cli {
namespace {

Effort effort_named(const std::string& word) {
    for (const Effort effort : {Effort::smoke, Effort::ci, Effort::full})
        if (name(effort) == word) return effort;
    throw UsageError("unknown effort '" + word + "'; expected smoke, ci or full");
}

std::uint64_t seed_named(const std::string& word) {
    if (word == "random") return (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
    std::uint64_t seed = 0;
    const bool hex = word.starts_with("0x");
    const char* begin = word.data() + (hex ? 2 : 0);
    const auto [end, error] = std::from_chars(begin, word.data() + word.size(), seed, hex ? 16 : 10);
    if (error != std::errc{} || end != word.data() + word.size())
        throw UsageError("--seed expects a whole number, 0x… or random, got '" + word + "'");
    return seed;
}

/// `90`, `90s`, `15m`, `2h`.
double seconds_named(const std::string& word) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), seconds);
    const std::string_view unit(end, static_cast<std::size_t>(word.data() + word.size() - end));
    const double scale = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    if (error != std::errc{} || !(seconds > 0) || scale == 0)
        throw UsageError("--budget expects a time such as 60s, 15m or 2h, got '" + word + "'");
    return seconds * scale;
}

std::string convention_named(const std::string& word) {
    const auto profiles = convention_profiles();
    if (word == "lim" || std::find(profiles.begin(), profiles.end(), word) != profiles.end()) return word;
    std::string expected = "lim";
    for (const std::string_view profile : profiles) expected += ", " + std::string(profile);
    throw UsageError("unknown convention '" + word + "'; expected " + expected);
}

/// What numbers must be, and what else a run is to fail for.
struct Demands {
    std::string numbers = "stable";
    std::set<std::string> besides = {};
};

/// Words separated by commas, each of them known, one of them at most about numbers.
Demands demands_named(const std::string& words) {
    Demands demands;
    bool told = false;
    std::istringstream list(words);
    for (std::string word; std::getline(list, word, ',');) {
        const bool besides = word == demand_validation || word == demand_reproducible;
        if (besides) demands.besides.insert(word);
        else if (reports::demand_named(word) && !told) demands.numbers = word;
        else
            throw UsageError(std::string("--demand: ") + (told ? "a second word about numbers '" : "unknown word '") + word +
                             "'; expected one of " + std::string(reports::demand_words()) + ", and " + std::string(demand_validation) +
                             " or " + std::string(demand_reproducible) + " beside it");
        told |= !besides;
    }
    return demands;
}

/// Whoever defines a loss and names no operation means that loss.
std::vector<const Operation*> operations_named(const std::vector<std::string>& patterns) {
    if (patterns.empty() && !added_operations().empty()) return added_operations();
    std::string list;
    for (const std::string& pattern : patterns) list += (list.empty() ? "" : ",") + pattern;
    return operations_matching(patterns.empty() ? "*" : list);
}

/// Formats always come in one order, so that a ledger that is resumed goes on where it stopped.
std::vector<Format> in_order(std::vector<Format> formats) {
    std::sort(formats.begin(), formats.end());
    return formats;
}

std::string joined(const std::set<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
    return text;
}
std::set<std::string> names(const std::vector<const Operation*>& operations) {
    std::set<std::string> result;
    for (const Operation* operation : operations) result.emplace(operation->name);
    return result;
}
std::set<std::string> names(const std::vector<Format>& formats) {
    std::set<std::string> result;
    for (const Format format : formats) result.emplace(name(format));
    return result;
}

[[noreturn]] void contradiction(const std::string& flag, const std::string& given, const std::string& recorded) {
    throw UsageError("--resume: " + flag + " says " + given + ", but the ledger was begun with " + recorded +
                     "; leave the flag out to go on, or start a new ledger");
}

/// A flag that was given must say what the ledger says.
template <class Value>
void insist(const std::string& flag, bool given, const Value& now, const Value& recorded, const std::string& text_now,
            const std::string& text_recorded) {
    if (given && now != recorded) contradiction(flag, text_now, text_recorded);
}

std::string demands_text(const SweepOptions& plan) { return plan.demand + (plan.demands.empty() ? "" : "," + joined(plan.demands)); }

std::string single(const std::set<std::string>& values, const std::string& absent) { return values.empty() ? absent : *values.begin(); }

}  // namespace

SweepOptions planned(const VerifyOptions& options) {
    const Demands demands = demands_named(options.demand.value_or("stable"));
    return {.operations = operations_named(options.operations),
            .formats = in_order(formats_named(options.formats.value_or("all"))),
            .effort = effort_named(options.effort.value_or("ci")),
            .seed = seed_named(options.seed.value_or("0")),
            .convention = convention_named(options.convention.value_or("lim")),
            .designation = options.subject,
            .laws = !options.no_laws,
            .demands = demands.besides,
            .budget_seconds = options.budget ? std::optional(seconds_named(*options.budget)) : std::nullopt,
            .demand = demands.numbers,
            .allow_refusals = options.allow_refusals};
}

SweepOptions planned(const VerifyOptions& options, const reports::Header& header) {
    const SweepOptions given = planned(options);
    SweepOptions plan = given;
    plan.operations.clear();
    for (const Operation* operation : all_operations())
        if (header.operations.contains(std::string(operation->name))) plan.operations.push_back(operation);
    plan.formats = header.formats.empty() ? given.formats : in_order(formats_named(joined(header.formats)));
    plan.effort = effort_named(single(header.efforts, "ci"));
    plan.seed = seed_named(single(header.seeds, "0"));
    plan.convention = convention_named(header.convention);
    plan.laws = header.laws;
    plan.demand = header.demand;
    plan.demands = header.demands;
    plan.allow_refusals = header.allow_refusals;
    if (!options.budget) plan.budget_seconds = header.budget;

    if (plan.operations.size() != header.operations.size())
        throw UsageError("--resume: the ledger was begun with operations that this lossproof does not have: " + joined(header.operations));
    insist("--op", !options.operations.empty(), names(given.operations), header.operations, joined(names(given.operations)),
           joined(header.operations));
    insist("--format", options.formats.has_value(), names(given.formats), names(plan.formats), joined(names(given.formats)),
           joined(names(plan.formats)));
    insist("--effort", options.effort.has_value(), given.effort, plan.effort, std::string(name(given.effort)),
           std::string(name(plan.effort)));
    insist("--seed", options.seed.has_value(), given.seed, plan.seed, options.seed.value_or(""), single(header.seeds, "0"));
    insist("--convention", options.convention.has_value(), given.convention, plan.convention, given.convention, plan.convention);
    insist("--demand", options.demand.has_value(), std::pair(given.demand, given.demands), std::pair(plan.demand, plan.demands),
           demands_text(given), demands_text(plan));
    insist("--allow-refusals", options.allow_refusals, true, plan.allow_refusals, "refusals allowed", "none allowed");
    insist("--no-laws", options.no_laws, given.laws, plan.laws, "no laws", "laws");
    if (options.budget && !header.budget) contradiction("--budget", options.budget.value_or(""), "no budget, so in another order");
    return plan;
}

void insist_on_same_subject(const reports::Header& header, const SubjectIdentity& identity, const std::string& path) {
    const auto insist_on = [&](const std::string& what, const std::string& now, const std::string& recorded) {
        if (now != recorded)
            throw UsageError("--resume: the subject's " + what + " is '" + now + "', but '" + path + "' is of '" + recorded + "'");
    };
    insist_on("name", identity.name, header.subject.name);
    insist_on("version", identity.version, header.subject.version);
    insist_on("door", identity.door, header.subject.door);
}

Earlier earlier_of(const reports::Ledger& kept) {
    Earlier earlier;
    for (const auto& [key, unused] : kept.strata) earlier.strata.insert({key.operation, key.format, key.stratum});
    for (const auto& law : kept.laws) earlier.laws.insert({law.law, law.format});
    for (const auto& curve : kept.curves)
        for (const auto& point : curve.points)
            earlier.curves[{curve.cell.operation, curve.cell.format}][curve.cell.output].push_back(
                {.x = point.x, .ulps = point.error, .allowed = point.bound});
    for (const auto& special : kept.specials)
        earlier.specials[{special.cell.operation, special.cell.format}].insert(
            special_kind(special.cell.output, special.profile, special.got, special.reference));
    for (const auto& witness : kept.witnesses) {
        if (witness.verdict == reports::Verdict::error || !witness.ulps) continue;
        const auto verdict = witness.verdict == reports::Verdict::wrong ? Verdict::wrong : Verdict::inaccurate;
        const Harm harm(regime_named(reports::word(witness.regime)).value_or(Regime::special), reports::vanished(witness),
                        witness.ulps->value, formats_named(witness.cell.format).front());
        earlier.witnesses[{witness.cell.operation, witness.cell.format}][witness.cell.output].remember(harm, verdict);
    }
    // A request that hung is an error of each of its outputs.
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> timeouts;
    for (const auto& result : kept.results)
        if (const auto found = result.profiles.find(std::string(text(Reply::Fault::timeout))); found != result.profiles.end())
            timeouts[{result.cell.operation, result.cell.format, result.cell.output}] += found->second;
    for (const auto& [key, count] : timeouts) {
        std::size_t& most = earlier.timeouts[{std::get<0>(key), std::get<1>(key)}];
        most = std::max(most, count);
    }
    earlier.begun = true;
    return earlier;
}

}  // namespace lossproof::cli
