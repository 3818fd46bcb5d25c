// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/row_lanes.hpp"

#include "reference/functions/lane_rows.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace lossproof {
namespace {

constexpr int most_passes = 6;  ///< for lanes that took other branches

Index first_input(const Operation& operation, Role role) {
    for (Index i = 0; i < operation.formula_inputs; ++i)
        if (operation.role(i) == role) return i;
    return operation.inputs.size();
}

/// Where an entry stood before a row's entries changed places.
Index original(Index front, Index second, Index place) {
    if (second > 0 && (place == 1 || place == second)) place = place == 1 ? second : 1;
    return place == 0 ? front : place == front ? 0 : place;
}

}  // namespace

bool RowLanes::knows(const Plan& plan, bool gradient) {
    const RowFormulas* formulas = rows_of(plan.operation());
    if (!formulas || !(gradient ? formulas->gradient : formulas->value)) return false;
    if (plan.groups() < least_groups || plan.reduction() != Reduction::none || !plan.reduction().plain()) return false;
    // A label is one for all lanes: it comes to the first place, or there is none.
    const bool labelled = first_input(plan.operation(), Role::label) < plan.operation().inputs.size();
    return !plan.operation().takes(Meaning::position) && (!labelled || formulas->order == RowOrder::free);
}

RowLanes::RowLanes(const Plan& plan, bool gradient, std::vector<Target> targets)
    : plan_(plan), gradient_(gradient), targets_(std::move(targets)), formulas_(*rows_of(plan.operation())),
      ruled_(plan.has_rules(gradient)), free_(formulas_.order == RowOrder::free), pivot_input_(first_input(plan.operation(), Role::row)),
      label_input_(first_input(plan.operation(), Role::label)), data_(plan.load_doubles(0)),
      loaded_(plan.load<BallLanes>(
          0, [](double, Index, Index) { return BallLanes(0); }, [](double) { return BallLanes(0); })) {}

std::vector<Index> RowLanes::settle() {
    open_.clear();
    for (Index group = 0; group < plan_.groups(); ++group) {
        if (plan_.ignored(group) || !read(group) || (ruled_ && special())) open_.push_back(group);
        else place(group);
    }
    for (Block& block : blocks_)
        if (block.size > 0) evaluate(block);
    return std::move(open_);
}

/// The group's numbers, −0 read as +0; false where one is none, which a formula need not see.
bool RowLanes::read(Index group) {
    data_.position = group;
    int none = 0;
    for (Index i = 0; i < data_.inputs.size(); ++i) {
        const Layout::Slot& slot = plan_.layout().slots()[i];
        if (!slot.tensor) continue;
        const double* from = slot.tensor->values.data() + plan_.layout().offset(slot, group);
        auto& input = data_.inputs[i];
        for (Index j = 0; j < input.integers.size(); ++j) input.integers[j] = static_cast<std::int64_t>(from[j]);
        for (Index j = 0; j < input.values.size(); ++j) {
            input.values[j] = from[j] + 0.0;
            none |= from[j] != from[j] ? 1 : 0;
        }
    }
    return none == 0;
}
bool RowLanes::special() const {
    return (plan_.operation().in_domain && !plan_.operation().in_domain(data_)) || plan_.limit(data_, gradient_).has_value();
}

/// The label comes to the first place and the largest entry, the pivot, to the first or the second; rows of one block agree in which.
void RowLanes::place(Index group) {
    Index front = 0, second = 0;
    if (free_) {
        const Row<double>& row = data_.inputs[pivot_input_].values;
        Index pivot = 0;
        for (Index j = 1; j < row.size(); ++j)
            if (row[pivot] < row[j]) pivot = j;
        const bool labelled = label_input_ < data_.inputs.size();
        front = labelled ? static_cast<Index>(data_.inputs[label_input_].integers[0]) : pivot;
        if (pivot != front) second = pivot == 0 ? front : pivot;
    }
    Block& block = blocks_[second > 0 ? 1 : 0];
    block.group[block.size] = group;
    block.front[block.size] = front;
    block.second[block.size] = second;
    if (++block.size == lanes) evaluate(block);
}

