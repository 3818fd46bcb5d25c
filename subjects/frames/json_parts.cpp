// SPDX-License-Identifier: Apache-2.0
#include "subjects/frames/json_parts.hpp"

#include <cmath>

namespace lossproof {

using nlohmann::json;

Tensor WireTensor::tensor(std::string_view payload) const {
    return {.shape = shape, .values = decoded(payload.substr(offset, bytes()), dtype), .integral = dtype == Dtype::i64};
}

WireTensor wire_tensor(const json& described) {
    const auto fail = [](const std::string& what) -> BadFrame { return {Reply::Fault::protocol, what}; };
    const auto type = described.at("dtype").get<std::string>();
    const auto dtype = dtype_named(type);
    if (!dtype) throw fail("tensor of type " + in_quotes(type) + "; expected f64, f32, f16, bf16 or i64");

    // A shape of 1.5 or a negative offset must not be converted silently, as get<> would.
    WireTensor wire{.name = described.at("name"), .dtype = *dtype, .shape = {}, .offset = 0, .elements = 0};
    for (const json& length : described.at("shape")) {
        if (!length.is_number_integer()) throw fail("tensor " + in_quotes(wire.name) + " has a length that is no integer");
        wire.shape.push_back(length.get<std::int64_t>());
    }
    if (!described.at("offset").is_number_unsigned())
        throw fail("tensor " + in_quotes(wire.name) + " has an offset that is no natural number");
    wire.offset = described.at("offset").get<std::uint64_t>();

    const auto elements = elements_of(wire.shape);
    if (!elements) throw fail("tensor " + in_quotes(wire.name) + " has the impossible shape " + shape_text(wire.shape));
    wire.elements = *elements;
    return wire;
}

json append_tensor(std::string_view name, const Tensor& tensor, Format format, std::string& payload) {
    const Dtype dtype = dtype_of(tensor, format);
    payload.resize((payload.size() + 7) / 8 * 8);  // so that a guest in C may read the elements where they are
    json described{{"name", name}, {"dtype", lossproof::name(dtype)}, {"shape", tensor.shape}, {"offset", payload.size()}};
    payload += encoded(tensor, dtype);
    return described;
}

json parameters_json(const Parameters& parameters) {
    json out = json::object();
    for (const auto& [name, value] : parameters)
        out[name] = std::visit(
            [](const auto& v) -> json {
                // JSON has no word for these three; as text they cannot be mistaken for a word parameter's value.
                if constexpr (std::is_same_v<std::decay_t<decltype(v)>, double>)
                    if (!std::isfinite(v)) return hex_text(v);
                return v;
            },
            value);
    return out;
}

Parameters parameters_of(const json& parameters) {
    Parameters out;
    for (const auto& [name, value] : parameters.items()) {
        if (value.is_number_integer()) out[name] = value.get<std::int64_t>();
        else if (value.is_number()) out[name] = value.get<double>();
        else if (const auto word = value.get<std::string>(); word == "inf" || word == "-inf" || word == "nan")
            out[name] = *read_number(word);
        else out[name] = word;
    }
    return out;
}

json remarks_json(const std::vector<Remark>& remarks) {
    json out = json::array();
    for (const Remark& remark : remarks) out.push_back({{"kind", text(remark.kind)}, {"message", remark.message}});
    return out;
}

std::vector<Remark> remarks_of(const json& header) {
    std::vector<Remark> remarks;
    const auto given = header.find("remarks");
    if (given == header.end() || given->is_null()) return remarks;
    for (const json& one : *given) {
        const bool plain = one.is_string();
        const auto kind = plain ? Remark::Kind::told : remark_kind_named(one.at("kind").get<std::string>());
        add_remark(remarks, {.kind = kind.value_or(Remark::Kind::told), .message = one_line(plain ? one : one.at("message"))});
    }
    return remarks;
}

std::string one_line(const std::string& text) {
    constexpr std::size_t longest = 300;
    std::size_t end = std::min(text.size(), longest);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // whole characters only
    std::string line = text.substr(0, end);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 32 || c == 127) c = ' ';
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return end < text.size() ? line + "…" : line;
}

Fault fault_named(std::string_view wanted) {
    for (int i = 1; i <= static_cast<int>(Fault::refused); ++i)
        if (text(static_cast<Fault>(i)) == wanted) return static_cast<Fault>(i);
    return Fault::refused;
}

}  // namespace lossproof
