// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <vector>

namespace lossproof {

/// A choice of one level for every factor.
using Choice = std::vector<std::size_t>;

/// May these levels of two factors stand together?
using Compatible = std::function<bool(std::size_t factor, std::size_t level, std::size_t other, std::size_t other_level)>;

/// A covering array of strength two: in its rows every level of every factor meets every level of every other factor, except
/// those that are not compatible. Defects need one or two options far more often than three [Kuhn, Wallace, Gallo, IEEE Trans.
/// Softw. Eng. 30 (2004) 418]. Greedy, row by row as in AETG [Cohen, Dalal, Fredman, Patton, ibid. 23 (1997) 437], but without
/// chance: the same levels give the same rows. Level 0 of a factor should be compatible with everything.
std::vector<Choice> covering_array(const std::vector<std::size_t>& levels, const Compatible& compatible);

}  // namespace lossproof
