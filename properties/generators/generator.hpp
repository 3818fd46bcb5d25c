// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/region.hpp"

#include <rapidcheck.h>

namespace lossproof {

/// Whether the question can be asked at all.
bool is_proper(const Case& question);

/// Everything one step simpler than a case, the boldest first; only cases that are proper questions.
rc::Seq<Case> smaller_cases(const Case& question);

}  // namespace lossproof
