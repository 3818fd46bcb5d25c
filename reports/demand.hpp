// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger_records.hpp"

#include <optional>
#include <string_view>

namespace lossproof::reports {

/// What a number must be for a run to hold. Every ledger counts what each demand would find short.
enum class Demand : std::uint8_t {
    stable,      ///< accurate, or as good as inputs rounded once deserve
    accurate,    ///< within what a good algorithm can lose, whatever the inputs
    attainable,  ///< accurate wherever an algorithm is known that is; stable elsewhere
    full_range,  ///< stable, also where the stable algorithm itself leaves the format
};
inline constexpr Demand all_demands[] = {Demand::stable, Demand::accurate, Demand::attainable, Demand::full_range};

std::string_view word(Demand demand);
std::optional<Demand> demand_named(std::string_view word);
std::string_view demand_words();  ///< all of them, for a message

/// The numbers of a result that fall short of the demand.
Count short_of(const Result& result, Demand demand);

/// Was less than nine tenths of what an offered output was asked in a stratum answered?
bool refuses_too_much(const Result& result);

}  // namespace lossproof::reports
