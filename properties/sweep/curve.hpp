// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/ledger_writer.hpp"

#include <cmath>
#include <map>

namespace lossproof {

/// The envelope of errors over an input: the worst error of every quarter of an octave, which is all a plot can show.
class Curve {
public:
    void add(double x, const Judgement& judgement) {
        if (!std::isfinite(x) || judgement.verdict > Verdict::wrong) return;
        const int sign = x < 0 ? -1 : 1;
        const int bin = x == 0 ? 0 : sign * (static_cast<int>(std::floor(4 * std::log2(std::fabs(x)))) + 5000);
        auto [place, fresh] = worst_.try_emplace(bin, CurvePoint{x, judgement.ulps});
        if (!fresh && judgement.ulps > place->second.ulps) place->second = {x, judgement.ulps};
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
