// SPDX-License-Identifier: Apache-2.0
// Catch2's own main, compiled once (it takes 15 s).
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
