// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/ledger_file.hpp"

#include "reference/oracle/operation.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace lossproof {
namespace {

namespace fs = std::filesystem;
// Without O_NONBLOCK a named pipe that nobody reads would hold the run up before it can be refused.
constexpr int flags = O_RDWR | O_CLOEXEC | O_NONBLOCK;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason) {
    throw UsageError("cannot write the ledger '" + path.string() + "': " + reason);
}

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

}  // namespace

LedgerFile::LedgerFile(fs::path path, Existing existing) : path_(std::move(path)), replace_(existing == Existing::replace) {
    if (is_standard_output()) {
        if (existing == Existing::keep) refuse(path_, "standard output cannot be resumed");
        file_ = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
        if (file_ < 0) refuse(path_, std::strerror(errno));
        return;
    }
    if (existing == Existing::number) open_numbered();
    else open_plain(existing == Existing::replace);
    lock();
    if (existing == Existing::keep) text_ = content_of(path_);
}

LedgerFile::LedgerFile(LedgerFile&& other) noexcept
    : path_(std::move(other.path_)), text_(std::move(other.text_)), file_(std::exchange(other.file_, -1)), replace_(other.replace_),
      made_here_(std::exchange(other.made_here_, false)) {}

LedgerFile::~LedgerFile() {
    if (file_ < 0) return;
    if (made_here_ && text_.empty()) ::unlink(path_.c_str());  // nothing came of the run
    ::close(file_);
}

void LedgerFile::open_numbered() {
    const fs::path wanted = path_;
    for (int number = 2; (file_ = ::open(path_.c_str(), flags | O_CREAT | O_EXCL, 0666)) < 0; ++number) {
        if (errno != EEXIST) refuse(path_, std::strerror(errno));
        path_ = wanted.parent_path() / (wanted.stem().string() + "-" + std::to_string(number) + wanted.extension().string());
    }
    made_here_ = true;
}

void LedgerFile::open_plain(bool create) {
    std::error_code ignored;
    const bool there = fs::exists(path_, ignored);
    if (there && !fs::is_regular_file(path_, ignored)) refuse(path_, "expected a regular file (or - for standard output)");
    file_ = ::open(path_.c_str(), create ? flags | O_CREAT : flags, 0666);
    if (file_ < 0) refuse(path_, std::strerror(errno));
    struct stat found {};
    if (::fstat(file_, &found) != 0 || !S_ISREG(found.st_mode)) refuse(path_, "expected a regular file (or - for standard output)");
    made_here_ = !there;
}

void LedgerFile::lock() {
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    const int reason = errno;
    ::close(std::exchange(file_, -1));
    refuse(path_, reason == EWOULDBLOCK ? "another run is writing it" : std::strerror(reason));
}

void LedgerFile::append(const std::string& line) {
    if (std::exchange(replace_, false) && !is_standard_output() && ::ftruncate(file_, 0) != 0)
        throw LedgerWriteError("writing the ledger '" + path_.string() + "' failed: " + std::strerror(errno));
    if (!is_standard_output()) ::lseek(file_, static_cast<off_t>(text_.size()), SEEK_SET);
    write_all(line + "\n");
    text_ += line + "\n";
}

void LedgerFile::write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            const std::string reason = std::strerror(errno);
            if (!is_standard_output() && ::ftruncate(file_, static_cast<off_t>(text_.size())) != 0) errno = 0;
            throw LedgerWriteError("writing the ledger '" + path_.string() + "' failed: " + reason +
                                   "; what was written before is readable, and --resume goes on from there");
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void LedgerFile::cut(std::size_t bytes) {
    text_.resize(bytes);
    if (::ftruncate(file_, static_cast<off_t>(bytes)) != 0) refuse(path_, std::strerror(errno));
}

std::string LedgerFile::mend() {
    if (is_standard_output()) return {};
    struct stat ours {
    }, there{};
    if (::fstat(file_, &ours) != 0) return {};
    const bool vanished = ::stat(path_.c_str(), &there) != 0;
    if (!vanished && (there.st_dev != ours.st_dev || there.st_ino != ours.st_ino))
        return "'" + path_.string() + "' is another file now; this run's ledger was replaced while it was written";
    if (!vanished && static_cast<std::size_t>(there.st_size) == text_.size()) return {};
    std::ofstream again(path_, std::ios::binary | std::ios::trunc);
    const bool written = (again << text_).flush().good();
    return "'" + path_.string() + "' " + (vanished ? "vanished" : "was changed") + " while it was written; it was " +
           (written ? "written again from memory" : "lost, and the verdict is from memory");
}

}  // namespace lossproof
