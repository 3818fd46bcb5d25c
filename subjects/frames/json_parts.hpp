// SPDX-License-Identifier: Apache-2.0
// The JSON of frame headers; included by .cpp files only, because the JSON library is slow to compile.
#pragma once
#include "subjects/frames/messages.hpp"

#include <nlohmann/json.hpp>

namespace lossproof {

/// A tensor as a header describes it; the bytes are in the payload.
struct WireTensor {
    std::string name;
    Dtype dtype;
    std::vector<std::int64_t> shape;
    std::uint64_t offset;
    std::size_t elements;

    std::size_t bytes() const { return elements * bytes_of(dtype); }
    Tensor tensor(std::string_view payload) const;  ///< the payload must be long enough
};

WireTensor wire_tensor(const nlohmann::json& described);
nlohmann::json append_tensor(std::string_view name, const Tensor& tensor, Format format, std::string& payload);

nlohmann::json parameters_json(const Parameters& parameters);
Parameters parameters_of(const nlohmann::json& parameters);

nlohmann::json remarks_json(const std::vector<Remark>& remarks);
/// Remarks as a header has them: each a text, or {"kind","message"} with a kind of ours.
std::vector<Remark> remarks_of(const nlohmann::json& header);

std::string one_line(const std::string& text);    ///< control characters become spaces, and length is bounded
Reply::Fault fault_named(std::string_view name);  ///< `refused` for anything else

/// Parse a frame's header and read it; whatever the JSON lacks is said in one line.
template <class Reader> auto reading(std::string_view what, const Frame& frame, Reader read) {
    const auto header = nlohmann::json::parse(frame.header, nullptr, false);
    if (!header.is_object())
        throw BadFrame(Reply::Fault::protocol, std::string(what) + " has a header that is no JSON object: " + in_quotes(frame.header, 60));
    try {
        return read(header);
    } catch (const nlohmann::json::exception& error) {
        throw BadFrame(Reply::Fault::protocol, std::string(what) + " has a header that makes no sense: " + one_line(error.what()));
    }
}

}  // namespace lossproof
