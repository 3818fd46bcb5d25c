// SPDX-License-Identifier: Apache-2.0
// From a call by name to a checked one. Everything that can be wrong is found here, before any output is written.
#include "fast/bound.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace lossproof::fast {
namespace {

using Text = std::string;

[[noreturn]] void refuse(const Kernel& k, const Text& why) { throw std::invalid_argument("fast: " + Text(k.name) + ": " + why); }

Text shape_text(std::int64_t r, std::int64_t c) { return std::to_string(r) + "x" + std::to_string(c); }

template <class Named> const Named* named(std::span<const Named> all, std::string_view name) {
    for (const Named& one : all)
        if (one.name == name) return &one;
    return nullptr;
}

template <class Named, class Info>
void only_known(const Kernel& k, std::span<const Named> given, std::span<const Info> known, const char* what) {
    for (const Named& one : given)
        if (!named(known, one.name)) refuse(k, Text("takes no ") + what + " '" + Text(one.name) + "'");
}

/// Shapes as rows × columns; a one-dimensional array may lie either way.
struct Wanted {
    std::int64_t rows, columns;
    bool flat;
};

Wanted wanted(const Bound& b, const ArrayInfo& info) {
    const bool none = b.options.reduction == Reduction::none || !b.kernel->reduces;
    switch (info.shape) {
    case Shape::matrix:
    case Shape::matrix_or_one:
    case Shape::signs: return {b.rows, b.columns, false};
    case Shape::labels:
    case Shape::signs_per_row:
    case Shape::per_row: return {b.rows, 1, true};
    case Shape::per_column: return {b.columns, 1, true};
    case Shape::single: return {1, 1, true};
    case Shape::value_each: return none ? Wanted{b.rows, b.columns, false} : Wanted{1, 1, true};
    case Shape::value_row: return none ? Wanted{b.rows, 1, true} : Wanted{1, 1, true};
    case Shape::jacobian: return {b.rows, b.columns * b.columns, false};
    case Shape::same_vector: return {b.rows * b.columns, 1, true};
    case Shape::any_vector:
    case Shape::any_matrix: break;
    }
    return {-1, -1, false};
}

template <class Array> void check_shape(const Bound& b, const ArrayInfo& info, const Array& a) {
    const Kernel& k = *b.kernel;
    if (a.rows < 0 || a.columns < 0 || (a.rows > 1 && a.stride < a.columns))
        refuse(k, "'" + Text(info.name) + "' has rows that overlap or a negative size");
    const Wanted w = wanted(b, info);
    if (w.rows < 0) {
        if (info.shape == Shape::any_vector && a.rows > 1 && a.columns > 1)
            refuse(k, "'" + Text(info.name) + "' must be one-dimensional, got " + shape_text(a.rows, a.columns));
        return;
    }
    if (info.shape == Shape::matrix_or_one && a.rows == 1 && a.columns == 1) return;
    const bool flat_fits = w.flat && a.size() == w.rows * w.columns && (a.rows <= 1 || a.columns <= 1);
    if (flat_fits || (a.rows == w.rows && a.columns == w.columns)) return;
    refuse(k, "'" + Text(info.name) + "' is " + shape_text(a.rows, a.columns) + ", expected " + shape_text(w.rows, w.columns));
}

void check_element(const Kernel& k, const ArrayInfo& info, Element e) {
    const bool integers = info.shape == Shape::labels;
    const bool either = info.shape == Shape::signs || info.shape == Shape::signs_per_row;
    if (integers != (e == Element::i64) && !either)
        refuse(k, "'" + Text(info.name) + (integers ? "' must hold integers" : "' must hold floating-point numbers"));
}

bool is_vector(Shape s) { return s == Shape::any_vector || s == Shape::same_vector; }

/// A vector becomes one row.
template <class Array> void flatten(const Kernel& k, const ArrayInfo& info, Array& a) {
    if (!is_vector(info.shape)) return;
    if (a.columns == 1 && a.rows > 1 && a.stride != 1) refuse(k, "'" + Text(info.name) + "' must be contiguous");
    if (a.columns == 1) a.columns = a.rows, a.rows = 1, a.stride = a.columns;
}

void bind_arrays(Bound& b, const Call& call) {
    const Kernel& k = *b.kernel;
    only_known(k, call.inputs, k.inputs, "input");
    only_known(k, call.outputs, k.outputs, "output");
    for (std::size_t i = 0; i < k.inputs.size(); ++i) {
        const ArrayInfo& info = k.inputs[i];
        const NamedInput* given = named(call.inputs, info.name);
        if (!given) {
            if (!info.optional) refuse(k, "needs the input '" + Text(info.name) + "'");
            continue;
        }
        b.in[i] = given->array;
        static const double nothing = 0;  // an empty array may come with a null pointer
        if (!b.in[i].data && b.in[i].size() == 0) b.in[i].data = &nothing;
        if (!b.in[i].data) refuse(k, "'" + Text(info.name) + "' is a null pointer");
        flatten(k, info, b.in[i]);
        if (i == 0) b.rows = b.in[0].rows, b.columns = b.in[0].columns;
        check_element(k, info, b.in[i].element);
        check_shape(b, info, b.in[i]);
    }
    for (std::size_t o = 0; o < k.outputs.size(); ++o) {
        const NamedOutput* given = named(call.outputs, k.outputs[o].name);
        if (!given || !given->array.data) continue;
        b.out[o] = given->array;
        if (b.out[o].element == Element::i64) refuse(k, "'" + Text(given->name) + "' must hold floating-point numbers");
        flatten(k, k.outputs[o], b.out[o]);
        check_shape(b, k.outputs[o], b.out[o]);
        if (k.outputs[o].shape == Shape::jacobian && b.columns > 16) refuse(k, "'" + Text(given->name) + "' is given for K <= 16 only");
    }
}

void bind_parameters(Bound& b, const Call& call) {
    const Kernel& k = *b.kernel;
    only_known(k, call.parameters, k.parameters, "parameter");
    for (std::size_t i = 0; i < k.parameters.size(); ++i) {
        const ParameterInfo& info = k.parameters[i];
        const NamedNumber* given = named(call.parameters, info.name);
        if (!given && !info.preset && !info.may_be_absent) refuse(k, "needs the parameter '" + Text(info.name) + "'");
        b.p[i] = given ? given->value : info.preset.value_or(std::numeric_limits<double>::quiet_NaN());
        if (!given) continue;
        const double x = given->value;
        const bool inside = info.low == info.high || (info.open ? x > info.low && x < info.high : x >= info.low && x <= info.high);
        if (!inside || std::isnan(x)) refuse(k, "the parameter '" + Text(info.name) + "' is out of range");
    }
}

void check_labels(Bound& b, const Input& labels) {
    const auto ignored = b.options.ignore_index;
    b.counted = 0;
    for (std::int64_t i = 0; i < b.rows; ++i) {
        const std::int64_t label = read_label(labels, i);
        if (ignored && label == *ignored) continue;
        if (label < 0 || label >= b.columns)
            refuse(*b.kernel,
                   "label " + std::to_string(label) + " of row " + std::to_string(i) + " is outside 0.." + std::to_string(b.columns - 1));
        ++b.counted;
    }
}

void check_signs(const Bound& b, const Input& signs) {
    for (std::int64_t r = 0; r < signs.rows; ++r)
        for (std::int64_t c = 0; c < signs.columns; ++c)
            if (std::fabs(read(signs, r, c)) != 1) refuse(*b.kernel, "a label is neither -1 nor +1");
}

}  // namespace

void run(const Kernel& kernel, const Call& call) {
    Bound b;
    b.kernel = &kernel;
    b.options = call.options;
    if (!kernel.reduces && call.options.reduction != Reduction::none) refuse(kernel, "takes no reduction");
    if (!kernel.ignores_labels && call.options.ignore_index) refuse(kernel, "takes no ignore_index");
    bind_parameters(b, call);
    bind_arrays(b, call);
    b.counted = kernel.outputs[0].shape == Shape::value_each ? b.rows * b.columns : b.rows;
    for (std::size_t i = 0; i < kernel.inputs.size(); ++i) {
        if (kernel.inputs[i].shape == Shape::labels && b.has(static_cast<int>(i))) check_labels(b, b.in[i]);
        if (kernel.inputs[i].shape == Shape::signs || kernel.inputs[i].shape == Shape::signs_per_row) check_signs(b, b.in[i]);
    }
    kernel.compute(b);
}

void run(std::string_view operation, const Call& call) {
    const Kernel* kernel = find(operation);
    if (!kernel) throw std::invalid_argument("fast: there is no operation '" + Text(operation) + "'");
    run(*kernel, call);
}

}  // namespace lossproof::fast
