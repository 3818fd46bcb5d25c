// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/eval_answer.hpp"

#include "properties/generators/strata.hpp"
#include "reference/json/parse.hpp"
#include "reference/oracle/case_json.hpp"

#include <fstream>
#include <iostream>

namespace lossproof::cli {
using Json = nlohmann::ordered_json;

/// Cases with their certified answers: `{"id", "case", "answer"}` each.
int export_vectors(const VectorOptions& options) {
    Json all = Json::array();
    for (const Operation* operation : operations_matching(options.operations))
        for (const Format format : formats_named(options.formats))
            for (const Stratum& stratum : strata_of(*operation, format))
                for (const Case& question : draw(*operation, format, stratum.name, options.seed, options.count)) {
                    const std::string id =
                        std::to_string(all.size()) + "/" + std::string(operation->name) + "/" + std::string(stratum.name);
                    all.push_back({{"id", id},
                                   {"case", Json::parse(case_text(question))},
                                   {"answer", Json::parse(answer_json(question, {.condition = true, .admissible = true}))}});
                }
    std::ofstream file(options.file);
    if (!(file << all.dump(1) << "\n")) throw UsageError("cannot write '" + options.file + "'");
    std::cout << all.size() << " vectors written to " << options.file << "\n";
    return held;
}

/// The bit patterns of an answer, in order; anything that is no answer has none.
std::vector<Json> bits_of(const Json& answer) {
    std::vector<Json> bits;
    if (answer.contains("outputs") && answer["outputs"].is_array())
        for (const auto& output : answer["outputs"])
            if (output.is_object() && output.contains("bits")) bits.push_back(output["bits"]);
    return bits;
}

/// A file of vectors as it was written; throws UsageError that says what is wrong and where.
Json read_vectors(const std::string& file) {
    constexpr std::size_t most_bytes = std::size_t{1} << 30;
    const auto refuse = [&](const std::string& what) { return UsageError("'" + file + "' is no vector file: " + what); };
    try {
        Json all = parse_json<Json>(file_content(file), {.bytes = most_bytes});
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

/// Certify every case of a vector file again and compare the bits.
int check_vectors(const VectorOptions& options) {
    const Json all = read_vectors(options.file);
    std::size_t different = 0;
    for (const auto& vector : all) {
        const auto parsed = read_cases(vector["case"].dump());
        if (!parsed.front().question) throw UsageError(parsed.front().error);
        const Json now = Json::parse(answer_json(*parsed.front().question, {}));
        const bool same = bits_of(now) == bits_of(vector["answer"]);
        if (!same) std::cout << "differs: " << (vector.contains("id") ? shown(vector["id"]) : "?") << "\n";
        different += same ? 0 : 1;
    }
    std::cout << all.size() << " vectors checked, " << different << " differ\n";
    return all.empty() ? nothing_tested : different ? fell_short : held;
}

}  // namespace lossproof::cli
