// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>

namespace lossproof {

/// The disk is full or the device is gone. Whole lines stay readable.
struct LedgerWriteError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Lines appended to a regular file that no other run may write meanwhile (`-` is standard output). The same text is kept
/// in memory, so that what a run found outlives its file.
class LedgerFile {
public:
    enum class Existing {
        replace,  ///< a file of that name is replaced once the first line comes
        number,   ///< it is left alone: `x.jsonl`, then `x-2.jsonl`, `x-3.jsonl` …
        keep,     ///< it is continued
    };
    /// Throws UsageError: no such folder, no permission, no regular file, or another run writes it.
    LedgerFile(std::filesystem::path path, Existing existing);
    LedgerFile(LedgerFile&& other) noexcept;
    LedgerFile& operator=(LedgerFile&&) = delete;
    ~LedgerFile();

    const std::filesystem::path& path() const { return path_; }  ///< with its number
    bool is_standard_output() const { return path_ == "-"; }
    const std::string& text() const { return text_; }

    /// Writes one line at once; throws LedgerWriteError and leaves no half line.
    void append(const std::string& line);
    /// Keeps the first `bytes`, which end with a line, and drops the rest.
    void cut(std::size_t bytes);
    /// If the file vanished or shrank behind our back it is written again from memory, and that is told in words.
    std::string mend();

private:
    void open_numbered();
    void open_plain(bool create);
    void lock();
    void write_all(std::string_view bytes);

    std::filesystem::path path_;
    std::string text_;
    int file_ = -1;
    bool replace_ = false, made_here_ = false;
};

}  // namespace lossproof
