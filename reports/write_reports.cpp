// SPDX-License-Identifier: Apache-2.0
#include "reports/report.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>
#include <utility>

namespace lossproof::reports {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason) {
    throw ReportError("cannot write " + path.string() + ": " + reason);
}

/// The temporary file lies beside its target, because a rename is atomic only within one file system.
struct Temporary {
    std::string path;
    int handle;

    explicit Temporary(const fs::path& target) : path(target.string() + ".XXXXXX"), handle(mkstemp(path.data())) {
        if (handle < 0) refuse(target, std::strerror(errno));
        make_readable();
    }
    Temporary(const Temporary&) = delete;
    ~Temporary() {
        if (handle >= 0) close(handle);
        if (!path.empty()) unlink(path.c_str());
    }

private:
    /// mkstemp makes private files; a report is meant to be read by the web server or CI that publishes it.
    void make_readable() const {
        std::error_code ignored;
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read, ignored);
    }
};

}  // namespace

void try_to_write(const fs::path& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) refuse(path, "it is a directory");
    const Temporary file(path);
}

void write_whole(const fs::path& path, std::string_view text) {
    Temporary file(path);
    while (!text.empty()) {
        const ssize_t written = write(file.handle, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) refuse(path, std::strerror(errno));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (close(std::exchange(file.handle, -1)) != 0) refuse(path, std::strerror(errno));
    if (std::rename(file.path.c_str(), path.c_str()) != 0) refuse(path, std::strerror(errno));
    file.path.clear();
}

void write_reports(std::span<const Ledger> ledgers, const fs::path& directory) {
    std::error_code failure;
    fs::create_directories(directory, failure);
    std::error_code ignored;
    if (!fs::is_directory(directory, ignored)) refuse(directory, failure ? failure.message() : "it is not a directory");

    write_whole(directory / "report.json", json(ledgers));
    write_whole(directory / "report.md", markdown(ledgers));
    write_whole(directory / "junit.xml", junit(ledgers));
    const auto pages = html(ledgers);
    for (auto page = pages.rbegin(); page != pages.rend(); ++page) write_whole(directory / page->file, page->markup);
}

}  // namespace lossproof::reports
