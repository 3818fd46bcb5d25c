// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/row_formulas.hpp"

#include <map>

namespace lossproof {
namespace {

/// Filled before main begins, read after.
std::map<Formula<Ball>, RowFormulas>& declared() {
    static std::map<Formula<Ball>, RowFormulas> all;
    return all;
}

}  // namespace

bool declare_rows(Formula<Ball> value, const RowFormulas& formulas) { return declared().emplace(value, formulas).second; }

const RowFormulas* rows_of(const Operation& operation) {
    const auto found = declared().find(std::get<Formula<Ball>>(operation.value));
    return found == declared().end() ? nullptr : &found->second;
}

}  // namespace lossproof
