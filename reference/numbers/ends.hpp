// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/long_interval.hpp"

namespace lossproof {

/// The end points of an enclosure, each as an enclosure of that one number: exact, where `lower()` rounds into binary64.
template <int B> Enclosure<B> lowest(const Enclosure<B>&);
template <int B> Enclosure<B> highest(const Enclosure<B>&);
/// The enclosure rounded outwards into long doubles; infinite ends where it is not a number.
template <int B> LongInterval long_interval(const Enclosure<B>&);

}  // namespace lossproof
