// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lossproof::fast {

/// near_exact: evaluated in two words and rounded once, at most 0.55 ulp wherever the operation allows it.
/// quick: the same stable formulas in one word.
enum class Accuracy { near_exact, quick };
enum class Reduction { none, sum, mean };
enum class Element : std::uint8_t { f64, f32, i64 };

/// A row-major matrix somebody else owns: element (r, c) is data[r·stride + c]. Anything one-dimensional of length n is
/// n×1 or 1×n, a scalar 1×1. float32 is read and written as such and computed in double.
struct Input {
    const void* data = nullptr;
    Element element = Element::f64;
    std::int64_t rows = 0, columns = 0, stride = 0;

    Input() = default;
    Input(const double* d, std::int64_t r, std::int64_t c) : Input(d, r, c, c) {}
    Input(const double* d, std::int64_t r, std::int64_t c, std::int64_t s) : Input(d, Element::f64, r, c, s) {}
    Input(const float* d, std::int64_t r, std::int64_t c) : Input(d, r, c, c) {}
    Input(const float* d, std::int64_t r, std::int64_t c, std::int64_t s) : Input(d, Element::f32, r, c, s) {}
    Input(const std::int64_t* d, std::int64_t r, std::int64_t c = 1) : Input(d, Element::i64, r, c, c) {}
    Input(const void* d, Element e, std::int64_t r, std::int64_t c, std::int64_t s) : data(d), element(e), rows(r), columns(c), stride(s) {}
    std::int64_t size() const { return rows * columns; }
};

struct Output {
    void* data = nullptr;  ///< null: not wanted
    Element element = Element::f64;
    std::int64_t rows = 0, columns = 0, stride = 0;

    Output() = default;
    Output(double* d, std::int64_t r, std::int64_t c) : Output(d, r, c, c) {}
    Output(double* d, std::int64_t r, std::int64_t c, std::int64_t s) : Output(d, Element::f64, r, c, s) {}
    Output(float* d, std::int64_t r, std::int64_t c) : Output(d, r, c, c) {}
    Output(float* d, std::int64_t r, std::int64_t c, std::int64_t s) : Output(d, Element::f32, r, c, s) {}
    Output(void* d, Element e, std::int64_t r, std::int64_t c, std::int64_t s) : data(d), element(e), rows(r), columns(c), stride(s) {}
    std::int64_t size() const { return rows * columns; }
};

struct Options {
    Accuracy accuracy = Accuracy::near_exact;
    Reduction reduction = Reduction::none;
    int threads = 1;                           ///< results do not depend on it, bit for bit
    std::optional<std::int64_t> ignore_index;  ///< class losses: rows with this label count as absent
};

struct NamedInput {
    std::string_view name;
    Input array;
};
struct NamedOutput {
    std::string_view name;
    Output array;
};
struct NamedNumber {
    std::string_view name;
    double value;
};

/// One request by name: what the typed functions of fast.hpp build, and what an adapter fills in.
struct Call {
    std::span<const NamedInput> inputs;
    std::span<const NamedOutput> outputs;
    std::span<const NamedNumber> parameters;
    Options options;
};

/// What an array must be, with N×K the shape of the first input.
enum class Shape : std::uint8_t {
    matrix,         ///< N×K
    matrix_or_one,  ///< N×K, or 1×1 for all
    signs,          ///< N×K numbers −1 or +1
    signs_per_row,  ///< N numbers −1 or +1
    labels,         ///< N integers
    per_row,        ///< N
    per_column,     ///< K
    single,         ///< 1
    any_vector,     ///< one-dimensional, contiguous, of its own length
    same_vector,    ///< one-dimensional, contiguous, as long as the first input
    any_matrix,     ///< two-dimensional, of its own shape
    value_each,     ///< output: N×K under `none`, else 1
    value_row,      ///< output: N under `none`, else 1
    jacobian        ///< output, a Jacobian or a Hessian: N×(K·K), K ≤ 16
};

struct ArrayInfo {
    std::string_view name;
    Shape shape = Shape::matrix;
    bool optional = false;
};

struct ParameterInfo {
    std::string_view name;
    std::optional<double> preset;  ///< absent: the caller must give it
    double low = 0, high = 0;      ///< allowed range, ends included unless `open`; equal: any number
    bool open = false, may_be_absent = false;
};

struct Bound;

/// One operation that this library computes.
struct Kernel {
    std::string_view name;
    std::span<const ArrayInfo> inputs, outputs;
    std::span<const ParameterInfo> parameters;
    bool reduces = false;         ///< takes `sum` and `mean`
    bool ignores_labels = false;  ///< takes `ignore_index`
    void (*compute)(const Bound&) = nullptr;
};

std::span<const Kernel> kernels();
const Kernel* find(std::string_view operation);

/// Checks everything first, and throws std::invalid_argument with one clear line before any output is written.
void run(const Kernel&, const Call&);
void run(std::string_view operation, const Call&);

/// The instruction set in use: "AVX3", "AVX2", "NEON", or "SCALAR" for the portable long double path.
std::string_view target();

}  // namespace lossproof::fast
