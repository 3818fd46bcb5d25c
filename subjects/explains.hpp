// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

namespace lossproof {

/// A subject that can show a request as its users write it.
class Explains {
public:
    virtual ~Explains() = default;
    /// A few lines of source that print the wanted outputs; nothing where there are none. Never throws for what a subject does wrong.
    virtual std::string snippet(const Request& request) = 0;
};

}  // namespace lossproof
