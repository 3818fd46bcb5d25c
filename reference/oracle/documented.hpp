// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/group.hpp"

#include <cmath>
#include <limits>
#include <span>
#include <string_view>

namespace lossproof {

// What libraries document to answer where they leave the continuous extension (theory L12). An entry lists its own beside its formula;
// the reference never answers by them, and a subject is granted those of the profiles it declares.

/// `profile` holds an input inside [low, high] before the formula sees it, the ends rounded to the format.
struct Clip {
    std::string_view profile;
    std::string_view input;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool in_ulps = false;  ///< low and 1 − high are counted in the format's distance from 1 to the next number
    bool flat = false;     ///< the derivative by a clipped number is 0; otherwise that at the clipped point
    std::string_view source;
};

/// Where a choice is asked for: one group's data, an output and its component.
struct Situation {
    const Group<double>& data;
    std::string_view output;
    Index component;
    Format format;

    const Row<double>& row(Index input) const { return data.inputs[input].values; }
    double number(Index input) const { return data.inputs[input].values[0]; }
};

/// One component under a choice: outside the choice's range the certified answer stays; else a number (±∞ and NaN are numbers here), or,
/// where no limit exists, anything.
struct Chosen {
    enum class Kind : std::uint8_t { certified, number, anything } kind = Kind::certified;
    Enclosure256 value = {};

    static Chosen number(const Enclosure256& value) { return {.kind = Kind::number, .value = value}; }
    static Chosen number(double value) { return number(Enclosure256::from(value)); }
    static Chosen not_a_number() { return number(std::numeric_limits<double>::quiet_NaN()); }
    static Chosen anything() { return {.kind = Kind::anything}; }
};

/// A documented answer that is no clip. `answer` absent: what IEEE arithmetic makes of the formula as it is written, where that is NaN
/// and some input is infinite (0·∞, ∞ − ∞).
struct Choice {
    std::string_view profile;
    std::string_view output = {};  ///< empty: every output
    Chosen (*answer)(const Situation&) = nullptr;
    std::string_view source;
};

struct Documented {
    std::span<const Clip> clips;
    std::span<const Choice> choices;
};
/// What the entry of an operation lists; called while the catalogue is made, before anybody asks.
void document(std::string_view operation, const Documented& documented);
Documented documented_of(std::string_view operation);

}  // namespace lossproof
