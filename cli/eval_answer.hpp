// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/case.hpp"

#include <string>

namespace lossproof::cli {

/// The certified answer of a case for people, or as JSON (`id_json` is given back as it came; empty: none).
std::string answer_text(const Case& question);
std::string answer_json(const Case& question, const std::string& id_json);
std::string error_json(const std::string& message, const std::string& id_json);

}  // namespace lossproof::cli
