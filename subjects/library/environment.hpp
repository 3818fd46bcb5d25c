// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

#include <cfenv>
#include <cstdint>
#include <vector>

namespace lossproof {

/// The floating-point environment of this thread: rounding mode, flush-to-zero, traps. Guests change it (an object
/// linked with -ffast-math does so by being loaded), and everything computed afterwards is different.
class FloatingPointEnvironment {
public:
    static FloatingPointEnvironment current();
    void restore() const;

    /// What differs here from `before`, by name: `flush-to-zero was switched on`. Exception flags that a computation
    /// raised are its normal trace and are not named.
    std::vector<Remark> changes_since(const FloatingPointEnvironment& before) const;

private:
    std::fenv_t all_;
    std::uint64_t control_ = 0;  ///< MXCSR or FPCR
    std::uint16_t x87_ = 0;
    int rounding_ = 0;
};

}  // namespace lossproof
