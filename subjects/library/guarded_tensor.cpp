// SPDX-License-Identifier: Apache-2.0
#include "subjects/library/guarded_tensor.hpp"

#include <algorithm>
#include <cstring>

namespace lossproof {
namespace {

constexpr std::size_t guard = 4096;  // a whole overrun row of common sizes is caught in the act, not by a later crash
constexpr std::int64_t padding = 3;  // elements after each row; odd, so that vector code meets unaligned rows

/// Every byte of a guard zone differs from its neighbours, so that no constant can be written unnoticed, and from the
/// same byte of another tensor, so that one guard zone copied over another is noticed too.
char guard_byte(std::size_t position, std::size_t salt) {
    return static_cast<char>(((position + salt) * 0x9e3779b97f4a7c15ULL) >> 56);
}

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

GuardedTensor::GuardedTensor(std::string name, Dtype dtype, std::vector<std::int64_t> shape, bool padded, std::size_t salt)
    : name_(std::move(name)), dtype_(dtype), shape_(std::move(shape)),
      strides_(strides_of(shape_, padded)), salt_(salt) {
    const std::size_t size = bytes_of(dtype_);
    offsets_.resize(elements_of(shape_).value_or(0));
    end_ = guard;
    for (std::size_t i = 0; i < offsets_.size(); ++i) {
        std::int64_t place = 0, rest = static_cast<std::int64_t>(i);
        for (std::size_t axis = shape_.size(); axis-- > 0; rest /= shape_[axis]) place += rest % shape_[axis] * strides_[axis];
        offsets_[i] = guard + static_cast<std::size_t>(place) * size;
        end_ = std::max(end_, offsets_[i] + size);
    }
    bytes_.resize(end_ + guard);
    for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = guard_byte(i, salt_);
}

const lossproof_tensor* GuardedTensor::described() {
    described_ = {.struct_size = sizeof described_, .name = name_.c_str(), .dtype = static_cast<std::int32_t>(dtype_),
                  .rank = static_cast<std::int32_t>(shape_.size()), .shape = shape_.data(), .strides = strides_.data(), .data = bytes_.data() + guard};
    return &described_;
}

void GuardedTensor::fill(std::string_view elements) {
    const std::size_t size = bytes_of(dtype_);
    for (std::size_t i = 0; i < offsets_.size(); ++i) std::memcpy(element(i), elements.data() + i * size, size);
}

void GuardedTensor::poison(int pattern) {
    const std::uint64_t bits = poison_bits(dtype_, pattern);
    for (std::size_t i = 0; i < offsets_.size(); ++i) std::memcpy(element(i), &bits, bytes_of(dtype_));
}

std::vector<bool> GuardedTensor::still(int pattern) const {
    const std::uint64_t bits = poison_bits(dtype_, pattern);
    std::vector<bool> same(offsets_.size());
    for (std::size_t i = 0; i < offsets_.size(); ++i) same[i] = std::memcmp(element(i), &bits, bytes_of(dtype_)) == 0;
    return same;
}

std::string GuardedTensor::elements() const {
    const std::size_t size = bytes_of(dtype_);
    std::string dense(offsets_.size() * size, '\0');
    for (std::size_t i = 0; i < offsets_.size(); ++i) std::memcpy(dense.data() + i * size, element(i), size);
    return dense;
}

std::string GuardedTensor::damage() const {
    std::vector<bool> inside(bytes_.size());
    for (const std::size_t offset : offsets_) std::fill_n(inside.begin() + static_cast<std::ptrdiff_t>(offset), bytes_of(dtype_), true);
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        if (inside[i] || bytes_[i] == guard_byte(i, salt_)) continue;
        if (i < guard) return "wrote " + std::to_string(guard - i) + " bytes before the start of " + name_;
        if (i >= end_) return "wrote past the end of " + name_ + " " + shape_text(shape_) + " (byte " + std::to_string(i - end_) + " beyond it)";
        return "wrote into the padding between the rows of " + name_ + " " + shape_text(shape_);
    }
    return "";
}

}  // namespace lossproof
