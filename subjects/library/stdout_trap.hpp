// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace lossproof {

/// Catches what a library prints: descriptor 1 of the worker is a file in memory, the frames travel elsewhere.
class StdoutTrap {
public:
    StdoutTrap();
    std::string caught();  ///< everything printed since the last time, C and C++ buffers included
};

}  // namespace lossproof
