// SPDX-License-Identifier: Apache-2.0
#include "subjects/frames/messages.hpp"

#include "subjects/frames/json_parts.hpp"

namespace lossproof {
namespace {

using nlohmann::json;

std::map<std::string, std::string> details_of(const json& hello) {
    std::map<std::string, std::string> details;
    const json given = hello.value("details", json::object());
    for (const auto& [key, value] : given.items()) details[key] = one_line(value.is_string() ? value.get<std::string>() : value.dump());
    return details;
}

/// The wanted output among those the answer carries; nothing and a broken reply if it is not what was asked for.
std::optional<Tensor> output_of(const json& outputs, const std::string& payload, const Request::Wanted& wanted, Format format,
                                Reply& reply) {
    const auto fail = [&](Reply::Fault fault, const std::string& what) {
        reply = broken(fault, "output " + wanted.name + " " + what);
        return std::nullopt;
    };
    const std::string expected = std::string(name(format)) + " " + shape_text(wanted.shape);
    const auto found = std::find_if(outputs.begin(), outputs.end(), [&](const json& o) { return o.at("name") == wanted.name; });
    if (found == outputs.end()) return fail(Reply::Fault::short_answer, "is missing; expected " + expected);

    const WireTensor wire = wire_tensor(*found);
    if (wire.shape != wanted.shape)
        return fail(Reply::Fault::wrong_shape, "has shape " + shape_text(wire.shape) + "; expected " + shape_text(wanted.shape));
    if (wire.dtype != dtype_of(format))
        return fail(Reply::Fault::protocol, "is " + std::string(name(wire.dtype)) + "; expected " + expected);
    if (wire.offset > payload.size() || wire.bytes() > payload.size() - wire.offset)
        return fail(Reply::Fault::short_answer, "has " +
                                                    std::to_string(payload.size() - std::min<std::uint64_t>(wire.offset, payload.size())) +
                                                    " of the " + std::to_string(wire.bytes()) + " bytes of " + expected);
    return wire.tensor(payload);
}

Reply read_reply(const json& answer, const std::string& payload, const Request& request) {
    const auto status = answer.at("status").get<std::string>();
    const std::string message = one_line(answer.value("message", std::string{}));
    if (status == "unsupported") return unsupported(message);
    if (status == "error")
        return broken(fault_named(answer.value("fault", std::string{})), message.empty() ? "answered an error without a message" : message);
    if (status != "ok")
        throw BadFrame(Reply::Fault::protocol, "answer has status " + in_quotes(status) + "; expected ok, unsupported or error");

    Reply reply;
    for (const Request::Wanted& wanted : request.outputs) {
        auto output = output_of(answer.at("outputs"), payload, wanted, request.question.format, reply);
        if (!output) return reply;
        reply.outputs.emplace(wanted.name, std::move(*output));
    }
    return reply;
}

}  // namespace

std::string Hello::offer(std::string_view operation, std::string_view format, std::string_view output) {
    return std::string(operation).append("/").append(format).append("/").append(output);
}

std::string hello_request() { return sealed(json{{"type", "hello"}, {"protocol", protocol_version}}.dump(), {}); }

Hello read_hello(const Frame& frame) {
    return reading("the handshake", frame, [&](const json& hello) {
        const std::string message = one_line(hello.value("message", std::string{}));
        if (hello.at("type") == "skipped") throw SubjectUnavailable(SubjectUnavailable::Kind::skipped, "skipped: " + message);
        if (hello.at("type") == "unavailable") throw SubjectUnavailable(SubjectUnavailable::Kind::broke, message);
        if (hello.at("type") != "hello" || hello.at("protocol") != protocol_version)
            throw BadFrame(Reply::Fault::protocol, "handshake is not a hello of protocol " + std::to_string(protocol_version));

        Hello known{.identity = {.name = one_line(hello.at("name")),
                                 .version = one_line(hello.value("version", std::string{})),
                                 .door = "process",
                                 .details = details_of(hello),
                                 .conventions = hello.value("conventions", std::vector<std::string>{})},
                    .offers = {},
                    .remarks = remarks_of(hello)};
        for (const json& offer : hello.at("offers"))
            for (const json& format : offer.at("formats"))
                for (const json& output : offer.at("outputs"))
                    known.offers.insert(
                        Hello::offer(offer.at("operation").get<std::string>(), format.get<std::string>(), output.get<std::string>()));
        return known;
    });
}

std::string compute_frame(std::size_t id, const Request& request) {
    const Case& question = request.question;
    std::string payload;
    json header{{"type", "compute"}, {"id", id}, {"operation", question.operation}, {"format", name(question.format)}};
    header["parameters"] = parameters_json(question.parameters);
    header["inputs"] = json::array();
    for (const auto& [name, tensor] : question.inputs) header["inputs"].push_back(append_tensor(name, tensor, question.format, payload));
    header["upstream"] = request.upstream ? append_tensor("upstream", *request.upstream, question.format, payload) : json(nullptr);
    header["outputs"] = json::array();
    for (const Request::Wanted& wanted : request.outputs) header["outputs"].push_back({{"name", wanted.name}, {"shape", wanted.shape}});
    return sealed(header.dump(), payload);
}

Answer read_answer(const Frame& frame, std::size_t expected, const Request& request) {
    return reading("the answer", frame, [&](const json& answer) {
        if (answer.at("type") != "answer")
            throw BadFrame(Reply::Fault::protocol, "frame of type " + one_line(answer.at("type").dump()) + "; expected answer");
        if (answer.at("id") != expected)
            throw BadFrame(Reply::Fault::protocol, "answer to request " + one_line(answer.at("id").dump()) + "; expected " +
                                                       std::to_string(expected) + " (answers come in the order of the requests)");
        Answer read{.id = expected, .reply = read_reply(answer, frame.payload, request)};
        read.reply.remarks = remarks_of(answer);
        return read;
    });
}

Reply broken(Reply::Fault fault, std::string message) {
    return {.status = Reply::Status::broke, .fault = fault, .message = std::move(message)};
}
Reply unsupported(std::string message) {
    return {.status = Reply::Status::unsupported, .fault = Reply::Fault::none, .message = std::move(message)};
}

}  // namespace lossproof
