// SPDX-License-Identifier: Apache-2.0
#include "reference/json/one_line.hpp"
#include "subjects/frames/frame.hpp"
#include "subjects/frames/messages.hpp"
#include "subjects/frames/tensor_bytes.hpp"
#include "tests/fuzz/targets.hpp"

namespace lossproof::fuzz {
namespace {

/// One line without steering characters; a text that a guest left empty may leave a blank at the end.
bool printable(std::string text) {
    while (text.ends_with(' ')) text.pop_back();
    return text == one_line(text, text.size());
}

const Request& request() {
    static const Request asked = [] {
        const Tensor logits{.shape = {2, 2}, .values = {1, 2, 3, 4}, .integral = false};
        return Request{.question = {.operation = "softmax", .format = Format::f32, .parameters = {}, .inputs = {{"logits", logits}}},
                       .outputs = {{.name = "value", .shape = {2, 2}}, {.name = "J_logits", .shape = {2, 2, 2}}}};
    }();
    return asked;
}

void check_hello(const Frame& frame) {
    try {
        const Hello hello = read_hello(frame);
        insist(printable(hello.identity.name) && printable(hello.identity.version), "what a subject calls itself can be printed");
        for (const auto& [key, value] : hello.identity.details) insist(printable(key) && printable(value), "details can be printed");
        for (const Remark& remark : hello.remarks) insist(printable(remark.message), "a remark can be printed");
    } catch (const BadFrame& error) {
        insist(printable(error.what()), "a message can be printed");
    } catch (const SubjectUnavailable& error) {
        insist(printable(error.what()), "a message can be printed");
    }
}

void check_answer(const Frame& frame) {
    try {
        const Reply reply = read_answer(frame, 7, request()).reply;
        insist(printable(reply.message), "a message can be printed");
        insist(reply.status != Reply::Status::broke || !reply.message.empty(), "a break has a message");
        for (const Remark& remark : reply.remarks) insist(printable(remark.message), "a remark can be printed");
        if (reply.status != Reply::Status::answered) return;
        for (const Request::Wanted& wanted : request().outputs) {
            const auto found = reply.outputs.find(wanted.name);
            insist(found != reply.outputs.end() && found->second.shape == wanted.shape &&
                       found->second.values.size() == elements_of(wanted.shape).value(),
                   "an answer has every output in its shape");
            for (const double value : found->second.values) insist(representable(Format::f32, value), "an answer is of the format");
        }
    } catch (const BadFrame& error) {
        insist(printable(error.what()), "a message can be printed");
    }
}

}  // namespace

/// The first byte says how the stream is cut into pieces; the rest is the stream.
void frames(std::string_view bytes) {
    if (bytes.empty()) return;
    const std::size_t piece = static_cast<unsigned char>(bytes.front()) % 61 + 1;
    bytes.remove_prefix(1);
    FrameReader reader;
    reader.expect_payload_up_to(4096);
    try {
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            reader.feed(bytes.substr(0, piece));
            while (const auto frame = reader.next()) {
                check_hello(*frame);
                check_answer(*frame);
            }
        }
        if (!reader.idle()) insist(!reader.missing().empty(), "what is missing of a frame is said");
    } catch (const BadFrame& error) {
        insist(printable(error.what()), "a message can be printed");
    }
}

}  // namespace lossproof::fuzz
