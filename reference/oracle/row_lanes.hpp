// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"
#include "reference/oracle/row_formulas.hpp"

namespace lossproof {

inline constexpr int lanes_precision = 92;  ///< the bits of an answer that a lane of balls decided

/// The quick tier of large batches: lanes of balls, a lane a group, for operations that declare it, where nothing is reduced or weighted.
/// What it leaves open (limits, infinities, overflows, near ties) goes to the ladder of certify.cpp.
class RowLanes {
public:
    struct Target {
        const Plan::Output* planned;
        CertifiedOutput* output;
    };
    /// A batch of fewer groups is not worth it.
    static constexpr Index least_groups = 8;

    /// Does it know the formula of this plan?
    static bool knows(const Plan& plan, bool gradient);

    /// The targets are the unreduced outputs of one formula, results or gradients.
    RowLanes(const Plan& plan, bool gradient, std::vector<Target> targets);
    /// Store every answer that lanes decide; the others stay as they are. Answers the groups that have such.
    std::vector<Index> settle();

private:
    static constexpr Index lanes = BallLanes::count;
    /// Groups of one kind that wait until they fill the lanes: the same place of the pivot.
    struct Block {
        Index size = 0;
        Index group[lanes];
        Index front[lanes];   ///< the entry that changed places with the first
        Index second[lanes];  ///< then that which changed with the second; the first: none
    };

    bool read(Index group);
    bool special() const;
    void place(Index group);
    void evaluate(Block& block);
    void load(const Block& block);
    void load_input(const Block& block, Index input);
    /// Answers the lanes all of whose answers are decided.
    LaneBits store(const Block& block, const std::vector<Row<BallLanes>>& rows, LaneBits known);
    void store_entry(const Block& block, const Target& target, Index place, const BallLanes::Roundings& roundings, LaneBits told);
    bool moves(Index input) const;

    const Plan& plan_;
    bool gradient_;
    std::vector<Target> targets_;
    const RowFormulas& formulas_;
    bool ruled_, free_;
    Index pivot_input_, label_input_;  ///< past the end: none
    Group<double> data_;
    Group<BallLanes> loaded_;
    Block blocks_[2];
    std::vector<double> transposed_;
    std::vector<Index> open_;
};

}  // namespace lossproof
