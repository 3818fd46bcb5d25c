// SPDX-License-Identifier: Apache-2.0
#include "python/bindings/arrays.hpp"

#include <nanobind/stl/string.h>

#include <cstring>
#include <memory>

namespace lossproof::python {
namespace {

template <class From> void widen(const void* data, std::vector<double>& values) {
    const From* from = static_cast<const From*>(data);
    std::copy(from, from + values.size(), values.begin());
}

void decode_all(const void* data, Format format, std::vector<double>& values) {
    const auto* bits = static_cast<const std::uint16_t*>(data);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = decode(format, bits[i]);
}

/// A new array that owns its bytes. NumPy makes it from its own dtype's name, so that float16 is float16.
nb::object made(const void* bytes, std::size_t size, const char* dtype, const std::vector<std::int64_t>& shape) {
    const nb::object numpy = nb::module_::import_("numpy");
    nb::list extents;
    for (const auto extent : shape) extents.append(extent);
    nb::object array = numpy.attr("empty")(nb::tuple(extents), nb::str(dtype));
    const auto view = nb::cast<nb::ndarray<nb::c_contig, nb::device::cpu>>(array);
    if (size > 0) std::memcpy(view.data(), bytes, size);
    return array;
}

template <class To> nb::object narrowed(const std::vector<double>& values, const char* dtype, const std::vector<std::int64_t>& shape) {
    const std::vector<To> numbers(values.begin(), values.end());
    return made(numbers.data(), numbers.size() * sizeof(To), dtype, shape);
}

}  // namespace

testing::Numbers numbers_of(const Array& array, std::string_view kind) {
    testing::Numbers numbers;
    for (std::size_t i = 0; i < array.ndim(); ++i) numbers.shape.push_back(static_cast<std::int64_t>(array.shape(i)));
    numbers.values.resize(array.size());
    numbers.integral = kind == "i64";
    if (kind == "f64") widen<double>(array.data(), numbers.values);
    else if (kind == "f32") widen<float>(array.data(), numbers.values);
    else if (kind == "i64") widen<std::int64_t>(array.data(), numbers.values);
    else decode_all(array.data(), *format_named(kind), numbers.values);
    return numbers;
}

nb::object array_of(const std::vector<double>& values, const std::vector<std::int64_t>& shape, Format format, bool integral) {
    if (integral) return narrowed<std::int64_t>(values, "int64", shape);
    if (format == Format::f64) return narrowed<double>(values, "float64", shape);
    if (format == Format::f32) return narrowed<float>(values, "float32", shape);
    std::vector<std::uint16_t> bits;
    bits.reserve(values.size());
    for (const double value : values) bits.push_back(static_cast<std::uint16_t>(encode(format, value)));
    nb::object array = made(bits.data(), bits.size() * sizeof(std::uint16_t), "uint16", shape);
    return format == Format::f16 ? array.attr("view")("float16") : array;
}

Reply reply_of(nb::handle answer, const Request& request) {
    Reply reply;
    const auto broke = [&](Reply::Fault fault, const std::string& message) {
        reply.status = Reply::Status::broke;
        reply.fault = fault;
        reply.message = message;
        return reply;
    };
    if (nb::isinstance<nb::tuple>(answer)) {
        const auto told = nb::cast<nb::tuple>(answer);
        const auto message = nb::cast<std::string>(told[1]);
        if (nb::cast<std::string>(told[0]) != "unsupported") return broke(Reply::Fault::refused, message);
        reply.status = Reply::Status::unsupported;
        reply.message = message;
        return reply;
    }
    const auto answers = nb::cast<nb::dict>(answer);
    for (const auto& wanted : request.outputs) {
        const nb::str name(wanted.name.c_str());
        if (!answers.contains(name)) return broke(Reply::Fault::short_answer, "answered no " + wanted.name);
        const auto pair = nb::cast<nb::tuple>(answers[name]);
        const auto kind = nb::cast<std::string>(pair[1]);
        const std::string_view due = lossproof::name(request.question.format);
        if (kind != due) return broke(Reply::Fault::wrong_shape, wanted.name + " came back in " + kind + ", expected " + std::string(due));
        testing::Numbers numbers = numbers_of(nb::cast<Array>(pair[0]), kind);
        std::size_t size = 1;
        for (const auto extent : wanted.shape) size *= static_cast<std::size_t>(extent);
        if (numbers.values.size() != size)
            return broke(Reply::Fault::wrong_shape,
                         wanted.name + " has " + std::to_string(numbers.values.size()) + " numbers, expected " + std::to_string(size));
        reply.outputs[wanted.name] = {.shape = wanted.shape, .values = std::move(numbers.values)};
    }
    return reply;
}

}  // namespace lossproof::python
