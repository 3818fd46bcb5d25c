// SPDX-License-Identifier: Apache-2.0
#include "subjects/library/worker.hpp"

#include "subjects/frames/json_parts.hpp"
#include "subjects/library/environment.hpp"
#include "subjects/library/library_call.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <sstream>
#include <unistd.h>

namespace lossproof {
namespace {

using nlohmann::json;

bool send(int fd, const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t written = ::write(fd, bytes.data() + sent, bytes.size() - sent);
        if (written <= 0) return false;
        sent += static_cast<std::size_t>(written);
    }
    return true;
}

std::optional<Frame> receive(int fd, FrameReader& reader) {
    for (;;) {
        if (auto frame = reader.next()) return frame;
        char buffer[1 << 16];
        const ssize_t got = ::read(fd, buffer, sizeof buffer);
        if (got <= 0) return std::nullopt;
        reader.feed({buffer, static_cast<std::size_t>(got)});
    }
}

std::vector<std::string> words(const char* text) {
    std::istringstream in(text ? text : "");
    std::vector<std::string> out;
    for (std::string word; in >> word;) out.push_back(word);
    return out;
}
std::string text_of(const char* text) { return text ? text : ""; }

/// The loaded library, or why it is not one.
struct Loaded {
    const lossproof_subject* subject = nullptr;
    std::string failure;
    std::vector<Remark> remarks;
};

/// The library's own description, or why there is none.
const lossproof_subject* description(const std::string& path, std::string& failure) {
    using Describe = const lossproof_subject* (*)(void);
    // What a constructor throws ends the worker (Child::run): after half a load there is no state worth catching it for.
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) return failure = "cannot be loaded: " + text_of(::dlerror()), nullptr;
    const auto describe = reinterpret_cast<Describe>(::dlsym(library, "lossproof_subject_v1"));
    if (!describe) return failure = path + " does not export lossproof_subject_v1 (see lossproof_subject.h)", nullptr;
    return describe();
}

Loaded load(const std::string& path, StdoutTrap& trap) {
    Loaded loaded;
    const auto before = FloatingPointEnvironment::current();
    const lossproof_subject* subject = description(path, loaded.failure);
    const auto changes = FloatingPointEnvironment::current().changes_since(before);
    before.restore();
    for (const Remark& change : changes)
        loaded.remarks.push_back({.kind = change.kind, .message = "while the library was loaded, " + change.message});
    if (const std::string noise = trap.caught(); !noise.empty())
        loaded.remarks.push_back(
            {.kind = Remark::Kind::noise, .message = "while the library was loaded, it printed " + in_quotes(noise, 64) + " on stdout"});

    if (!loaded.failure.empty()) return loaded;
    if (!subject || subject->struct_size < sizeof(lossproof_subject) || subject->abi != LOSSPROOF_ABI || !subject->compute ||
        subject->offer_size < offsetof(lossproof_offer, options) || !subject->name)
        return loaded.failure =
                   path + " answers lossproof_subject_v1 with something that is not a subject of ABI " + std::to_string(LOSSPROOF_ABI),
               loaded;
    loaded.subject = subject;
    return loaded;
}

json details_json(const Loaded& loaded) {
    json details = json::object();
    std::istringstream lines(text_of(loaded.subject->details));
    for (std::string line; std::getline(lines, line);)
        if (const std::size_t colon = line.find(": "); colon != std::string::npos) details[line.substr(0, colon)] = line.substr(colon + 2);
    return details;
}

