// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/eval_answer.hpp"
#include "cli/vector_check.hpp"

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

/// Certify every case of a vector file again and compare the bits.
int check_vectors(const VectorOptions& options) {
    const VectorCheck check = check_vector_text(file_content(options.file), options.file);
    for (const std::string& id : check.different) std::cout << "differs: " << id << "\n";
    std::cout << check.vectors << " vectors checked, " << check.different.size() << " differ\n";
    return check.vectors == 0 ? nothing_tested : check.different.empty() ? held : fell_short;
}

}  // namespace lossproof::cli
