// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

namespace lossproof {

std::unique_ptr<Subject> open_fast();      ///< our own kernels
std::unique_ptr<Subject> open_baseline();  ///< the textbook formula, evaluated in the format itself
std::unique_ptr<Subject> open_stable();    ///< the entries' stable algorithms, likewise

}  // namespace lossproof
