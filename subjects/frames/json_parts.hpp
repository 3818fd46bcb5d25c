// SPDX-License-Identifier: Apache-2.0
// The JSON of frame headers; included by .cpp files only, because the JSON library is slow to compile.
#pragma once
#include "reference/json/parse.hpp"
#include "subjects/frames/messages.hpp"

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

Fault fault_named(std::string_view name);  ///< `refused` for anything else

/// Parse a frame's header and read it; whatever the JSON lacks is said in one line.
template <class Reader> auto reading(std::string_view what, const Frame& frame, Reader read) {
    const auto fail = [&](const std::string& how) { return BadFrame(Fault::protocol, std::string(what) + " has a header that " + how); };
    try {
        const auto header = parse_json(frame.header, {.bytes = longest_header});
        if (!header.is_object()) throw fail("is no JSON object: " + in_quotes(frame.header, 60));
        return read(header);
    } catch (const BadJson& error) {
        throw fail("makes no sense: " + std::string(error.what()));
    } catch (const nlohmann::json::exception& error) {
        throw fail("makes no sense: " + one_line(error.what()));
    }
}

}  // namespace lossproof
