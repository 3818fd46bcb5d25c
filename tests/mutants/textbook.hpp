// SPDX-License-Identifier: Apache-2.0
// The few sub-formulas that wrong implementations share, in machine numbers.
#pragma once
#include "tests/mutants/trial.hpp"

namespace lossproof::mutants {

using M = Machine;
using RowM = Row<Machine>;
using Data = Group<Machine>;

inline const RowM& row(const Data& data, std::size_t input = 0) { return data.inputs[input].values; }
inline M number(const Data& data, std::size_t input = 0) { return data.inputs[input].values[0]; }
inline M residual(const Data& data) { return number(data) - number(data, 1); }
inline Index label(const Data& data) { return static_cast<Index>(data.inputs[1].integers[0]); }
inline RowM one(const M& x) { return RowM(std::vector<M>{x}); }

inline M largest(const RowM& z) {
    M peak = z[0];
    for (const M& v : z) peak = max(peak, v);
    return peak;
}
inline RowM weights_below(const RowM& z, const M& peak) {
    return map(z, [&](Index j) { return exp(z[j] - peak); });
}
inline M shifted_lse(const RowM& z) { return largest(z) + log(sum(weights_below(z, largest(z)))); }
inline RowM shifted_softmax(const RowM& z) {
    const RowM weight = weights_below(z, largest(z));
    const M total = sum(weight);
    return map(z, [&](Index j) { return weight[j] / total; });
}
inline M stable_sigmoid(const M& x) { return x.value() < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)); }
inline M stable_softplus(const M& x) { return max(x, M(0)) + log1p(exp(-abs(x))); }
/// log1p of the others beside the largest: what an honest label loss does.
inline M stable_surprise(const RowM& z, Index i) {
    Index k = 0;
    for (Index j = 1; j < z.size(); ++j)
        if (z[k].value() < z[j].value()) k = j;
    return (z[k] - z[i]) + log1p(sum_except(z, k, [&](Index j) { return exp(z[j] - z[k]); }));
}

}  // namespace lossproof::mutants
