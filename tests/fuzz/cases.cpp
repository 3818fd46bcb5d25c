// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/case_json.hpp"
#include "reference/oracle/plan.hpp"
#include "tests/fuzz/targets.hpp"

namespace lossproof::fuzz {

void cases(std::string_view bytes) {
    std::vector<ParsedCase> all;
    try {
        all = read_cases(std::string(bytes));
    } catch (const UsageError&) {
        return;
    }
    for (const ParsedCase& parsed : all) {
        insist(parsed.question.has_value() == parsed.error.empty(), "a case is a question or has an error");
        if (!parsed.question) continue;
        const std::string text = case_text(*parsed.question);
        const auto again = read_cases(text);
        insist(again.size() == 1 && again.front().question && case_text(*again.front().question) == text, "a case survives being written");
        try {
            const Plan plan(*parsed.question);
            insist(!plan.outputs().empty(), "a question has an answer");
        } catch (const UsageError&) {
        }
    }
}

}  // namespace lossproof::fuzz
