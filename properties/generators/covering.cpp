// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/covering.hpp"

#include <limits>

namespace lossproof {
namespace {

constexpr std::size_t unchosen = std::numeric_limits<std::size_t>::max();  ///< not chosen yet

/// The pairs of levels that no row holds yet, and the rows that are made of them.
class Cover {
public:
    Cover(const std::vector<std::size_t>& levels, const Compatible& compatible) : levels_(levels), compatible_(compatible) {
        first_.resize(levels.size());
        for (std::size_t f = 1; f < levels.size(); ++f) first_[f] = first_[f - 1] + levels[f - 1];
        total_ = levels.empty() ? 0 : first_.back() + levels.back();
        missing_.assign(total_ * total_, false);
        for (std::size_t f = 0; f < levels.size(); ++f)
            for (std::size_t g = f + 1; g < levels.size(); ++g)
                for (std::size_t a = 0; a < levels[f]; ++a)
                    for (std::size_t b = 0; b < levels[g]; ++b) missing(f, a, g, b) = compatible(f, a, g, b);
    }

    std::vector<Choice> rows() {
        std::vector<Choice> result;
        for (std::size_t f = 0; f < levels_.size(); ++f)
            for (std::size_t g = f + 1; g < levels_.size(); ++g)
                for (std::size_t a = 0; a < levels_[f]; ++a)
                    for (std::size_t b = 0; b < levels_[g]; ++b)
                        if (missing(f, a, g, b)) result.push_back(row_with(f, a, g, b));
        return result;
    }

private:
    std::vector<bool>::reference missing(std::size_t f, std::size_t a, std::size_t g, std::size_t b) {
        return missing_[f < g ? (first_[f] + a) * total_ + first_[g] + b : (first_[g] + b) * total_ + first_[f] + a];
    }

    /// The row around one missing pair; every other factor takes the level that adds most, of equals the next one in turn.
    Choice row_with(std::size_t f, std::size_t a, std::size_t g, std::size_t b) {
        Choice row(levels_.size(), unchosen);
        row[f] = a;
        row[g] = b;
        for (std::size_t factor = 0; factor < levels_.size(); ++factor)
            if (row[factor] == unchosen) row[factor] = best_level(row, factor);
        for (std::size_t one = 0; one < row.size(); ++one)
            for (std::size_t other = one + 1; other < row.size(); ++other) missing(one, row[one], other, row[other]) = false;
        ++made_;
        return row;
    }

    std::size_t best_level(const Choice& row, std::size_t factor) {
        std::size_t best = 0, most = 0;
        for (std::size_t step = 0; step < levels_[factor]; ++step) {
            const std::size_t level = (made_ + step) % levels_[factor];
            std::size_t gain = 1;
            for (std::size_t other = 0; other < row.size() && gain > 0; ++other) {
                if (row[other] == unchosen) continue;
                if (!compatible_(factor, level, other, row[other])) gain = 0;
                else gain += missing(factor, level, other, row[other]);
            }
            if (gain > most) {
                most = gain;
                best = level;
            }
        }
        return best;
    }

    const std::vector<std::size_t>& levels_;
    const Compatible& compatible_;
    std::vector<std::size_t> first_;
    std::size_t total_ = 0, made_ = 0;
    std::vector<bool> missing_;
};

}  // namespace

std::vector<Choice> covering_array(const std::vector<std::size_t>& levels, const Compatible& compatible) {
    if (levels.size() == 1) {  // nothing to meet: each level once
        std::vector<Choice> rows;
        for (std::size_t level = 0; level < levels[0]; ++level) rows.push_back({level});
        return rows;
    }
    return Cover(levels, compatible).rows();
}

}  // namespace lossproof
