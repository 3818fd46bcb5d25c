// SPDX-License-Identifier: Apache-2.0
// What a reader should see first: the order of witnesses, and root causes over operations, formats and subjects.
#pragma once
#include "reports/overview.hpp"

namespace lossproof::reports {

/// A NaN, or a gradient that came out as 0.
bool vanished(const Witness& witness);
/// Decimal digits that the answer lost, at most those of its format.
double digits_lost(const Witness& witness);
/// A more ordinary regime first, then an answer of which nothing is left, then more digits lost.
bool more_harmful(const Witness& one, const Witness& other);

/// One operation and output of one subject in one format, with the witness that shows the cause best.
struct Hit {
    const SubjectView* subject;
    const Cell* cell;
    const Witness* witness;
};

/// One root cause, over operations, formats and subjects.
struct Card {
    Cause cause;
    std::vector<Hit> hits;  ///< most harmful first

    const Hit& lead() const { return hits.front(); }
    Regime regime() const { return lead().witness->regime; }
    Count inputs() const;  ///< that fall short, in all cells together
};

/// Most harmful first; among equals the cause that hits more inputs. What has no known cause makes a card for each operation.
std::vector<Card> cards(const Overview& overview);
/// The lead witnesses of the first cards.
std::vector<const Witness*> most_harmful(const Overview& overview, std::size_t count);

/// `scipy 1.17.1 is 60× closer here`: another subject whose error in the same stratum, on the same cases, is at most half as large; else
/// nothing.
std::string closer_subject(const Overview& overview, const SubjectView& subject, const Cell& cell);

/// How many of the results that fall short do so in each regime, by their most ordinary witness.
std::array<std::size_t, regime_count> split(const SubjectView& subject);
/// `84 of 404 results fall short on ordinary input, 126 only at the ends of the range.`
std::string split_sentence(const SubjectView& subject, std::size_t results);

}  // namespace lossproof::reports
