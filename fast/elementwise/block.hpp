// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/wide.hpp"

#include <cstddef>

namespace lossproof::fast {

/// A contiguous run of elements in double, as the elementwise kernels see it. Null pointers are not wanted.
struct Block {
    const double* in[4] = {};
    std::size_t count = 0;
    double* value = nullptr;
    double* gradient[2] = {};
    Total* total = nullptr;         ///< receives the sum of the values
    Total* gradient_total[2] = {};  ///< receives the sum of a gradient (a broadcast input)
    double* term_head = nullptr;    ///< the values in two words, for sums over short rows
    double* term_tail = nullptr;
    bool* declined = nullptr;   ///< set when a lane had to be computed in long double
    bool* undefined = nullptr;  ///< set when an element has neither value nor gradient
    const double* parameters = nullptr;
    double divisor = 1;  ///< every gradient is divided by it before its one rounding
};

using BlockFunction = void (*)(const Block&);

}  // namespace lossproof::fast
