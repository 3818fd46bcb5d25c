// SPDX-License-Identifier: Apache-2.0
// Multi-class hinge: Σ_{j≠ℓ} max(0, (z_j − z_ℓ) + Δ), each term an exact sum of three numbers.
#include "fast/rows/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/rows/margin.cpp"
#include "hwy/foreach_target.h"
#include "fast/rows/shifted-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// Parameters 0 and 1: Δ, and 1 if the label's own max(0, Δ) counts too.
struct MulticlassHinge {
    static constexpr int inputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_multiclass_hinge;
#if HWY_NATIVE_FMA
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const double margin = panel.task.p[0], own = panel.task.p[1] != 0 && margin > 0 ? margin : 0;
        const Oct label_logit = panel.at_label(), label = panel.label_columns(), zero = set(0);
        const Oct slope = set(1) / set(panel.task.divisor);
        const bool gradient = panel.wanted();
        Adder<R> sum;
        Oct active_count = zero;
        Mask unusual = first(0);
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Oct z = panel.load(0, i), column = panel.column(i);
            const R t = Kind<R>::difference(z, label_logit) + set(margin);
            const Mask inside = panel.inside(i), active = (zero < head(t)) & !(column == label) & inside;
            sum.add(keep(active, t));
            active_count = active_count + keep(active, set(1));
            unusual = unusual | (inside & !(abs(z) < set(0x1p1000)));
            if (gradient) panel.store(i, keep(active, slope));
        }
        const Mask sane = (abs(label_logit) < set(0x1p1000)) & first(std::fabs(margin) < 0x1p1000 ? 8 : 0);
        declined = panel.any_lane(unusual) | panel.ignored() | !sane;
        value = panel.combined(sum) + set(own);
        if (gradient) panel.put_at_label(zero - panel.combined(active_count) / set(panel.task.divisor));
    }
#endif
};

/// Always in two words: one rounding on the wrong side of the kink would count a class too many or too few.
RowFunction ChooseMargin(bool) { return choose_rows<MulticlassHinge>(false); }

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseMargin);
RowFunction choose_margin(bool quick) { return HWY_DYNAMIC_DISPATCH(ChooseMargin)(quick); }
}  // namespace lossproof::fast
#endif
