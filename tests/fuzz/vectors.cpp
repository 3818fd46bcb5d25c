// SPDX-License-Identifier: Apache-2.0
#include "cli/vector_check.hpp"
#include "reference/oracle/operation.hpp"
#include "tests/fuzz/targets.hpp"

namespace lossproof::fuzz {

void vectors(std::string_view bytes) {
    try {
        const cli::VectorCheck check = cli::check_vector_text(std::string(bytes), "fuzzed");
        insist(check.different.size() <= check.vectors, "no more vectors differ than there are");
    } catch (const UsageError&) {
    }
}

}  // namespace lossproof::fuzz
