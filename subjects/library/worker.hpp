// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace lossproof {

/// The worker's whole life: load the library, then answer frames until there are no more. Runs in a forked process.
int serve_library(const std::string& path, int requests, int answers);

}  // namespace lossproof