bool RowLanes::moves(Index input) const {
    return free_ && loaded_.inputs[input].values.size() == plan_.row_length() && plan_.row_length() > 1;
}

void RowLanes::load_input(const Block& block, Index input) {
    const Layout::Slot& slot = plan_.layout().slots()[input];
    auto& values = loaded_.inputs[input].values;
    transposed_.resize(values.size() * lanes);
    for (Index lane = 0; lane < lanes; ++lane) {
        const Index from = lane < block.size ? lane : 0;  // lanes that are free repeat the first
        const double* row = slot.tensor->values.data() + plan_.layout().offset(slot, block.group[from]);
        for (Index j = 0; j < values.size(); ++j) transposed_[j * lanes + lane] = row[j] + 0.0;
        if (!moves(input)) continue;
        for (const Index j : {Index(0), Index(1), block.front[from], block.second[from]})
            transposed_[j * lanes + lane] = row[original(block.front[from], block.second[from], j)] + 0.0;
    }
    for (Index j = 0; j < values.size(); ++j)
        values[j] = BallLanes::exactly_these(std::span<const double, lanes>(transposed_.data() + j * lanes, lanes));
}
void RowLanes::load(const Block& block) {
    for (Index i = 0; i < loaded_.inputs.size(); ++i)
        if (plan_.layout().slots()[i].tensor) {
            if (loaded_.inputs[i].integers.empty()) load_input(block, i);
            else std::fill(loaded_.inputs[i].integers.begin(), loaded_.inputs[i].integers.end(), 0);
        }
}

void RowLanes::evaluate(Block& block) {
    load(block);
    const SecondDerivatives second(
        std::any_of(targets_.begin(), targets_.end(), [](const Target& t) { return t.planned->name[0] == 'H'; }));
    const auto formula = gradient_ ? formulas_.gradient : formulas_.value;
    const LaneBits asked = ~LaneBits(0) >> (lanes - block.size);
    LaneBits waiting = asked, settled = 0;
    for (int pass = 0; pass < most_passes && waiting != 0; ++pass) {
        const ActiveLanes active(waiting);
        const auto rows = formula(loaded_);
        settled |= store(block, rows, ActiveLanes::now());
        waiting &= ~ActiveLanes::now();
    }
    for (LaneBits left = asked & ~settled; left != 0; left &= left - 1)
        open_.push_back(block.group[static_cast<Index>(std::countr_zero(left))]);
    block.size = 0;
}

LaneBits RowLanes::store(const Block& block, const std::vector<Row<BallLanes>>& rows, LaneBits known) {
    LaneBits settled = known;
    for (const Target& target : targets_) {
        const Row<BallLanes>& row = rows.at(target.planned->slot);
        for (Index j = 0; j < row.size(); ++j) {
            BallLanes::Roundings roundings;
            row[j].round_into(spec(plan_.format()), roundings);
            settled &= roundings.decided;
            store_entry(block, target, j, roundings, roundings.decided & known);
        }
    }
    return settled;
}
void RowLanes::store_entry(const Block& block, const Target& target, Index place, const BallLanes::Roundings& roundings, LaneBits told) {
    const Index k = plan_.row_length(), length = target.output->answers.size() / plan_.groups();
    const bool row = free_ && length == k, square = free_ && !row && length == k * k;
    Answer* answers = target.output->answers.data();
    for (LaneBits left = told; left != 0; left &= left - 1) {
        const auto lane = static_cast<Index>(std::countr_zero(left));
        const Index front = block.front[lane], second = block.second[lane];
        const Index at = row      ? original(front, second, place)
                         : square ? original(front, second, place / k) * k + original(front, second, place % k)
                                  : place;
        answers[block.group[lane] * length + at] = {.rounded = roundings.value[lane],
                                                    .below = roundings.below[lane],
                                                    .above = roundings.above[lane],
                                                    .decided_by = DecidedBy::enclosure,
                                                    .precision = lanes_precision};
    }
}

}  // namespace lossproof
