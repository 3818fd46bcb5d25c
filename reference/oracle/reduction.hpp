// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/layout.hpp"

namespace lossproof {

/// How the answers to the groups (elements, rows) become the answer to the batch: which rows count, what multiplies their losses
/// and their gradients, what the total is divided by. Every evaluation, certified or not, asks here, and nowhere else is divided.
///
///     value    = Σ w_ℓ·s·L / divisor            over rows not ignored; without the sum under `none`
///     gradient = u·w_ℓ·s·∂L / divisor           w_ℓ class weight, s sample weight, u upstream gradient
class Reduction {
public:
    enum Kind : std::uint8_t { none, sum, mean, batchmean };

    /// Throws UsageError for options that make no sense together, and for labels that are no class. The layout must outlive it.
    Reduction(const Operation& operation, const Case& question, const Layout& layout);

    Kind kind() const { return kind_; }
    bool operator==(Kind kind) const { return kind_ == kind; }
    bool ignored(Index group) const;
    Index counted() const { return counted_; }  ///< groups that are not ignored
    bool divides() const { return kind_ == mean || kind_ == batchmean; }
    bool plain() const { return !class_weight_.slot && !sample_weight_.slot && !upstream_.slot && !weighs_itself_; }

    /// x times the weights of the group's loss. A weight of 0 makes any number and any infinity 0. `constant` makes a T of a double.
    template <class T, class Constant> T weighted(Index group, T x, Constant constant) const {
        if (class_weight_.slot && !weighs_itself_) x = times(x, class_weight(group), constant);
        return sample_weight_.slot ? times(x, at(sample_weight_, group), constant) : x;
    }
    /// x times the upstream gradient of the group.
    template <class T, class Constant> T followed(Index group, T x, Constant constant) const {
        return upstream_.slot ? times(x, at(upstream_, group), constant) : x;
    }
    /// Σ of the weights, or the count.
    template <class T, class Constant> T divisor(Constant constant) const {
        if (!sums_weights()) return constant(count_);
        T total = T(0);
        for (Index g = 0; g < layout_->groups(); ++g)
            if (!ignored(g)) total = total + divisor_term<T>(g, constant);
        return total;
    }
    double divisor_size() const { return divides() && !zero_ ? size_ : 1; }  ///< its magnitude, for bounds
    bool divisor_is_zero() const { return divides() && zero_; }
    /// The answer to a batch without a row that counts.
    double of_nothing() const;

    /// What the reduction costs besides the formula, in roundings (see the derivation).
    struct Cost {
        double factors = 0;        ///< multiplications by weights and upstream, one each: a relative change of every term
        bool inside = false;       ///< some of them inside the formula
        double divisions = 0;      ///< none by a power of two
        double divisor_terms = 1;  ///< weights that are added up for the divisor
        double amplification = 1;  ///< the largest factor: an underflow before it is multiplied
        double cancellation = 1;   ///< Σ|w| / |Σw| of that sum, 1 unless sample weights differ in sign
    };
    Cost cost(bool gradient) const;

private:
    struct Factor {
        const Layout::Slot* slot = nullptr;
        bool by_class = false;
    };
    void read(const Operation& operation, const Case& question);
    void count_groups(const Operation& operation, const Case& question);
    void weigh_divisor();
    double at(const Factor& factor, Index group) const;
    double class_weight(Index group) const;
    bool sums_weights() const { return kind_ == mean && !given_count_ && (by_class_ || by_sample_); }
    template <class T, class Constant> static T times(const T& x, double factor, Constant constant) {
        if (factor != 0) return x * constant(factor);
        return x.middle() != x.middle() ? x : T(0);
    }
    template <class T, class Constant> T divisor_term(Index group, Constant constant) const {
        T term = by_class_ ? constant(class_weight(group)) : T(1);
        return by_sample_ ? term * constant(at(sample_weight_, group)) : term;
    }

    const Layout* layout_;
    Kind kind_ = none;
    Factor class_weight_, sample_weight_, upstream_;
    const Tensor* labels_ = nullptr;
    std::optional<std::int64_t> ignore_index_;
    bool weighs_itself_ = false;                 ///< the formula multiplies weights of classes in
    bool by_class_ = false, by_sample_ = false;  ///< what the divisor adds up
    bool given_count_ = false, zero_ = false;
    double count_ = 1, size_ = 1, cancellation_ = 1;
    double inside_ = 1;  ///< the largest weight that the formula multiplies in
    Index counted_ = 0;
};

}  // namespace lossproof
