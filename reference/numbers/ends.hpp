// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/enclosure.hpp"

namespace lossproof {

/// The end points of an enclosure, each as an enclosure of that one number: exact, where `lower()` rounds into binary64.
template <int B> Enclosure<B> lowest(const Enclosure<B>&);
template <int B> Enclosure<B> highest(const Enclosure<B>&);

}  // namespace lossproof
