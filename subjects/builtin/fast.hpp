// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/builtin/builtin.hpp"

namespace lossproof {

/// The one-word kernels of `fast`, as a subject of their own.
std::unique_ptr<Subject> open_fast_quick();

}  // namespace lossproof
