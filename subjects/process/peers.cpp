// SPDX-License-Identifier: Apache-2.0
#include "subjects/process/peers.hpp"

#include "subjects/subject.hpp"

#include <algorithm>
#include <cstdlib>

namespace lossproof {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view suffix = "_peer.py";

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::string python_beside(const fs::path& peers) {
    if (const std::string chosen = environment("LOSSPROOF_PYTHON"); !chosen.empty()) return chosen;
    std::error_code ignored;
    // subjects/peers/ is two steps below the project.
    const fs::path own = peers.parent_path().parent_path() / ".venv" / "bin" / "python";
    return fs::exists(own, ignored) ? own.string() : "python3";
}

}  // namespace

fs::path peer_directory() {
    std::error_code ignored;
    if (const std::string chosen = environment("LOSSPROOF_PEERS"); !chosen.empty()) return chosen;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    const fs::path installed = program.parent_path().parent_path() / "share" / "lossproof" / "peers";
    return fs::is_directory(installed, ignored) ? installed : fs::path(LOSSPROOF_SOURCE_PEERS);
}

std::vector<std::string> peer_names() {
    std::error_code unreadable;
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(peer_directory(), unreadable))
        if (const std::string file = entry.path().filename(); file.ends_with(suffix))
            names.push_back(file.substr(0, file.size() - suffix.size()));
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::vector<std::string>> peer_command(const std::string& name) {
    const auto names = peer_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
    const fs::path directory = fs::absolute(peer_directory());
    return std::vector<std::string>{python_beside(directory), "-B", (directory / (name + std::string(suffix))).string()};
}

}  // namespace lossproof
