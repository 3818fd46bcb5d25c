// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/frames/tensor_bytes.hpp"
#include "subjects/lossproof_subject.h"

namespace lossproof {

/// A tensor in the library door's layout, between two guard zones. Padding between rows is a guard zone too.
class GuardedTensor {
public:
    /// The salt makes the guard zones of the tensors of one call differ from each other. The first element lies `shift` elements
    /// behind an address that is a multiple of 64.
    GuardedTensor(std::string name, Dtype dtype, std::vector<std::int64_t> shape, bool padded, std::size_t salt, std::size_t shift = 0);

    const lossproof_tensor* described();
    void fill(std::string_view elements);        ///< an input: dense row-major bytes
    void poison(int pattern);                    ///< an output: every element a signalling NaN that no code computes
    std::string elements() const;                ///< dense row-major bytes
    std::vector<bool> still(int pattern) const;  ///< the elements that hold this poison

    /// What was written outside the elements, in words; empty if nothing was.
    std::string damage() const;
    const std::string& name() const { return name_; }

private:
    std::optional<std::size_t> first_damage(std::size_t from, std::size_t to) const;

    std::string name_;
    Dtype dtype_;
    std::vector<std::int64_t> shape_, strides_;
    std::size_t salt_, first_;         ///< where the first element lies in bytes_
    std::size_t run_;                  ///< bytes that lie together: a row if rows are padded, else everything
    std::vector<std::size_t> starts_;  ///< of every run, counted from the start of bytes_
    std::vector<char> bytes_;
    lossproof_tensor described_{};
};

}  // namespace lossproof
