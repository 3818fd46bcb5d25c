// SPDX-License-Identifier: Apache-2.0
// One library for all reported defects and their right twins: the environment's LOSSPROOF_REPORTED says which it is (`softmax_max0`,
// or `softmax_max0/twin`). tests/mutants/reported/table.py lists them and runs `verify` on each.
#include "tests/mutants/reported/report.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace reported;

const std::vector<Report>& reports() {
    static const std::vector<Report> all = [] {
        std::vector<Report> found;
        for (const auto part : {of_softmax(), of_labels(), of_distributions(), of_elements(), of_logits(), of_regression(), of_directions(),
                                of_steps(), inexpressible()})
            found.insert(found.end(), part.begin(), part.end());
        return found;
    }();
    return all;
}

constexpr std::string_view twin = "/twin";
const Report* chosen = nullptr;
bool as_twin = false;

int32_t compute(const lossproof_request* request) { return chosen->answer(*request, !as_twin); }

}  // namespace

extern "C" {

/// One a line: name, operation, source, causes, kind and remark, with tabs between them.
LOSSPROOF_EXPORT void lossproof_reported_list(void) {
    constexpr const char* kinds[] = {"defect", "validation", "convention", "of_our_own", "inexpressible"};
    for (const Report& report : reports())
        std::printf("%s\t%s\t%s\t%s\t%s\t%s\n", report.name, report.operation, report.source, report.causes,
                    kinds[static_cast<int>(report.kind)], report.remark);
    std::fflush(stdout);
}

LOSSPROOF_EXPORT const lossproof_subject* lossproof_subject_v1(void) {
    const char* wanted = std::getenv("LOSSPROOF_REPORTED");
    std::string_view name = wanted ? wanted : "";
    as_twin = name.ends_with(twin);
    if (as_twin) name.remove_suffix(twin.size());
    for (const Report& report : reports())
        if (name == report.name && report.answer) chosen = &report;
    if (!chosen) return nullptr;
    constexpr std::uint32_t formats = LOSSPROOF_IN(LOSSPROOF_F64) | LOSSPROOF_IN(LOSSPROOF_F32);
    static const lossproof_offer offers[] = {{chosen->operation, formats, chosen->outputs, chosen->options}};
    static const lossproof_subject subject = {sizeof(lossproof_subject),
                                              LOSSPROOF_ABI,
                                              0,
                                              chosen->name,
                                              as_twin ? "twin" : "1",
                                              nullptr,
                                              nullptr,
                                              sizeof(lossproof_offer),
                                              1,
                                              offers,
                                              compute};
    return &subject;
}
}
