// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lossproof {

/// The answer of a comparison. An enclosure may not know; then `where` returns the hull of both arms.
enum class Decision : unsigned char { no, unknown, yes };

constexpr Decision decided(bool truth) { return truth ? Decision::yes : Decision::no; }
constexpr Decision operator!(Decision d) { return d == Decision::unknown ? d : decided(d == Decision::no); }

/// The exact value of a double in the number type T.
template <class T> T exactly(double value) { return T::from(value); }

/// x where the decision is yes, y where it is no; the hull of both where nobody knows.
template <class T> T where(Decision decision, const T& x, const T& y) {
    if (decision == Decision::yes) return x;
    if (decision == Decision::no) return y;
    return hull(x, y);
}

/// Two forms of one function: `first` where the decision is yes or nobody knows, for both are right there.
template <class F, class G> auto either(Decision decision, F first, G second) { return decision == Decision::no ? second() : first(); }

}  // namespace lossproof
