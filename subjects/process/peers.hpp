// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lossproof {

/// Where the peers' files are: $LOSSPROOF_PEERS, else the share directory beside the running program's, else the
/// source tree this was built from.
std::filesystem::path peer_directory();

/// The command that runs a peer: $LOSSPROOF_PYTHON, else the project's virtual environment, else python3, and
/// NAME_peer.py (the suffix keeps `import torch` in torch's peer from finding itself). Nothing for an unknown name.
std::optional<std::vector<std::string>> peer_command(const std::string& name);

}  // namespace lossproof
