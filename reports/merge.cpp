// SPDX-License-Identifier: Apache-2.0
#include "reports/shelves.hpp"

#include <algorithm>

namespace lossproof::reports {
namespace {

void unite(std::set<std::string>& all, const std::set<std::string>& more) { all.insert(more.begin(), more.end()); }

void unite(Facts& all, const Facts& more) {
    for (const auto& [name, values] : more) unite(all[name], values);
}

bool same_run(const Header& one, const Header& other) {
    return one.subject.name == other.subject.name && one.subject.version == other.subject.version &&
           one.subject.door == other.subject.door && one.convention == other.convention;
}

/// Do both hold answers to the same cases? Cases follow from the seed, the operation, the format and the stratum.
bool overlap(const Ledger& one, const Ledger& other) {
    const auto same_seed = [&](const std::string& seed) { return other.header.seeds.contains(seed); };
    if (!one.header.seeds.empty() && std::none_of(one.header.seeds.begin(), one.header.seeds.end(), same_seed)) return false;
    std::set<std::pair<CellKey, std::string>> judged;
    for (const Result& result : one.results) judged.insert({result.cell, result.stratum});
    return std::any_of(other.results.begin(), other.results.end(), [&](const Result& result) {
        return judged.contains({result.cell, result.stratum});
    });
}

std::string named(const Header& header) {
    return header.subject.name + " " + header.subject.version + " (" + header.subject.door + ", convention " + header.convention + ")";
}

Header unite(Header all, const Header& more) {
    if (!same_run(all, more)) throw LedgerError("cannot merge: expected shards of " + named(all) + ", found one of " + named(more));
    unite(all.subject.details, more.subject.details);
    unite(all.subject.conventions, more.subject.conventions);
    unite(all.tools, more.tools);
    unite(all.seeds, more.seeds);
    unite(all.efforts, more.efforts);
    unite(all.formats, more.formats);
    unite(all.operations, more.operations);
    unite(all.environment, more.environment);
    all.laws = all.laws || more.laws;
    all.budget = std::max(all.budget, more.budget);
    return all;
}

std::map<std::string, Count> sum(std::map<std::string, Count> one, const std::map<std::string, Count>& other) {
    for (const auto& [key, count] : other) one[key] += count;
    return one;
}

/// One shard without a footer leaves the whole unfinished.
std::optional<Footer> unite(const std::optional<Footer>& one, const std::optional<Footer>& other) {
    if (!one || !other) return std::nullopt;
    return Footer{.verdict = std::max(one->verdict, other->verdict),
                  .cases = one->cases + other->cases,
                  .components = one->components + other->components,
                  .undecided = one->undecided + other->undecided,
                  .remarks = one->remarks + other->remarks,
                  .not_asked = one->not_asked + other->not_asked,
                  .short_of = sum(one->short_of, other->short_of),
                  .duration = one->duration + other->duration};
}

/// A stratum that one shard left out and another asked was asked.
void add(StratumMark& total, const StratumMark& part) {
    total.cases += part.cases;
    total.left_out = total.cases > 0 ? "" : std::max(total.left_out, part.left_out);
}

void shelve(Shelves& shelves, const Ledger& ledger) {
    for (const auto& record : ledger.results) shelves.combine(record);
    for (const auto& record : ledger.curves) shelves.combine(record);
    for (const auto& record : ledger.laws) shelves.combine(record);
    for (const auto& record : ledger.remarks) shelves.combine(record);
    for (const auto& record : ledger.witnesses) shelves.add(record);
    for (const auto& record : ledger.specials) shelves.add(record);
    for (const auto& record : ledger.operations) shelves.add(record);
}

}  // namespace

Ledger merge(const Ledger& one, const Ledger& other) {
    Ledger both;
    both.header = unite(one.header, other.header);
    both.footer = unite(one.footer, other.footer);
    for (const Ledger* part : {&one, &other}) {
        unite(both.sources, part->sources);
        both.not_tested.insert(part->not_tested.begin(), part->not_tested.end());
        both.unavailable = std::max(both.unavailable, part->unavailable);
        for (const auto& [key, mark] : part->strata) add(both.strata[key], mark);
        for (const auto& [kind, count] : part->unknown) both.unknown[kind] += count;
    }

    Shelves shelves;
    shelve(shelves, one);
    shelve(shelves, other);
    std::move(shelves).settle(both);
    return both;
}

Ledger merge(std::span<const Ledger> shards) {
    if (shards.empty()) throw LedgerError("cannot merge: expected at least one ledger, found none");
    Ledger all = shards.front();
    for (const Ledger& shard : shards.subspan(1)) all = merge(all, shard);
    return all;
}

std::vector<Ledger> merge_shards(std::span<const Ledger> ledgers) {
    std::vector<Ledger> subjects;
    for (const Ledger& shard : ledgers) {
        const auto same = std::find_if(subjects.begin(), subjects.end(), [&](const Ledger& subject) {
            return same_run(subject.header, shard.header) && !overlap(subject, shard);
        });
        if (same == subjects.end()) subjects.push_back(shard);
        else *same = merge(*same, shard);
    }
    return subjects;
}

}  // namespace lossproof::reports
