// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nanobind/nanobind.h>

namespace lossproof::python {

/// A loss of the user's own as an operation.
void add_definitions(nanobind::module_& m);

}  // namespace lossproof::python
