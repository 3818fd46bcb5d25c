// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/logarithmic.hpp"
#include "reference/oracle/group.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof {

inline constexpr Parameter softmax_temperature{
    .name = "temperature", .range = Parameter::Range::positive, .fallback = "1", .meaning = "T, what logits are divided by"};

template <class T> Row<T> divided_by_temperature(const Row<T>& z, const Given<T>& given) {
    return map(z, [&](Index j) { return z[j] / given["temperature"]; });
}
/// (zⱼ − z_k)/T with z_k the largest, whose softmax is that of z/T: equal logits stay exactly equal.
template <class T> Row<T> scaled_logits(const Row<T>& z, const Given<T>& given) {
    return divided_by_temperature(relative_to(z, largest_entry(z)), given);
}
inline Row<Machine> scaled_logits(const Row<Machine>& z, const Given<Machine>& given) { return divided_by_temperature(z, given); }
inline Row<Printed> scaled_logits(const Row<Printed>& z, const Given<Printed>& given) { return divided_by_temperature(z, given); }

}  // namespace lossproof
