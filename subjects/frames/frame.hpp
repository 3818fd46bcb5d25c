// SPDX-License-Identifier: Apache-2.0
// The envelope of the process door: 4 bytes of magic, the header's length (u32), the payload's length (u64), both
// little-endian, then the header (JSON) and the payload (raw little-endian tensors).
#pragma once
#include "subjects/subject.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lossproof {

struct Frame {
    std::string header;
    std::string payload;
};

inline constexpr std::string_view frame_magic = "LPF1";
inline constexpr std::size_t frame_prefix = 16;
inline constexpr std::uint64_t longest_header = std::uint64_t{1} << 20;

/// A stream that is not what it should be; the fault says whether it looks like printed text.
struct BadFrame : std::runtime_error {
    Reply::Fault fault;
    BadFrame(Reply::Fault what, const std::string& message) : std::runtime_error(message), fault(what) {}
};

std::string sealed(std::string_view header, std::string_view payload);

/// Bytes go in as they come, frames come out. A declared length never allocates anything: only bytes that arrived do.
class FrameReader {
public:
    void expect_payload_up_to(std::uint64_t bytes) { longest_payload_ = bytes; }
    void feed(std::string_view bytes) { pending_.append(bytes); }
    std::optional<Frame> next();  ///< throws BadFrame
    bool idle() const { return taken_ == pending_.size(); }
    /// What is lacking to the frame that has begun, in words: `the header is 12 of 80 bytes long`.
    std::string missing() const;

private:
    std::string_view rest() const { return std::string_view(pending_).substr(taken_); }
    void check_prefix() const;

    std::string pending_;
    std::size_t taken_ = 0;
    std::uint64_t longest_payload_ = 0;  // a hello carries none
};

/// Bytes from outside as part of a message: ASCII as it is, everything else escaped, cut to a readable length.
std::string in_quotes(std::string_view text, std::size_t longest = 120);

}  // namespace lossproof
