// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nanobind/nanobind.h>

namespace lossproof::python {

/// Functions of Python as subjects: check (one case), judge (a sweep into a ledger), what a ledger says, report.
void add_judge(nanobind::module_& m);

}  // namespace lossproof::python
