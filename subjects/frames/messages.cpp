// SPDX-License-Identifier: Apache-2.0
#include "subjects/frames/messages.hpp"

#include "reference/oracle/operation.hpp"
#include "subjects/frames/json_parts.hpp"

#include <algorithm>
#include <sstream>

namespace lossproof {
namespace {

using nlohmann::json;

constexpr std::size_t most_details = 64, most_conventions = 16;
constexpr std::size_t most_lines = 24, longest_line = 2000;  // of a snippet

std::string text_or_nothing(const json& header, const char* field) {
    const auto found = header.find(field);
    return found == header.end() ? std::string() : one_line(found->get_ref<const std::string&>());
}

/// Lines without steering characters; nothing if one would have to be cut, for a program that is cut is none.
std::string snippet_of(const json& answer) {
    const auto found = answer.find("snippet");
    if (found == answer.end()) return {};
    std::istringstream text(found->get_ref<const std::string&>());
    std::string snippet, line;
    for (std::size_t lines = 0; std::getline(text, line); ++lines) {
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        if (lines == most_lines || one_line(line.substr(indent), longest_line) != line.substr(indent)) return {};
        snippet += (lines ? "\n" : "") + line;
    }
    return snippet;
}

std::map<std::string, std::string> details_of(const json& hello) {
    std::map<std::string, std::string> details;
    const auto given = hello.find("details");
    if (given == hello.end()) return details;
    if (!given->is_object()) throw BadFrame(Fault::protocol, "the handshake has details that are no JSON object");
    for (const auto& [key, value] : given->items()) {
        if (details.size() == most_details) break;
        details[one_line(key, 60)] = value.is_string() ? one_line(value.get_ref<const std::string&>()) : shown(value, 300);
    }
    return details;
}

std::vector<std::string> conventions_of(const json& hello) {
    std::vector<std::string> conventions;
    const auto given = hello.find("conventions");
    if (given == hello.end()) return conventions;
    for (const json& one : *given) {
        if (conventions.size() == most_conventions) break;
        conventions.push_back(one_line(one.get_ref<const std::string&>(), 60));
    }
    return conventions;
}

/// Of what a guest offers only what can be asked is kept: its lists are as long as it likes, and their product longer.
class OfferReader {
public:
    explicit OfferReader(Hello& known) : known_(known) {}

    void read(const json& offer) {
        const auto& operation_name = offer.at("operation").get_ref<const std::string&>();
        const Operation* operation = find_operation(operation_name);
        if (!operation) return note("operation", operation_name);
        std::set<std::string> formats, outputs;
        for (const json& one : offer.at("formats")) {
            const auto& format = one.get_ref<const std::string&>();
            if (format_named(format)) formats.insert(format);
            else note("format", format);
        }
        for (const json& one : offer.at("outputs")) {
            const auto& output = one.get_ref<const std::string&>();
            if (has_output(*operation, output)) outputs.insert(output);
            else note("output of " + operation_name, output);
        }
        for (const auto& format : formats)
            for (const auto& output : outputs) known_.offers.insert(Hello::offer(operation_name, format, output));
        if (offer.contains("options")) read_options(*operation, offer.at("options"));
    }

private:
    /// What is no option of the operation is dropped: it is never sent, so it is no matter.
    void read_options(const Operation& operation, const json& options) {
        auto& declared = known_.options[std::string(operation.name)];
        for (const json& one : options)
            if (const auto& option = one.get_ref<const std::string&>(); is_option(operation, option)) declared.insert(option);
    }
    static bool has_output(const Operation& operation, const std::string& name) {
        const auto among = [&](const auto& names) { return std::find(names.begin(), names.end(), name) != names.end(); };
        return among(operation.results) || among(operation.gradients);
    }
    void note(const std::string& what, const std::string& name) {
        add_remark(known_.remarks, {.kind = Remark::Kind::told,
                                    .message = "offers the " + what + " '" + one_line(name, 60) + "', which lossproof does not know"});
    }

    Hello& known_;
};

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
    const std::string message = text_or_nothing(answer, "message");
    if (status == "unsupported") return unsupported(message);
    if (status == "error")
        return broken(fault_named(text_or_nothing(answer, "fault")), message.empty() ? "answered an error without a message" : message);
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
        const std::string message = text_or_nothing(hello, "message");
        if (hello.at("type") == "skipped") throw SubjectUnavailable(SubjectUnavailable::Kind::skipped, "skipped: " + message);
        if (hello.at("type") == "unavailable") throw SubjectUnavailable(SubjectUnavailable::Kind::broke, message);
        if (hello.at("type") != "hello" || hello.at("protocol") != protocol_version)
            throw BadFrame(Reply::Fault::protocol, "handshake is not a hello of protocol " + std::to_string(protocol_version));

        Hello known{.identity = {.name = one_line(hello.at("name").get_ref<const std::string&>()),
                                 .version = text_or_nothing(hello, "version"),
                                 .door = "process",
                                 .details = details_of(hello),
                                 .conventions = conventions_of(hello)},
                    .offers = {},
                    .options = {},
                    .remarks = remarks_of(hello)};
        OfferReader offers(known);
        for (const json& offer : hello.at("offers")) offers.read(offer);
        return known;
    });
}

std::string compute_frame(std::size_t id, const Request& request, bool explain) {
    const Case& question = request.question;
    std::string payload;
    json header{{"type", "compute"}, {"id", id}, {"operation", question.operation}, {"format", name(question.format)}};
    header["parameters"] = parameters_json(question.parameters);
    header["inputs"] = json::array();
    // In the order of the entry; the upstream gradient apart, for it is no input of the operation itself.
    header["upstream"] = nullptr;
    for (const Input& input : operation_named(question.operation).inputs)
        if (const auto found = question.inputs.find(input.name); found != question.inputs.end()) {
            auto described = append_tensor(input.name, found->second, question.format, payload);
            if (input.meaning == Meaning::upstream) header["upstream"] = std::move(described);
            else header["inputs"].push_back(std::move(described));
        }
    header["outputs"] = json::array();
    for (const Request::Wanted& wanted : request.outputs) header["outputs"].push_back({{"name", wanted.name}, {"shape", wanted.shape}});
    if (explain) header["explain"] = true;
    return sealed(header.dump(), payload);
}

NumberedReply read_answer(const Frame& frame, std::size_t expected, const Request& request) {
    return reading("the answer", frame, [&](const json& answer) {
        if (answer.at("type") != "answer")
            throw BadFrame(Reply::Fault::protocol, "frame of type " + shown(answer.at("type")) + "; expected answer");
        if (answer.at("id") != expected)
            throw BadFrame(Reply::Fault::protocol, "answer to request " + shown(answer.at("id")) + "; expected " +
                                                       std::to_string(expected) + " (answers come in the order of the requests)");
        NumberedReply read{.id = expected, .reply = read_reply(answer, frame.payload, request)};
        read.reply.remarks = remarks_of(answer);
        return read;
    });
}

std::string read_snippet(const Frame& frame) { return reading("the answer", frame, snippet_of); }

Reply broken(Reply::Fault fault, std::string message) {
    return {.status = Reply::Status::broke, .fault = fault, .message = std::move(message)};
}
Reply unsupported(std::string message) {
    return {.status = Reply::Status::unsupported, .fault = Reply::Fault::none, .message = std::move(message)};
}

}  // namespace lossproof
