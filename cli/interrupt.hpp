// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>

namespace lossproof::cli {

/// From now on the first SIGINT or SIGTERM sets the flag, which ends the run in good order, and the second ends the process at
/// once; what the ledger has by then stays readable. A file size limit becomes an error of the write that meets it.
const std::atomic<bool>& watch_for_signals();

}  // namespace lossproof::cli
