// SPDX-License-Identifier: Apache-2.0
#include "subjects/builtin/builtin.hpp"
#include "subjects/builtin/fast.hpp"
#include "subjects/guest/guest_subject.hpp"
#include "subjects/library/worker.hpp"
#include "subjects/process/peers.hpp"
#include "subjects/process/split_words.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lossproof {
namespace {

using Kind = SubjectUnavailable::Kind;

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j)
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])}));
    }
    return row.back();
}

[[noreturn]] void unknown(const std::string& name) {
    std::vector<std::string> known{"fast", "fast-quick", "baseline", "stable"};
    for (const std::string& peer : peer_names()) known.push_back(peer);
    std::string message = "unknown subject '" + name + "'; expected";
    for (const std::string& one : known) message += (&one == &known.front() ? " " : ", ") + one;
    message += ", a path to a shared library, or cmd:PROGRAM ARGS";
    const auto nearest = std::min_element(known.begin(), known.end(),
                                          [&](const auto& a, const auto& b) { return edit_distance(name, a) < edit_distance(name, b); });
    if (edit_distance(name, *nearest) <= 2) message += "; did you mean '" + *nearest + "'?";
    throw SubjectUnavailable(Kind::unknown, message);
}

std::unique_ptr<Subject> open_command(const std::string& command, const Patience& patience) {
    std::vector<std::string> words;
    try {
        words = split_words(command);
    } catch (const std::invalid_argument& error) {
        throw SubjectUnavailable(Kind::unknown, std::string("cmd: ") + error.what());
    }
    if (words.empty()) throw SubjectUnavailable(Kind::unknown, "cmd: names no program; expected cmd:PROGRAM ARGS");
    return open_guest({.arguments = words, .function = {}}, "process", patience);
}

std::unique_ptr<Subject> open_library(const std::string& given, const Patience& patience) {
    std::error_code unreadable;
    if (!std::filesystem::is_regular_file(given, unreadable))
        throw SubjectUnavailable(Kind::unknown, "there is no library '" + given + "'");
    const std::string path = std::filesystem::absolute(given).string();
    return open_guest({.arguments = {path}, .function = [path](int in, int out) { return serve_library(path, in, out); }}, "library",
                      patience);
}

bool names_library(const std::string& designation) {
    return designation.find('/') != std::string::npos || designation.ends_with(".so") || designation.find(".so.") != std::string::npos;
}

}  // namespace

std::unique_ptr<Subject> open_subject(std::string_view designation, const Patience& patience) {
    const std::string name(designation);
    if (name == "fast") return open_fast();
    if (name == "fast-quick") return open_fast_quick();
    if (name == "baseline") return open_baseline();
    if (name == "stable") return open_stable();
    if (name.starts_with("cmd:")) return open_command(name.substr(4), patience);
    if (names_library(name)) return open_library(name, patience);
    if (auto command = peer_command(name)) return open_guest({.arguments = std::move(*command), .function = {}}, "process", patience);
    unknown(name);
}

}  // namespace lossproof
