// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/ledger_writer.hpp"

#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace lossproof {

/// The envelope of errors over an input: the worst error of every quarter of an octave, which is all a plot can show. Its bound
/// is asked for only when several cases are through, because κ is dear and most worst errors are not the last. A stratum tells what it
/// raised, so that a run may end after any of them.
class Curve {
public:
    /// `allowed` is called by the next `settle`, if it is called.
    template <class Allowed> void add(double x, const Judgement& judgement, Allowed allowed) {
        if (!std::isfinite(x) || judgement.verdict > Verdict::wrong) return;
        const int bin = bin_of(x);
        const auto [place, fresh] = worst_.try_emplace(bin);
        if (!fresh && !(judgement.ulps > place->second.ulps)) return;
        place->second = {.x = x, .ulps = judgement.ulps, .allowed = std::nullopt};
        unsettled_.insert_or_assign(bin, std::move(allowed));
        raised_.insert(bin);
    }
    void settle() {
        for (const auto& [bin, allowed] : unsettled_) worst_.at(bin).allowed = allowed();
        unsettled_.clear();
    }
    /// What an earlier part of the same run had told already.
    void remember(const CurvePoint& point) {
        const auto [place, fresh] = worst_.try_emplace(bin_of(point.x), point);
        if (!fresh && point.ulps > place->second.ulps) place->second = point;
    }
    /// The points that are new or higher since the last call.
    std::vector<CurvePoint> take_raised() {
        std::vector<CurvePoint> result;
        for (const int bin : raised_) result.push_back(worst_.at(bin));
        raised_.clear();
        return result;
    }

private:
    static int bin_of(double x) {
        const int sign = x < 0 ? -1 : 1;
        return x == 0 ? 0 : sign * (static_cast<int>(std::floor(4 * std::log2(std::fabs(x)))) + 5000);
    }
    std::map<int, CurvePoint> worst_;
    std::map<int, std::function<std::optional<double>()>> unsettled_;
    std::set<int> raised_;
};

}  // namespace lossproof
