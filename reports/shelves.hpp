// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger.hpp"

#include <tuple>

namespace lossproof::reports {

/// The records of a ledger by key, while it is being read or merged; `settle` puts them into canonical order.
/// Within one file a later record replaces an earlier one of the same key, but curves, of which every stratum adds a part,
/// and remarks are combined; so are the records of different files.
class Shelves {
public:
    void replace(Result record) { results_.insert_or_assign({record.cell, record.stratum}, std::move(record)); }
    void replace(LawOutcome record) { laws_.insert_or_assign(key(record), std::move(record)); }
    void add(Witness record) { witnesses_.insert(std::move(record)); }
    void add(SpecialOutcome record) { specials_.insert(std::move(record)); }
    void add(OperationRow record) { operations_.insert(std::move(record)); }

    void combine(const Result& record);
    void combine(const Curve& record);
    void combine(const LawOutcome& record);
    void combine(const Remark& record);

    void settle(Ledger& ledger) &&;

private:
    using LawKey = std::tuple<std::string, std::string, std::string, std::string>;
    static LawKey key(const LawOutcome& law) { return {law.law, law.operation, law.format, law.identity}; }

    /// Worst first: a graver verdict, then a larger error, then the text, so that the order is total.
    struct WorstFirst {
        bool operator()(const Witness& one, const Witness& other) const {
            return std::tie(other.verdict, other.ulps, one) < std::tie(one.verdict, one.ulps, other);
        }
    };

    std::map<std::pair<CellKey, std::string>, Result> results_;
    std::map<std::pair<CellKey, std::string>, Curve> curves_;
    std::map<LawKey, LawOutcome> laws_;
    std::set<Witness, WorstFirst> witnesses_;
    std::set<SpecialOutcome> specials_;
    std::set<OperationRow> operations_;
    std::map<Remark, Count> remarks_;  ///< by all but their count
};

/// A worse verdict, or the same with a looser grade.
bool graver(const Result& one, Verdict verdict, const std::string& grade);

/// Adds two histograms; where one starts at a finer bin, its finest bins join the first bin of the coarser one.
Histogram sum(const Histogram& one, const Histogram& other);

}  // namespace lossproof::reports
