// SPDX-License-Identifier: Apache-2.0
// What the frames of the process door say: hello, compute, answer (subjects/README.md has them in full).
#pragma once
#include "subjects/frames/frame.hpp"
#include "subjects/frames/tensor_bytes.hpp"
#include "subjects/options.hpp"

#include <set>

namespace lossproof {

inline constexpr int protocol_version = 1;

/// What a guest says about itself in the handshake.
struct Hello {
    SubjectIdentity identity;
    std::set<std::string, std::less<>> offers;  ///< `operation/format/output`
    Options options;                            ///< of operations whose offers declare them
    std::vector<Remark> remarks;                ///< on how it was loaded or started

    static std::string offer(std::string_view operation, std::string_view format, std::string_view output);
};

std::string hello_request();
Hello read_hello(const Frame& frame);  ///< throws SubjectUnavailable or BadFrame

/// With `explain` the answer may hold a snippet.
std::string compute_frame(std::size_t id, const Request& request, bool explain = false);

struct NumberedReply {
    std::size_t id;
    Reply reply;
};
/// The answer to request number `expected`, checked against what it asked for. Throws BadFrame if the frame itself
/// makes no sense; an answer that is merely wrong is a reply that `broke`.
NumberedReply read_answer(const Frame& frame, std::size_t expected, const Request& request);

/// The snippet of an answer; nothing if there is none, or none that can be shown whole on plain lines.
std::string read_snippet(const Frame& frame);

Reply broken(Reply::Fault fault, std::string message);
Reply unsupported(std::string message);

}  // namespace lossproof
