// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/row.hpp"
#include "reference/numbers/ball_lanes.hpp"

namespace lossproof {

// What the functions of rows are for lanes: without a branch that lanes would take apart, and without copies of numbers this large.

template <class F> Row<BallLanes> map(const Row<BallLanes>& over, F entry) {
    std::vector<BallLanes> entries;
    entries.reserve(over.size());
    for (Index j = 0; j < over.size(); ++j) entries.push_back(entry(j));
    return Row<BallLanes>(std::move(entries));
}

/// Are second derivatives read of the evaluations in this scope? One answer a thread.
class SecondDerivatives {
public:
    explicit SecondDerivatives(bool wanted) : before_(wanted_) { wanted_ = wanted; }
    ~SecondDerivatives() { wanted_ = before_; }
    SecondDerivatives(const SecondDerivatives&) = delete;
    SecondDerivatives& operator=(const SecondDerivatives&) = delete;
    static bool wanted() { return wanted_; }

private:
    static inline thread_local bool wanted_ = true;
    bool before_;
};
template <class F> std::vector<Row<BallLanes>> with_hessian(Row<BallLanes> gradient, F hessian) {
    std::vector<Row<BallLanes>> both{std::move(gradient)};
    if (SecondDerivatives::wanted()) both.push_back(hessian());
    return both;
}

/// 0·v is exactly 0 in a lane that knows v; the others say nothing, and are left to numbers that branch.
inline BallLanes weighted(const BallLanes& w, const BallLanes& v) { return w * v; }
inline BallLanes x_log_y(const BallLanes& x, const BallLanes& y) { return where(x == BallLanes(0), BallLanes(0), x * log(y)); }
inline BallLanes log_ratio(const BallLanes& p, const BallLanes& q) { return log(p / q); }

/// Both arms of the sigmoid, and of softplus, from one exponential.
inline BallLanes shifted_sigmoid(const BallLanes& x) {
    const BallLanes e = exp(-abs(x));
    return chosen(x < BallLanes(0), e, 1) / (1 + e);
}
inline BallLanes shifted_softplus(const BallLanes& x) { return chosen(x < BallLanes(0), 0, x) + log1p(exp(-abs(x))); }

}  // namespace lossproof
