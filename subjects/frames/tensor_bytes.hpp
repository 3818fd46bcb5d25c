// SPDX-License-Identifier: Apache-2.0
// Tensors on the wire: raw little-endian elements of one of five types, row-major.
#pragma once
#include "reference/oracle/case.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lossproof {

/// Element types of frames and of the library door; the first four are the formats, in their order.
enum class Dtype : std::uint8_t { f64, f32, f16, bf16, i64 };
inline Dtype dtype_of(Format format) { return static_cast<Dtype>(format); }
inline Dtype dtype_of(const Tensor& tensor, Format format) { return tensor.integral ? Dtype::i64 : dtype_of(format); }
inline Format format_of(Dtype dtype) { return static_cast<Format>(dtype); }  ///< not for i64

std::string_view name(Dtype dtype);
std::optional<Dtype> dtype_named(std::string_view name);
std::size_t bytes_of(Dtype dtype);

std::string encoded(const Tensor& tensor, Dtype dtype);
std::vector<double> decoded(std::string_view bytes, Dtype dtype);

/// The number of elements of a shape; nothing if a length is negative or the product leaves 2^40.
std::optional<std::size_t> elements_of(const std::vector<std::int64_t>& shape);
std::string shape_text(const std::vector<std::int64_t>& shape);  ///< `[2,3]`

}  // namespace lossproof
