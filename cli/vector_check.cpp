// SPDX-License-Identifier: Apache-2.0
#include "cli/vector_check.hpp"

#include "cli/eval_answer.hpp"

#include "reference/json/parse.hpp"
#include "reference/oracle/case_json.hpp"

namespace lossproof::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The bit patterns of an answer, in order; anything that is no answer has none.
std::vector<Json> bits_of(const Json& answer) {
    std::vector<Json> bits;
    if (answer.contains("outputs") && answer["outputs"].is_array())
        for (const auto& output : answer["outputs"])
            if (output.is_object() && output.contains("bits")) bits.push_back(output["bits"]);
    return bits;
}

Json read_vectors(const std::string& text, const std::string& file) {
    constexpr std::size_t most_bytes = std::size_t{1} << 30;
    const auto refuse = [&](const std::string& what) { return UsageError("'" + file + "' is no vector file: " + what); };
    try {
        Json all = parse_json<Json>(text, {.bytes = most_bytes});
        if (!all.is_array()) throw refuse("expected a JSON array of {\"id\", \"case\", \"answer\"}");
        for (const auto& vector : all)
            if (!vector.is_object() || !vector.contains("case") || !vector["case"].is_object() || !vector.contains("answer") ||
                !vector["answer"].is_object())
                throw refuse("expected {\"id\", \"case\", \"answer\"}, a case and its answer as `eval --json` gives it, found " +
                             shown(vector));
        return all;
    } catch (const BadJson& error) {
        throw refuse(error.what());
    }
}

}  // namespace

VectorCheck check_vector_text(const std::string& text, const std::string& file) {
    VectorCheck check;
    for (const auto& vector : read_vectors(text, file)) {
        const auto parsed = read_cases(vector["case"].dump());
        if (!parsed.front().question) throw UsageError(parsed.front().error);
        const Json now = Json::parse(answer_json(*parsed.front().question, {}));
        ++check.vectors;
        if (bits_of(now) != bits_of(vector["answer"])) check.different.push_back(vector.contains("id") ? shown(vector["id"]) : "?");
    }
    return check;
}

}  // namespace lossproof::cli