json hello_json(const Loaded& loaded) {
    if (!loaded.subject) return {{"type", "unavailable"}, {"message", loaded.failure}};
    const lossproof_subject& subject = *loaded.subject;
    json offers = json::array();
    for (std::size_t i = 0; i < subject.offer_count; ++i) {
        const auto& offer =
            *reinterpret_cast<const lossproof_offer*>(reinterpret_cast<const char*>(subject.offers) + i * subject.offer_size);
        std::vector<std::string_view> formats;
        for (const Format format : all_formats)
            if (offer.formats & LOSSPROOF_IN(static_cast<unsigned>(format))) formats.push_back(name(format));
        offers.push_back({{"operation", text_of(offer.operation)}, {"formats", formats}, {"outputs", words(offer.outputs)}});
        // Libraries built before there were options have shorter offers.
        const bool knows = subject.offer_size >= offsetof(lossproof_offer, options) + sizeof offer.options;
        if (knows && offer.options) offers.back()["options"] = words(offer.options);
    }
    return {{"type", "hello"},
            {"protocol", protocol_version},
            {"name", subject.name},
            {"version", text_of(subject.version)},
            {"conventions", words(subject.conventions)},
            {"deterministic", !(subject.flags & LOSSPROOF_NOT_DETERMINISTIC)},
            {"batch_invariant", !(subject.flags & LOSSPROOF_BATCH_DEPENDENT)},
            {"details", details_json(loaded)},
            {"remarks", remarks_json(loaded.remarks)},
            {"offers", offers}};
}

InputBytes input_of(const json& described, const std::string& payload) {
    const WireTensor wire = wire_tensor(described);
    return {
        .name = wire.name, .dtype = wire.dtype, .shape = wire.shape, .bytes = std::string_view(payload).substr(wire.offset, wire.bytes())};
}

Question question_of(const json& asked, const std::string& payload) {
    Question question{.operation = asked.at("operation"),
                      .format = format_named(asked.at("format").get<std::string>()).value(),
                      .parameters = parameters_of(asked.at("parameters")),
                      .inputs = {},
                      .upstream = {},
                      .outputs = {}};
    for (const json& input : asked.at("inputs")) question.inputs.push_back(input_of(input, payload));
    if (!asked.at("upstream").is_null()) question.upstream = input_of(asked.at("upstream"), payload);
    for (const json& wanted : asked.at("outputs"))
        question.outputs.push_back({.name = wanted.at("name"), .shape = wanted.at("shape").get<std::vector<std::int64_t>>()});
    return question;
}

std::string answer_frame(const json& asked, const Question& question, const CallResult& result) {
    json answer{{"type", "answer"}, {"id", asked.at("id")}, {"message", result.reply.message}, {"outputs", json::array()}};
    answer["status"] = result.reply.status == Reply::Status::answered ? "ok"
                       : result.reply.status == Reply::Status::broke  ? "error"
                                                                      : "unsupported";
    answer["fault"] = text(result.reply.fault);
    answer["remarks"] = remarks_json(result.reply.remarks);
    std::string payload;
    for (std::size_t i = 0; i < result.outputs.size(); ++i) {
        answer["outputs"].push_back({{"name", question.outputs[i].name},
                                     {"dtype", name(question.format)},
                                     {"shape", question.outputs[i].shape},
                                     {"offset", payload.size()}});
        payload += result.outputs[i];
    }
    // A library's texts may be any bytes; JSON must be UTF-8.
    return sealed(answer.dump(-1, ' ', false, json::error_handler_t::replace), payload);
}

void leave_at_once(int status, void*) { ::_exit(status); }

}  // namespace

int serve_library(const std::string& path, int requests, int answers) {
    // A library that calls exit() must not run the host's own exit handlers a second time in this process.
    ::on_exit(leave_at_once, nullptr);
    StdoutTrap trap;
    FrameReader reader;
    reader.expect_payload_up_to(std::uint64_t{1} << 44);
    const Loaded loaded = load(path, trap);
    const std::string hello = sealed(hello_json(loaded).dump(-1, ' ', false, json::error_handler_t::replace), {});
    while (const auto frame = receive(requests, reader)) {
        const json asked = parse_json(frame->header, {.bytes = longest_header});
        if (asked.at("type") == "hello") {
            if (!send(answers, hello)) return 1;
            continue;
        }
        const Question question = question_of(asked, frame->payload);
        if (!send(answers, answer_frame(asked, question, call_library(*loaded.subject, question, trap)))) return 1;
    }
    return 0;
}

}  // namespace lossproof
