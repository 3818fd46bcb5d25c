// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

namespace lossproof::bench {

/// What one would write with Eigen in a minute: row-wise expressions, Eigen's own exp, log and maxCoeff. An opponent only.
bool eigen_naive(std::string_view operation, const double* a, const double* b, const std::int64_t* labels, std::int64_t rows,
                 std::int64_t columns, double* value, double* gradient);

}  // namespace lossproof::bench
