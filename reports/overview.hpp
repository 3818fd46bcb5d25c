// SPDX-License-Identifier: Apache-2.0
// What every report shows, worked out once: the ledgers' strata folded into cells, in the order people read them.
#pragma once
#include "reports/ledger.hpp"

namespace lossproof::reports {

/// One operation × format × output of one subject, over all strata.
struct Cell {
    CellKey key;
    Verdict verdict = Verdict::unsupported;
    std::string grade, attainable;
    Count cases = 0, components = 0, undecided = 0, unsupported = 0;
    std::array<Count, verdict_count> counts{};
    std::map<std::string, Count> profiles;
    Maximum alpha_max, beta_max, ulp_max, bits_lost;
    bool exhaustive = true;
    Histogram histogram;
    std::string worst_stratum;              ///< where ulp_max was seen
    std::vector<const Result*> strata;      ///< worst first
    std::vector<const Witness*> witnesses;  ///< most harmful first
    std::vector<const Curve*> curves;
    std::vector<const SpecialOutcome*> specials;
};

/// The run in one word and one sentence.
struct Outcome {
    RunVerdict verdict = RunVerdict::held;
    bool finished = true;
    std::string headline;  ///< `held`, `fell short`, `broke`, `nothing was tested`, `did not finish`
    std::string sentence;
    std::size_t cells = 0, short_cells = 0, laws = 0, failed_laws = 0, special_cases = 0, wrong_specials = 0;
    Count cases = 0, components = 0, undecided = 0, not_judged = 0;
};

struct SubjectView {
    const Ledger* ledger = nullptr;
    std::string title;  ///< name and version, unique among the subjects of a report
    std::map<CellKey, Cell> cells;
    std::vector<std::string> formats;  ///< widest first
    Outcome outcome;

    const Cell* find(const CellKey& key) const;
    std::vector<const Cell*> worst_first() const;
    /// Why a cell is empty, if the ledger says so.
    const NotTested* reason(const CellKey& key) const;
};

struct Row {
    std::string operation, output;
    auto operator<=>(const Row&) const = default;
};

struct Overview {
    std::vector<SubjectView> subjects;
    std::vector<Row> rows;  ///< by family, operation, and the value before its gradients
    std::map<std::string, OperationRow> operations;

    std::string family(const std::string& operation) const;
    /// Every operation that a result, a special value or a description names.
    std::set<std::string> operations_met() const;
};

/// `, 3 errors`, where a cell that was measured had some besides; else nothing.
std::string errors_beside(const Cell& cell);

Overview survey(std::span<const Ledger> ledgers);

/// Gradients, Jacobians and Hessians: `d_logits`, `J_x`, `H_logits`.
inline bool is_gradient(const std::string& output) {
    return output.starts_with("d_") || output.starts_with("J_") || output.starts_with("H_");
}
/// f64, f32, f16, bf16, then whatever else there is.
bool format_before(const std::string& one, const std::string& other);
/// `softmax d_logits in f32`.
std::string cell_name(const CellKey& key);
/// A graver verdict, then a larger error, then the wider format, then the value before its gradients.
bool worse(const Cell& one, const Cell& other);
/// `stable (pairwise)`.
std::string verdict_text(Verdict verdict, const std::string& grade);

Outcome outcome_of(const SubjectView& subject);

}  // namespace lossproof::reports
