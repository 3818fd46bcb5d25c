// SPDX-License-Identifier: Apache-2.0
#include "reports/harm.hpp"
#include "reports/shelves.hpp"

#include <algorithm>

namespace lossproof::reports {
namespace {

void take(Cell& cell, const Result& part) {
    if (graver(part, cell.verdict, cell.grade)) {
        cell.verdict = part.verdict;
        cell.grade = part.grade;
    }
    if (cell.worst_stratum.empty() || part.ulp_max > cell.ulp_max) cell.worst_stratum = part.stratum;
    cell.alpha_max = std::max(cell.alpha_max, part.alpha_max);
    cell.beta_max = std::max(cell.beta_max, part.beta_max);
    cell.ulp_max = std::max(cell.ulp_max, part.ulp_max);
    cell.bits_lost = std::max(cell.bits_lost, part.bits_lost);
    cell.attainable = std::max(cell.attainable, part.attainable);  // "accurate", "exact", "stable": one for each output
    cell.cases += part.cases;
    cell.components += part.components;
    cell.undecided += part.undecided;
    cell.unsupported += part.unsupported;
    for (std::size_t i = 0; i < verdict_count; ++i) cell.counts[i] += part.counts[i];
    for (const auto& [name, count] : part.profiles) cell.profiles[name] += count;
    cell.exhaustive = cell.exhaustive && part.exhaustive;
    cell.histogram = sum(cell.histogram, part.histogram);
    cell.strata.push_back(&part);
}

/// A special value that came out wrong condemns its cell, whether or not a stratum repeats it.
void take(Cell& cell, const SpecialOutcome& special) {
    if (special.verdict > cell.verdict) {
        cell.verdict = special.verdict;
        cell.grade.clear();
    }
    cell.specials.push_back(&special);
}

std::map<CellKey, Cell> fold(const Ledger& ledger) {
    std::map<CellKey, Cell> cells;
    const auto at = [&](const CellKey& key) -> Cell& {
        Cell& cell = cells[key];
        cell.key = key;
        return cell;
    };
    for (const Result& result : ledger.results) take(at(result.cell), result);
    for (const SpecialOutcome& special : ledger.specials) take(at(special.cell), special);
    for (const Witness& witness : ledger.witnesses) at(witness.cell).witnesses.push_back(&witness);
    for (const Curve& curve : ledger.curves) at(curve.cell).curves.push_back(&curve);

    for (auto& [key, cell] : cells) {
        cell.exhaustive = cell.exhaustive && !cell.strata.empty();
        std::stable_sort(cell.strata.begin(), cell.strata.end(), [](const Result* one, const Result* other) {
            return std::tie(one->verdict, one->ulp_max) > std::tie(other->verdict, other->ulp_max);
        });
        std::stable_sort(cell.witnesses.begin(), cell.witnesses.end(),
                         [](const Witness* one, const Witness* other) { return more_harmful(*one, *other); });
    }
    return cells;
}

std::vector<std::string> formats_of(const Ledger& ledger, const std::map<CellKey, Cell>& cells) {
    std::set<std::string> all;
    for (const auto& [key, unused] : cells) all.insert(key.format);
    if (all.empty()) all = ledger.header.formats;
    std::vector<std::string> order(all.begin(), all.end());
    std::sort(order.begin(), order.end(), format_before);
    return order;
}

std::string unique_title(const Ledger& ledger, const std::vector<SubjectView>& others) {
    std::string title = ledger.header.subject.name;
    if (!ledger.header.subject.version.empty()) title += " " + ledger.header.subject.version;
    const auto namesakes = std::count_if(others.begin(), others.end(),
                                         [&](const SubjectView& other) { return other.ledger->header.subject == ledger.header.subject; });
    return namesakes == 0 ? title : title + " (" + std::to_string(namesakes + 1) + ")";
}

int rank(const std::string& output) { return output == "value" ? 0 : is_gradient(output) ? 2 : 1; }

std::vector<Row> rows_in_order(const Overview& overview) {
    std::set<Row> all;
    for (const SubjectView& subject : overview.subjects)
        for (const auto& [key, unused] : subject.cells) all.insert({.operation = key.operation, .output = key.output});

    std::vector<Row> rows(all.begin(), all.end());
    std::stable_sort(rows.begin(), rows.end(), [&](const Row& one, const Row& other) {
        return std::tuple(overview.family(one.operation), one.operation, rank(one.output), one.output) <
               std::tuple(overview.family(other.operation), other.operation, rank(other.output), other.output);
    });
    return rows;
}

}  // namespace

Overview survey(std::span<const Ledger> ledgers) {
    Overview overview;
    for (const Ledger& ledger : ledgers) {
        SubjectView subject{
            .ledger = &ledger, .title = unique_title(ledger, overview.subjects), .cells = fold(ledger), .formats = {}, .outcome = {}};
        subject.formats = formats_of(ledger, subject.cells);
        subject.outcome = outcome_of(subject);
        overview.subjects.push_back(std::move(subject));
        for (const OperationRow& row : ledger.operations) overview.operations.emplace(row.name, row);
    }
    overview.rows = rows_in_order(overview);
    return overview;
}

std::string Overview::family(const std::string& operation) const {
    const auto row = operations.find(operation);
    return row == operations.end() ? std::string() : row->second.family;
}

std::set<std::string> Overview::operations_met() const {
    std::set<std::string> all;
    for (const Row& row : rows) all.insert(row.operation);
    for (const auto& [name, unused] : operations) all.insert(name);
    return all;
}

const Cell* SubjectView::find(const CellKey& key) const {
    const auto cell = cells.find(key);
    return cell == cells.end() ? nullptr : &cell->second;
}

std::vector<const Cell*> SubjectView::worst_first() const {
    std::vector<const Cell*> order;
    for (const auto& [unused, cell] : cells) order.push_back(&cell);
    std::stable_sort(order.begin(), order.end(), [](const Cell* one, const Cell* other) { return worse(*one, *other); });
    return order;
}

const NotTested* SubjectView::reason(const CellKey& key) const {
    for (const NotTested& gap : ledger->not_tested)
        if ((gap.operation == key.operation || gap.operation == every_operation) && gap.format.value_or(key.format) == key.format &&
            gap.output.value_or(key.output) == key.output)
            return &gap;
    return nullptr;
}

bool format_before(const std::string& one, const std::string& other) {
    static const std::string widest_first[] = {"f64", "f32", "f16", "bf16"};
    const auto rank = [](const std::string& name) {
        return std::find(std::begin(widest_first), std::end(widest_first), name) - std::begin(widest_first);
    };
    return std::pair(rank(one), one) < std::pair(rank(other), other);
}

bool worse(const Cell& one, const Cell& other) {
    if (one.verdict != other.verdict) return one.verdict > other.verdict;
    if (one.ulp_max != other.ulp_max) return one.ulp_max > other.ulp_max;
    if (one.key.format != other.key.format) return format_before(one.key.format, other.key.format);
    return std::pair(is_gradient(one.key.output), one.key) < std::pair(is_gradient(other.key.output), other.key);
}

std::string errors_beside(const Cell& cell) {
    const Count errors = cell.counts[static_cast<std::size_t>(Verdict::error)];
    return errors == 0 || cell.verdict == Verdict::error ? "" : ", " + grouped(errors) + (errors == 1 ? " error" : " errors");
}

std::string cell_name(const CellKey& key) { return key.operation + " " + key.output + " in " + key.format; }

std::string verdict_text(Verdict verdict, const std::string& grade) {
    return std::string(title(verdict)) + (grade.empty() ? "" : " (" + grade + ")");
}

}  // namespace lossproof::reports
