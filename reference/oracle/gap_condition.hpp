// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/record.hpp"

#include <optional>

namespace lossproof {

/// Can κ count the differences of a row? Nobody shifts a target, whose slopes may sum to 0 by chance; and where the row is scaled first
/// its differences are those of rounded numbers.
inline bool has_gaps(const Plan& plan) { return plan.operation().role(0) == Role::row && !plan.operation().scales_first; }

/// κ over differences: Σ |xᵢ − max x|·|∂ᵢ| along every row of the first input whose slopes sum to 0, |xᵢ|·|∂ᵢ| elsewhere. Such an answer
/// does not feel a common offset, and subtracting the largest number first is known to cost no more than this. Infinite where no row is
/// so.
template <class T> class GapCondition {
public:
    using Datum = typename Recorder<T>::Datum;

    GapCondition(const Plan& plan, const std::vector<Datum>& data);
    /// The row of a datum; none for another input, or beside an infinite number.
    std::optional<Index> row(const Datum& datum) const;
    /// By datum, its distance from its row's largest number; the datum itself where it is in no row.
    const std::vector<double>& shifted() const { return shifted_; }

    /// Do slopes sum to 0 as far as 256 bits tell? At a kink they are wide and tell nothing.
    static bool vanishes(const T& total, double size);
    /// From all slopes of one component, each with its datum's number; a datum that several groups share is an input of each.
    double of(const std::vector<std::pair<Index, T>>& slopes);

private:
    struct Sum {
        T total = T(0);
        double size = 0, plain = 0, shifted = 0;
    };
    Index length_;
    std::vector<double> largest_;  ///< by row
    const std::vector<Datum>& data_;
    std::vector<double> shifted_;
    std::vector<Sum> sums_;      ///< by row, the last of what has no row; all 0 between components
    std::vector<Index> summed_;  ///< rows that are not 0
};

}  // namespace lossproof
