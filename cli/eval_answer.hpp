// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/case.hpp"

#include <ostream>
#include <string>

namespace lossproof::cli {

/// What is wanted of a case beside its certified numbers. Both cost more than the numbers themselves.
struct EvalWish {
    std::string output = "*";  ///< which outputs, as a shell pattern
    bool condition = false;    ///< κ of each number
    bool admissible = false;   ///< at a kink the ends of the subdifferential, of which the number is one element
};

/// The certified answer of a case for people, or as JSON (`id_json` is given back as it came; empty: none).
/// Throws UsageError before anything is written.
void write_text(std::ostream& stream, const Case& question, const EvalWish& wish);
void write_json(std::ostream& stream, const Case& question, const std::string& id_json, const EvalWish& wish);
std::string answer_json(const Case& question, const EvalWish& wish);
std::string error_json(const std::string& message, const std::string& id_json);

}  // namespace lossproof::cli
