// SPDX-License-Identifier: Apache-2.0
#include "subjects/library/guarded_tensor.hpp"

#include <algorithm>
#include <cstring>

namespace lossproof {
namespace {

constexpr std::size_t guard = 4096;  // a whole overrun row of common sizes is caught in the act, not by a later crash
constexpr std::size_t line = 64;     // bytes of a cache line, and of the widest vector
constexpr int padding = 3;           // elements after each row; odd, so that vector code meets unaligned rows

/// Every byte of a guard zone differs from its neighbours, so that no constant can be written unnoticed, and from the
/// same byte of another tensor, so that one guard zone copied over another is noticed too.
char guard_byte(std::size_t position, std::size_t salt) { return static_cast<char>(((position + salt) * 0x9e3779b97f4a7c15ULL) >> 56); }

/// Signalling NaNs with odd payloads: arithmetic never produces one, and two patterns tell chance from neglect.
std::uint64_t poison_bits(Dtype dtype, int pattern) {
    switch (dtype) {
    case Dtype::f64: return pattern ? 0x7ff4c0ffee15600dULL : 0x7ff4dead5eaf00d5ULL;
    case Dtype::f32: return pattern ? 0x7fa3c35bULL : 0x7fa5a5d7ULL;
    case Dtype::f16: return pattern ? 0x7dc3ULL : 0x7da5ULL;
    case Dtype::bf16: return pattern ? 0x7fa3ULL : 0x7fa5ULL;
    case Dtype::i64: return pattern ? 0x3c5a69963c5a6996ULL : 0x5aa5c33c5aa5c33cULL;
    }
    return 0;
}

/// Row-major strides, the rows of a matrix padded if asked for.
std::vector<std::int64_t> strides_of(const std::vector<std::int64_t>& shape, bool padded) {
    std::vector<std::int64_t> strides(shape.size());
    std::int64_t step = 1;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        strides[axis] = step;
        step *= shape[axis];
        if (padded && axis + 1 == shape.size() && shape.size() > 1) step += padding;
    }
    return strides;
}

}  // namespace

GuardedTensor::GuardedTensor(std::string name, Dtype dtype, std::vector<std::int64_t> shape, bool padded, std::size_t salt,
                             std::size_t shift)
    : name_(std::move(name)), dtype_(dtype), shape_(std::move(shape)), strides_(strides_of(shape_, padded)), salt_(salt) {
    const std::size_t elements = elements_of(shape_).value_or(0);
    const bool by_rows = padded && shape_.size() > 1 && elements > 0;
    const std::size_t length = by_rows ? static_cast<std::size_t>(shape_.back()) : elements;
    const std::size_t step = by_rows ? length + padding : length;
    run_ = length * bytes_of(dtype_);
    // Axes before the last have strides that are multiples of a padded row, so the runs follow each other evenly.
    const std::size_t all = elements == 0 ? 0 : (elements / length - 1) * step * bytes_of(dtype_) + run_;
    bytes_.resize(guard + line + shift * bytes_of(dtype_) + all + guard);
    const std::size_t unaligned = reinterpret_cast<std::uintptr_t>(bytes_.data() + guard) % line;
    first_ = guard + (unaligned == 0 ? 0 : line - unaligned) + shift * bytes_of(dtype_);
    for (std::size_t i = 0; i * length < elements; ++i) starts_.push_back(first_ + i * step * bytes_of(dtype_));
    for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = guard_byte(i, salt_);
}

const lossproof_tensor* GuardedTensor::described() {
    described_ = {.struct_size = sizeof described_,
                  .name = name_.c_str(),
                  .dtype = static_cast<std::int32_t>(dtype_),
                  .rank = static_cast<std::int32_t>(shape_.size()),
                  .shape = shape_.data(),
                  .strides = strides_.data(),
                  .data = bytes_.data() + first_};
    return &described_;
}

void GuardedTensor::fill(std::string_view elements) {
    for (std::size_t i = 0; i < starts_.size(); ++i) std::memcpy(bytes_.data() + starts_[i], elements.data() + i * run_, run_);
}

std::string GuardedTensor::elements() const {
    std::string dense(starts_.size() * run_, '\0');
    for (std::size_t i = 0; i < starts_.size(); ++i) std::memcpy(dense.data() + i * run_, bytes_.data() + starts_[i], run_);
    return dense;
}

void GuardedTensor::poison(int pattern) {
    const std::uint64_t bits = poison_bits(dtype_, pattern);
    const std::size_t size = bytes_of(dtype_);
    for (const std::size_t start : starts_)
        for (std::size_t at = start; at < start + run_; at += size) std::memcpy(bytes_.data() + at, &bits, size);
}

std::vector<bool> GuardedTensor::still(int pattern) const {
    const std::uint64_t bits = poison_bits(dtype_, pattern);
    const std::size_t size = bytes_of(dtype_);
    std::vector<bool> same;
    for (const std::size_t start : starts_)
        for (std::size_t at = start; at < start + run_; at += size) same.push_back(std::memcmp(bytes_.data() + at, &bits, size) == 0);
    return same;
}

std::optional<std::size_t> GuardedTensor::first_damage(std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to; ++i)
        if (bytes_[i] != guard_byte(i, salt_)) return i;
    return std::nullopt;
}

std::string GuardedTensor::damage() const {
    const std::string what = name_ + " " + shape_text(shape_);
    const std::size_t end = starts_.empty() ? first_ : starts_.back() + run_;
    if (const auto place = first_damage(0, first_))
        return "wrote " + std::to_string(first_ - *place) + " bytes before the start of " + what;
    if (const auto place = first_damage(end, bytes_.size()))
        return "wrote past the end of " + what + " (byte " + std::to_string(*place - end) + " beyond it)";
    for (std::size_t i = 1; i < starts_.size(); ++i)
        if (first_damage(starts_[i - 1] + run_, starts_[i])) return "wrote into the padding between the rows of " + what;
    return "";
}

}  // namespace lossproof
