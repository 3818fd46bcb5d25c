// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/reduction.hpp"

#include "reference/oracle/parameters.hpp"

#include <cmath>
#include <limits>

namespace lossproof {
namespace {

template <class T> std::optional<T> given(const Case& question, std::string_view name) {
    const auto found = question.parameters.find(name);
    return found == question.parameters.end() ? std::nullopt : std::optional(std::get<T>(found->second));
}

Reduction::Kind kind_of(const Case& question) {
    const auto word = given<std::string>(question, "reduction").value_or("none");
    if (word == "sum") return Reduction::sum;
    if (word == "mean") return Reduction::mean;
    return word == "batchmean" ? Reduction::batchmean : Reduction::none;
}

/// The largest factor among the weights; underflows are amplified by it.
double largest(const std::vector<double>& weights) {
    double most = 0;
    for (const double w : weights) most = std::max(most, std::fabs(w));
    return most;
}
bool power_of_two(double n) { return std::ldexp(1.0, std::ilogb(n)) == n; }

}  // namespace

Reduction::Reduction(const Operation& operation, const Case& question, const Layout& layout)
    : layout_(&layout), kind_(kind_of(question)), ignore_index_(given<std::int64_t>(question, "ignore_index")) {
    read(operation, question);
    count_groups(operation, question);
    weigh_divisor();
}

void Reduction::read(const Operation& operation, const Case& question) {
    for (Index i = 0; i < operation.inputs.size(); ++i) {
        const Layout::Slot* slot = &layout_->slots()[i];
        if (!slot->tensor) continue;
        switch (operation.inputs[i].meaning) {
        case Meaning::class_index: labels_ = slot->tensor; break;
        case Meaning::class_weight: class_weight_ = {.slot = slot, .by_class = true}; break;
        case Meaning::pos_weight:
            weighs_itself_ = true;
            inside_ = largest(slot->tensor->values);
            break;
        case Meaning::sample_weight: sample_weight_ = {.slot = slot}; break;
        case Meaning::upstream: upstream_ = {.slot = slot}; break;
        default: break;
        }
    }
    weighs_itself_ |= operation.weighs_itself && class_weight_.slot;
    if (operation.weighs_itself && class_weight_.slot) inside_ = largest(class_weight_.slot->tensor->values);
    by_class_ = class_weight_.slot && labels_;
    const auto refuse = [&](const char* what) { throw UsageError(std::string(operation.name) + ": " + what); };
    if (question.parameters.contains("divisor") && !sample_weight_.slot) refuse("parameter 'divisor' goes with the input 'sample_weights'");
    by_sample_ = divides_by_sample_weights(question.parameters);
    given_count_ = question.parameters.contains("num_items");
    if (given_count_ && kind_ != mean) refuse("parameter 'num_items' goes with reduction=mean");
}

void Reduction::count_groups(const Operation& operation, const Case& question) {
    const std::int64_t classes = layout_->extent(Dim::K);
    for (Index g = 0; g < layout_->groups(); ++g) {
        if (ignored(g)) continue;
        ++counted_;
        const double label = labels_ ? labels_->values[g] : 0;
        if (labels_ && (label < 0 || label >= static_cast<double>(classes)))
            throw UsageError(std::string(operation.name) + ": label " + decimal_text(Format::f64, label) + " is outside 0…" +
                             std::to_string(classes - 1));
    }
    count_ = static_cast<double>(counted_);
    if (kind_ == batchmean) count_ = static_cast<double>(std::max<std::int64_t>(layout_->extent(Dim::N), 0));
    if (given_count_) count_ = *given<double>(question, "num_items");
}

/// Is the divisor exactly 0, and how far do its terms cancel? A weight that is no finite number is left to the arithmetic.
void Reduction::weigh_divisor() {
    zero_ = count_ == 0;
    size_ = std::fabs(count_);
    if (!sums_weights()) return;
    size_ = 1;
    Rational total = Rational(0);
    double sizes = 0;
    for (Index g = 0; g < layout_->groups(); ++g) {
        if (ignored(g)) continue;
        const double by_class = by_class_ ? class_weight(g) : 1, by_sample = by_sample_ ? at(sample_weight_, g) : 1;
        if (!std::isfinite(by_class) || !std::isfinite(by_sample)) return;
        total = total + exactly<Rational>(by_class) * exactly<Rational>(by_sample);
        sizes += std::fabs(by_class * by_sample);
    }
    zero_ = (total == Rational(0)) == Decision::yes;
    size_ = std::fabs(total.middle());
    cancellation_ = zero_ ? 1 : std::max(1.0, sizes / std::fabs(total.middle()));
}

bool Reduction::ignored(Index group) const {
    return ignore_index_ && labels_ && labels_->values[group] == static_cast<double>(*ignore_index_);
}

double Reduction::at(const Factor& factor, Index group) const {
    const Index place = factor.by_class ? static_cast<Index>(labels_->values[group]) : layout_->offset(*factor.slot, group);
    return factor.slot->tensor->values[place] + 0.0;  // −0 is read as +0
}

/// The weight of the group's class; a negative one is outside the domain.
double Reduction::class_weight(Index group) const {
    const double weight = at(class_weight_, group);
    return weight < 0 ? std::numeric_limits<double>::quiet_NaN() : weight;
}

double Reduction::of_nothing() const {
    const bool undefined = divides() && (count_ == 0 || sums_weights());
    return undefined ? std::numeric_limits<double>::quiet_NaN() : 0.0;
}

Reduction::Cost Reduction::cost(bool gradient) const {
    Cost cost;
    cost.inside = weighs_itself_;
    cost.factors = (class_weight_.slot || weighs_itself_ ? 1 : 0) + (sample_weight_.slot ? 1 : 0) + (gradient && upstream_.slot ? 1 : 0);
    for (Index g = 0; g < layout_->groups() && cost.factors > 0; ++g) {
        if (ignored(g)) continue;
        double product = weighs_itself_ ? inside_ : class_weight_.slot && by_class_ ? class_weight(g) : 1;
        if (sample_weight_.slot) product *= at(sample_weight_, g);
        if (gradient && upstream_.slot) product *= at(upstream_, g);
        cost.amplification = std::max(cost.amplification, std::fabs(product));
    }
    if (!divides() || zero_) return cost;
    if (sums_weights()) {
        cost.divisions = by_class_ && by_sample_ ? 2 * cancellation_ : 1;  // the products s·w that are added up
        cost.divisor_terms = static_cast<double>(counted_);
        cost.cancellation = cancellation_;
    } else {
        cost.divisions = power_of_two(count_) ? 0 : 1;
    }
    // Backwards a mean is a factor 1/N, rounded before it multiplies: so does every automatic differentiation.
    if (gradient && cost.divisions > 0) cost.divisions += 1;
    return cost;
}

}  // namespace lossproof
