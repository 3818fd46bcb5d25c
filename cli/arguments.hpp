// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lossproof::cli {

/// Read the command line and run the command it names. All use of CLI11 (10 s of compile time) is behind this.
int run(int argc, char** argv);

}  // namespace lossproof::cli
