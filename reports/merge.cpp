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
    return all;
}

/// One shard without a footer leaves the whole unfinished.
std::optional<Footer> unite(const std::optional<Footer>& one, const std::optional<Footer>& other) {
    if (!one || !other) return std::nullopt;
    return Footer{.verdict = std::max(one->verdict, other->verdict),
                  .cases = one->cases + other->cases,
                  .components = one->components + other->components,
                  .undecided = one->undecided + other->undecided,
                  .duration = one->duration + other->duration};
}

void shelve(Shelves& shelves, const Ledger& ledger) {
    for (const auto& record : ledger.results) shelves.combine(record);
    for (const auto& record : ledger.curves) shelves.combine(record);
    for (const auto& record : ledger.laws) shelves.combine(record);
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
        both.unsettled.insert(part->unsettled.begin(), part->unsettled.end());
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
        const auto same =
            std::find_if(subjects.begin(), subjects.end(), [&](const Ledger& subject) { return same_run(subject.header, shard.header); });
        if (same == subjects.end()) subjects.push_back(shard);
        else *same = merge(*same, shard);
    }
    return subjects;
}

}  // namespace lossproof::reports
