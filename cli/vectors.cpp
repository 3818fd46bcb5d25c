// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/eval_answer.hpp"

#include "properties/generators/strata.hpp"
#include "reference/oracle/case_json.hpp"

#include <nlohmann/json.hpp>

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
                    const std::string id = std::to_string(all.size()) + "/" + std::string(operation->name) + "/" + std::string(stratum.name);
                    all.push_back({{"id", id}, {"case", Json::parse(case_text(question))}, {"answer", Json::parse(answer_json(question, ""))}});
                }
    std::ofstream file(options.file);
    if (!(file << all.dump(1) << "\n")) throw UsageError("cannot write '" + options.file + "'");
    std::cout << all.size() << " vectors written to " << options.file << "\n";
    return held;
}

/// Certify every case of a vector file again and compare the bits.
int check_vectors(const VectorOptions& options) {
    const Json all = Json::parse(file_content(options.file), nullptr, false);
    if (!all.is_array()) throw UsageError("'" + options.file + "' is no vector file: expected a JSON array of {\"id\",\"case\",\"answer\"}");
    std::size_t different = 0;
    for (const auto& vector : all) {
        if (!vector.is_object() || !vector.contains("case") || !vector.contains("answer")) throw UsageError("a vector lacks \"case\" or \"answer\"");
        const auto parsed = read_cases(vector["case"].dump());
        if (!parsed.front().question) throw UsageError(parsed.front().error);
        const Json now = Json::parse(answer_json(*parsed.front().question, ""));
        bool same = now["outputs"].size() == vector["answer"].value("outputs", Json::array()).size();
        for (std::size_t i = 0; same && i < now["outputs"].size(); ++i) same = now["outputs"][i]["bits"] == vector["answer"]["outputs"][i].value("bits", Json(nullptr));
        if (!same) std::cout << "differs: " << vector.value("id", std::string("?")) << "\n";
        different += same ? 0 : 1;
    }
    std::cout << all.size() << " vectors checked, " << different << " differ\n";
    return all.empty() ? nothing_tested : different ? fell_short : held;
}

}  // namespace lossproof::cli
