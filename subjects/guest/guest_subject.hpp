// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/guest/child.hpp"
#include "subjects/subject.hpp"

namespace lossproof {

/// A subject behind frames: a program, or a library in a forked worker. Throws SubjectUnavailable.
std::unique_ptr<Subject> open_guest(Errand errand, std::string door, const Patience& patience);

}  // namespace lossproof
