// SPDX-License-Identifier: Apache-2.0
// One target as libFuzzer calls it; LOSSPROOF_FUZZ_TARGET is its name.
#include "tests/fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    lossproof::fuzz::LOSSPROOF_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    return 0;
}
