// SPDX-License-Identifier: Apache-2.0
// NumPy's arrays as ours and back: the only place that knows how numbers of a format lie in memory.
#pragma once
#include "subjects/subject.hpp"
#include "testing/question.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

namespace lossproof::python {

namespace nb = nanobind;

/// Read without a copy where the layout is row-major; bfloat16 comes as its bit patterns, and the word says so.
using Array = nb::ndarray<nb::ro, nb::c_contig, nb::device::cpu>;

/// `f64`, `f32`, `f16`, `bf16` or `i64`: what the bytes of an array mean.
testing::Numbers numbers_of(const Array& array, std::string_view kind);

/// The numbers in the format's own type (bfloat16 as bit patterns, integers as int64).
nb::object array_of(const std::vector<double>& values, const std::vector<std::int64_t>& shape, Format format, bool integral = false);

/// What a Python function answered: a dict from output to (array, kind), or a tuple (status, message).
Reply reply_of(nb::handle answer, const Request& request);

}  // namespace lossproof::python
