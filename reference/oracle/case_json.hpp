// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lossproof {

/// A case as it was read: the question, or why there is none. A bad case among good ones is answered in its place.
struct ParsedCase {
    std::string id;       ///< the plain text of its "id"; empty if it has none
    std::string id_json;  ///< the same as JSON, to be given back as it came
    std::optional<Case> question;
    std::string error;      ///< if there is no question
    bool in_array = false;  ///< the file holds an array of cases, not one case
};

/// The cases of a JSON text: one case, or an array of them. Throws UsageError if the text is neither.
std::vector<ParsedCase> read_cases(const std::string& text);

/// One case in one line of JSON, data as hex floats; `read_cases` reads it back to an equal case.
std::string case_text(const Case& question);

/// The number of a JSON text field: a hex float exactly (or nothing, if no binary64 is that number), a decimal as the
/// nearest binary64, or `inf`, `-inf`, `nan`.
std::optional<double> read_case_number(const std::string& text);

}  // namespace lossproof
