// SPDX-License-Identifier: Apache-2.0
#include "subjects/frames/frame.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

static_assert(std::endian::native == std::endian::little, "frames are written as the machine's own little-endian words");

namespace lossproof {
namespace {

template <class Word> void append(std::string& bytes, Word word) { bytes.append(reinterpret_cast<const char*>(&word), sizeof word); }
template <class Word> Word word_at(std::string_view bytes, std::size_t offset) {
    Word word;
    std::memcpy(&word, bytes.data() + offset, sizeof word);
    return word;
}

/// Printed text, as far as one can tell: no control characters, and ASCII for the greater part.
bool looks_printed(std::string_view bytes) {
    std::size_t ascii = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool white = c == '\n' || c == '\r' || c == '\t' || c == '\033';
        if (byte < 32 && !white) return false;
        ascii += byte < 128;
    }
    return 2 * ascii > bytes.size();
}

/// Somebody printed, or somebody speaks another protocol: the bytes before the next frame tell.
BadFrame stray(std::string_view bytes) {
    const std::string_view start = bytes.substr(0, std::min<std::size_t>(64, bytes.find(frame_magic)));
    if (looks_printed(start))
        return {Reply::Fault::noise_on_stdout, "printed " + in_quotes(start) + " on stdout, which carries frames only"};
    return {Reply::Fault::protocol, "garbage " + in_quotes(start.substr(0, 16)) + " where a frame must begin with LPF1"};
}

}  // namespace

std::string sealed(std::string_view header, std::string_view payload) {
    std::string bytes;
    bytes.reserve(frame_prefix + header.size() + payload.size());
    bytes.append(frame_magic);
    append(bytes, static_cast<std::uint32_t>(header.size()));
    append(bytes, static_cast<std::uint64_t>(payload.size()));
    return bytes.append(header).append(payload);
}

void FrameReader::check_prefix() const {
    const std::string_view bytes = rest();
    const std::size_t known = std::min(bytes.size(), frame_magic.size());
    if (bytes.substr(0, known) != frame_magic.substr(0, known)) throw stray(bytes);
    if (bytes.size() < frame_prefix) return;

    const std::uint64_t header = word_at<std::uint32_t>(bytes, 4), payload = word_at<std::uint64_t>(bytes, 8);
    if (header > longest_header)
        throw BadFrame(Reply::Fault::protocol, "frame announces a header of " + std::to_string(header) + " bytes; at most " +
                                                   std::to_string(longest_header) + " are allowed");
    if (payload > longest_payload_)
        throw BadFrame(Reply::Fault::protocol, "frame announces a payload of " + std::to_string(payload) +
                                                   " bytes; the answer needs at most " + std::to_string(longest_payload_));
}

std::optional<Frame> FrameReader::next() {
    check_prefix();
    const std::string_view bytes = rest();
    if (bytes.size() < frame_prefix) return std::nullopt;
    const std::size_t header = word_at<std::uint32_t>(bytes, 4), payload = word_at<std::uint64_t>(bytes, 8);
    if (bytes.size() < frame_prefix + header + payload) return std::nullopt;

    Frame frame{.header = std::string(bytes.substr(frame_prefix, header)),
                .payload = std::string(bytes.substr(frame_prefix + header, payload))};
    taken_ += frame_prefix + header + payload;
    // Moving the rest to the front only now and then keeps long batches linear.
    if (taken_ == pending_.size() || taken_ > (std::size_t{1} << 20)) {
        pending_.erase(0, taken_);
        taken_ = 0;
    }
    return frame;
}

std::string FrameReader::missing() const {
    const std::string_view bytes = rest();
    const auto part = [](std::string_view what, std::size_t here, std::size_t whole) {
        return std::string(what) + " has " + std::to_string(here) + " of " + std::to_string(whole) + " bytes";
    };
    if (bytes.size() < frame_prefix) return part("the frame's prefix", bytes.size(), frame_prefix);
    const std::size_t header = word_at<std::uint32_t>(bytes, 4), payload = word_at<std::uint64_t>(bytes, 8);
    if (bytes.size() < frame_prefix + header) return part("the header", bytes.size() - frame_prefix, header);
    return part("the payload", bytes.size() - frame_prefix - header, payload);
}

std::string in_quotes(std::string_view text, std::size_t longest) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text.substr(0, longest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') out += "\\n";
        else if (byte >= 32 && byte < 127) out += c;
        else out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    return out + (text.size() > longest ? "…\"" : "\"");
}

}  // namespace lossproof
