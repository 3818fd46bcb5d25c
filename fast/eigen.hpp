// SPDX-License-Identifier: Apache-2.0
// Eigen matrices, maps and blocks as inputs and outputs: `softmax(input(z), output(p))`. Row-major ones keep their row
// stride; a vector is one row or column. Nothing is copied, and none of Eigen's own functions is used.
#pragma once
#include "fast/fast.hpp"

#include <Eigen/Core>

namespace lossproof::fast {

template <class Derived>
concept RowMajorOrVector = (bool(Derived::IsRowMajor) || bool(Derived::IsVectorAtCompileTime)) &&
                           int(Derived::InnerStrideAtCompileTime) == 1;

template <RowMajorOrVector Derived> Input input(const Derived& m) {
    return {m.derived().data(), m.rows(), m.cols(), bool(Derived::IsRowMajor) ? m.outerStride() : m.cols()};
}
template <class Derived>
requires RowMajorOrVector<std::remove_reference_t<Derived>> Output output(Derived&& m) {
    using Plain = std::remove_reference_t<Derived>;
    return {m.derived().data(), m.rows(), m.cols(), bool(Plain::IsRowMajor) ? m.outerStride() : m.cols()};
}

}  // namespace lossproof::fast
