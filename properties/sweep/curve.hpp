// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/ledger_writer.hpp"

#include <cmath>
#include <map>

namespace lossproof {

/// The envelope of errors over an input: the worst error of every quarter of an octave, which is all a plot can show. Its bound
/// is asked for only then, because κ is dear.
class Curve {
public:
    template <class Allowed> void add(double x, const Judgement& judgement, Allowed allowed) {
        if (!std::isfinite(x) || judgement.verdict > Verdict::wrong) return;
        const int sign = x < 0 ? -1 : 1;
        const int bin = x == 0 ? 0 : sign * (static_cast<int>(std::floor(4 * std::log2(std::fabs(x)))) + 5000);
        const auto [place, fresh] = worst_.try_emplace(bin);
        if (fresh || judgement.ulps > place->second.ulps) place->second = {.x = x, .ulps = judgement.ulps, .allowed = allowed()};
    }
    bool empty() const { return worst_.empty(); }
    std::vector<CurvePoint> points() const {
        std::vector<CurvePoint> result;
        for (const auto& [bin, point] : worst_) result.push_back(point);
        return result;
    }

private:
    std::map<int, CurvePoint> worst_;
};

}  // namespace lossproof
