// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/report.hpp"

#include <sstream>
#include <string>

namespace lossproof::reports {

inline std::filesystem::path fixture(const std::string& name) {
    return std::filesystem::path(LOSSPROOF_SOURCE_DIR) / "tests/reports/fixtures" / name;
}

inline Ledger parse(const std::string& lines) {
    std::istringstream stream(lines);
    return read_ledger(stream, "test.jsonl");
}

inline const std::string header_line =
    R"({"record":"header","schema":1,"tool":"lossproof 0.1.0","subject":{"name":"acme","version":"2.1","door":"library"},"seed":"0x00000000c0ffee07","effort":"smoke","formats":["f64"],"operations":["softmax"],"convention":"lim"})"
    "\n";
inline const std::string footer_line =
    R"({"record":"footer","verdict":"held","exit":0,"cases":8,"components":24,"undecided":0,"seconds":1.5})"
    "\n";

/// A result line; every argument is pasted as it stands.
inline std::string result_line(const std::string& stratum, const std::string& verdict, const std::string& ulp, int cases = 8) {
    return R"({"record":"result","operation":"softmax","format":"f64","output":"value","stratum":")" + stratum + R"(","cases":)" +
           std::to_string(cases) + R"(,"components":24,"undecided":0,"unsupported":0,"verdict":")" + verdict +
           R"(","grade":null,"counts":{")" + verdict + R"(":24},"ulp_max":{"hex":")" + ulp +
           R"(","decimal":"?"},"exhaustive":false,"histogram":{"from":-2,"bins":[8,8,8]},"seconds":0.25})"
           "\n";
}

}  // namespace lossproof::reports
