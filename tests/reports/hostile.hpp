// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/reports/ledgers.hpp"

#include <nlohmann/json.hpp>

namespace lossproof::reports {

/// Markup of every report's language, links, control characters and ends of comments, in every field that a subject can
/// fill.
inline const std::string nasty = "<script>alert('x')</script>]]>--><img src=\"http://evil.example/x\" onerror=a|b `c` "
                                 "\"q\" & \x01\x1b[31m \uFFFE\n# h";

inline Ledger hostile_ledger() {
    using Json = nlohmann::json;
    const Json number = {{"hex", "0x1p+3"}, {"decimal", nasty}};
    const Json cell = {{"operation", nasty}, {"format", nasty}, {"output", "d_" + nasty}};
    std::string lines;
    const auto add = [&](Json record, bool is_cell = false) {
        if (is_cell) record.update(cell);
        lines += record.dump() + "\n";
    };
    add({{"record", "header"},
         {"schema", 1},
         {"tool", nasty},
         {"seed", nasty},
         {"effort", nasty},
         {"convention", nasty},
         {"environment", {{nasty, nasty}}},
         {"subject", {{"name", nasty}, {"version", nasty}, {"door", nasty}, {"details", {{nasty, nasty}}}, {"conventions", {nasty}}}}});
    add({{"record", "not_tested"}, {"operation", nasty}, {"format", nullptr}, {"output", nullptr}, {"reason", nasty}});
    add({{"record", "result"},
         {"stratum", nasty},
         {"cases", 1},
         {"verdict", "wrong"},
         {"grade", nasty},
         {"counts", {{"wrong", 1}}},
         {"profiles", {{nasty, 1}}},
         {"ulp_max", number},
         {"alpha_max", "inf"},
         {"histogram", {{"from", -3}, {"bins", {1, 0, 2}}}}},
        true);
    add({{"record", "witness"},
         {"stratum", nasty},
         {"verdict", "wrong"},
         {"ulps", number},
         {"message", nasty},
         {"replay", nasty},
         {"case", {{"op", nasty}, {"params", {{nasty, nasty}}}, {"inputs", {{nasty, {{"shape", {1}}, {"data", {nasty}}}}}}}},
         {"reference", {{"bits", nasty}, {"hex", nasty}, {"decimal", nasty}, {"enclosure", {nasty, nasty}}, {"decided_by", nasty}}},
         {"got", {{"hex", nasty}, {"decimal", nasty}}},
         {"bound", {{"text", nasty}, {"ulps", number}}},
         {"diagnosis", {{"name", nasty}, {"stable_form", nasty}}}},
        true);
    add({{"record", "curve"}, {"axis", nasty}, {"points", {{"0x1p+0", "0x1p+2"}, {"-0x1p+900", "nan"}, {"0x0p+0", "0x0p+0", "0x1p+1"}}}},
        true);
    add({{"record", "law"},
         {"law", nasty},
         {"statement", nasty},
         {"identity", nasty},
         {"operation", nasty},
         {"format", nasty},
         {"verdict", "failed"},
         {"bound", nasty},
         {"witness", nasty}});
    add({{"record", "special"},
         {"case", nasty},
         {"reference", nasty},
         {"got", nasty},
         {"verdict", "wrong"},
         {"profile", nasty},
         {"replay", nasty}},
        true);
    add({{"record", "operation"},
         {"operation", nasty},
         {"family", nasty},
         {"formula", nasty},
         {"gradient", nasty},
         {"domain", nasty},
         {"lecture", nasty},
         {"stable_form", nasty},
         {"class", nasty}});
    add({{"record", nasty}});
    return parse(lines);
}

inline std::vector<Ledger> fixtures() { return {read_ledger(fixture("baseline.jsonl")), read_ledger(fixture("fast.jsonl"))}; }

}  // namespace lossproof::reports
