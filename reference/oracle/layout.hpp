// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

#include <array>
#include <vector>

namespace lossproof {

std::string text(const std::vector<std::int64_t>& shape);  ///< as in `[2,3]`

/// Where the numbers of a case are. Every tensor is checked once, against its declared shape and against the extents that the
/// others gave the same letters, so that whoever reads through a layout reads what is there.
class Layout {
public:
    /// An input as one group sees it. A shared one (a weight matrix, a [1,1] variance) is the same for every group.
    struct Slot {
        const Tensor* tensor = nullptr;  ///< null: absent
        Index row_stride = 0, step = 0;  ///< to the next row, and within it to the next element
        Index length = 0;                ///< numbers that one group sees
        bool shared = true;
    };

    /// Throws UsageError, saying what was expected. The case must outlive the layout.
    Layout(const Operation& operation, const Case& question);

    Index groups() const { return groups_; }
    Index row_length() const { return row_length_; }  ///< entries of a row; for whole inputs the longest extent; else 1
    const std::vector<Slot>& slots() const { return slots_; }
    Index offset(const Slot& slot, Index group) const { return group / columns_ * slot.row_stride + group % columns_ * slot.step; }
    std::vector<std::int64_t> extents(const Shape& shape) const;
    std::int64_t extent(Dim dim) const { return extents_[static_cast<std::size_t>(dim)]; }

private:
    void bind(const Operation& operation, const Input& input, const Shape& shape, const Tensor& tensor);
    void cut(const Operation& operation, const Case& question);
    Slot slot_of(const Operation& operation, const Input& input, const Shape& shape, const Tensor& tensor) const;
    std::string expected(const Input& input, const Shape& shape) const;

    static constexpr std::int64_t unbound = -1;
    std::array<std::int64_t, dim_count> extents_{};
    Index groups_ = 1, columns_ = 1, row_length_ = 1;
    std::vector<Slot> slots_;
};

}  // namespace lossproof
