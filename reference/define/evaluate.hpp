// SPDX-License-Identifier: Apache-2.0
// An expression in any number type, and its gradient by one backward sweep over the nodes. The slopes of compound functions are
// written so that no difference cancels that need not: the same sweep is the reference's gradient, the stable algorithm of it, and
// what its bound is computed from.
#pragma once
#include "reference/define/node_functions.hpp"
#include "reference/oracle/group.hpp"

#include <optional>
#include <span>
#include <vector>

namespace lossproof::defined {

/// One evaluation on one group.
template <class T> class Evaluation {
public:
    Evaluation(const Expression& expression, const Group<T>& group) : nodes_(expression.nodes), group_(group) {
        for (const Node& node : nodes_) values_.push_back(value_of(node));
    }
    const T& value() const { return values_.back()[0]; }
    /// ∂value by each of these inputs.
    std::vector<Row<T>> gradient(std::span<const Index> inputs);

private:
    /// What a node's derivative is added up from, entry by entry; none where it is 0 by structure.
    using Parts = std::vector<std::vector<T>>;
    using Adjoint = std::vector<std::optional<T>>;

    const T& at(std::size_t node, Index j) const { return nodes_[node].row ? values_[node][j] : values_[node][0]; }
    Index size_of(const Node& node) const {
        for (const std::size_t operand : node.of)
            if (node.row && nodes_[operand].row) return values_[operand].size();
        return 1;
    }
    Row<T> value_of(const Node& node) const;
    static Row<T> probabilities(const Row<T>& z) {
        const Row<T> p = softmax_of(z);
        return map(p, [&](Index j) { return believed(p[j], z); });
    }
    Row<T> input_of(const Node& node) const;
    void add(std::size_t node, Index j, T part) { parts_[node][nodes_[node].row ? j : 0].push_back(std::move(part)); }
    /// A share made of these numbers.
    void add(std::size_t node, Index j, T part, const std::vector<const T*>& of) { add(node, j, believed(std::move(part), of)); }
    Adjoint adjoint_of(std::size_t node) const;
    void pass(std::size_t place, const Adjoint& adjoint);
    void pass_entry(const Node& node, Index j, const T& adjoint, const T& value);
    void pass_choice(const Node& node, Index j, const T& adjoint);
    void pass_row(const Node& node, const Adjoint& adjoint);
    void pass_largest(const Node& node, const T& adjoint);
    Index label_of(const Node& node) const { return static_cast<Index>(group_.inputs[node.input].integers[0]); }

    const std::vector<Node>& nodes_;
    const Group<T>& group_;
    std::vector<Row<T>> values_;
    std::vector<Parts> parts_;
};

template <class T> Row<T> Evaluation<T>::input_of(const Node& node) const {
    const auto& input = group_.inputs[node.input];
    if (node.op == Op::input) return input.values;
    Row<T> signs;
    for (const std::int64_t sign : input.integers) signs.push_back(T(static_cast<int>(sign)));
    return signs;
}

template <class T> Row<T> Evaluation<T>::value_of(const Node& node) const {
    const auto one = [](T number) { return Row<T>(std::vector<T>{std::move(number)}); };
    const auto operand = [&]() -> const Row<T>& { return values_[node.of[0]]; };
    switch (node.op) {
    case Op::number: return one(literal<T>(node.number));
    case Op::pi: return one(Pi<T>::value());
    case Op::parameter: return one(group_.given[node.name]);
    case Op::input:
    case Op::sign: return input_of(node);
    case Op::count: return one(lossproof::count(operand()));
    case Op::sum: return one(believed(lossproof::sum(operand()), operand()));
    case Op::logsumexp: return one(believed(log_sum_exp(operand()), operand()));
    case Op::select: return one(operand()[label_of(node)]);
    case Op::softmax: return probabilities(operand());
    case Op::log_softmax: {
        const Row<T> surprise = negative_log_probabilities(operand());
        return map(surprise, [&](Index j) { return believed(-surprise[j], operand()); });
    }
    case Op::largest: {
        T largest = operand()[0];
        for (Index j = 1; j < operand().size(); ++j) largest = max(largest, operand()[j]);
        return one(largest);
    }
    default: break;
    }
    Row<T> result;
    for (Index j = 0, size = size_of(node); j < size; ++j) {
        if (node.op == Op::choice) result.push_back(chosen(at(node.of[0], j), at(node.of[1], j), at(node.of[2], j), at(node.of[3], j)));
        else if (node.op == Op::power) result.push_back(whole_power(at(node.of[0], j), static_cast<int>(node.number)));
        else if (node.of.size() == 2) result.push_back(function_of(node.op, at(node.of[0], j), at(node.of[1], j)));
        else result.push_back(function_of(node.op, at(node.of[0], j)));
    }
    return result;
}

template <class T> typename Evaluation<T>::Adjoint Evaluation<T>::adjoint_of(std::size_t node) const {
    Adjoint adjoint;
    for (const auto& parts : parts_[node]) {
        if (parts.empty()) adjoint.push_back(std::nullopt);
        else if (parts.size() == 1) adjoint.push_back(parts.front());
        else adjoint.push_back(believed(lossproof::sum(Row<T>(parts)), Row<T>(parts)));
    }
    return adjoint;
}

template <class T> std::vector<Row<T>> Evaluation<T>::gradient(std::span<const Index> inputs) {
    std::vector<Row<T>> gradients;
    for (const Index input : inputs) gradients.push_back(Row<T>(std::vector<T>(group_.inputs[input].values.size(), T(0))));
    parts_.clear();
    for (const Row<T>& value : values_) parts_.emplace_back(value.size());
    parts_.back()[0].push_back(T(1));
    for (std::size_t place = nodes_.size(); place-- > 0;) {
        const Adjoint adjoint = adjoint_of(place);
        if (nodes_[place].op != Op::input) {
            pass(place, adjoint);
            continue;
        }
        for (Index slot = 0; slot < inputs.size(); ++slot)
            for (Index j = 0; inputs[slot] == nodes_[place].input && j < adjoint.size(); ++j)
                if (adjoint[j]) gradients[slot][j] = *adjoint[j];
    }
    return gradients;
}

template <class T> void Evaluation<T>::pass(std::size_t place, const Adjoint& adjoint) {
    const Node& node = nodes_[place];
    switch (node.op) {
    case Op::number:
    case Op::pi:
    case Op::parameter:
    case Op::sign:
    case Op::count: return;
    case Op::softmax:
    case Op::log_softmax: return pass_row(node, adjoint);
    default: break;
    }
    for (Index j = 0; j < adjoint.size(); ++j) {
        if (!adjoint[j]) continue;
        const T& a = *adjoint[j];
        const Row<T>& operand = values_[node.of[0]];
        if (node.op == Op::choice) pass_choice(node, j, a);
        else if (node.op == Op::largest) pass_largest(node, a);
        else if (node.op == Op::select) add(node.of[0], label_of(node), a);
        else if (node.op == Op::sum)
            for (Index k = 0; k < operand.size(); ++k) add(node.of[0], k, a);
        else if (node.op == Op::logsumexp) {
            const Row<T> p = probabilities(operand);
            for (Index k = 0; k < operand.size(); ++k) add(node.of[0], k, a * p[k], {&a, &p[k]});
        } else pass_entry(node, j, a, values_[place][j]);
    }
}

template <class T> void Evaluation<T>::pass_entry(const Node& node, Index j, const T& a, const T& value) {
    const std::size_t left = node.of[0], right = node.of.back();
    const T &x = at(left, j), &y = at(right, j);
    switch (node.op) {
    case Op::subtract:
    case Op::add: add(left, j, a); return add(right, j, node.op == Op::add ? a : -a);
    case Op::multiply: add(left, j, a * y, {&a, &y}); return add(right, j, a * x, {&a, &x});
    case Op::divide: add(left, j, a / y, {&a, &y}); return add(right, j, -(a * (value / y)), {&a, &value, &y});
    case Op::larger: {  // at a tie the second one's slope: max(t, 0) has 0 there
        const auto second = !(y < x);
        if (!(second == Decision::yes)) add(left, j, where(y < x, a, T(0)));
        if (!(second == Decision::no)) add(right, j, where(y < x, T(0), a));
        return;
    }
    case Op::power: {
        const int n = static_cast<int>(node.number);
        if (n != 0) add(left, j, a * (T(n) * whole_power(x, n - 1)), {&a, &x});
        return;
    }
    case Op::general_power:  // the exponent has no inputs
        if (!exactly_zero(y)) add(left, j, a * (y * general_power(x, y - T(1))), {&a, &x, &y});
        return;
    case Op::negate: return add(left, j, -a);
    default: return add(left, j, a * slope_of(node.op, x, value), {&a, &x, &value});
    }
}

/// An arm that is certainly not taken has no share, whatever its slope: 0·∞ does not arise.
template <class T> void Evaluation<T>::pass_choice(const Node& node, Index j, const T& a) {
    const auto first = at(node.of[0], j) < at(node.of[1], j);
    if (!(first == Decision::no)) add(node.of[2], j, where(first, a, T(0)));
    if (!(first == Decision::yes)) add(node.of[3], j, where(first, T(0), a));
}

/// The first of the largest entries; those that may be it, where nobody knows.
template <class T> void Evaluation<T>::pass_largest(const Node& node, const T& a) {
    const Row<T>& z = values_[node.of[0]];
    const Index k = largest_entry(z);
    bool known = true;
    for (Index j = 0; j < z.size(); ++j) {
        if (j == k || (z[k] < z[j]) == Decision::no) continue;
        known = false;
        add(node.of[0], j, a * hull(T(0), T(1)));
    }
    add(node.of[0], k, known ? a : a * hull(T(0), T(1)));
}

/// Of log softmax aⱼ − pⱼΣa = aⱼ·Σ_{k≠j}pₖ − pⱼ·Σ_{k≠j}aₖ, of softmax pⱼ(aⱼ − Σ pa) likewise: the common part is taken out of both
/// terms, so that p_t − 1 comes as −Σ of the others.
template <class T> void Evaluation<T>::pass_row(const Node& node, const Adjoint& adjoint) {
    const Row<T> p = probabilities(values_[node.of[0]]), other_p = sums_of_others(p);
    const bool logarithm = node.op == Op::log_softmax;
    Row<T> weighted(p.size());
    for (Index j = 0; j < p.size(); ++j)
        if (adjoint[j]) weighted[j] = logarithm ? *adjoint[j] : p[j] * *adjoint[j];
    const Row<T> others = sums_of_others(weighted);
    std::size_t present = 0;
    for (const auto& a : adjoint) present += a.has_value() ? 1 : 0;
    for (Index j = 0; j < p.size(); ++j) {
        const bool alone = adjoint[j] && present == 1;  // then there are no others
        if (adjoint[j]) add(node.of[0], j, (logarithm ? *adjoint[j] : weighted[j]) * other_p[j], {&*adjoint[j], &p[j], &other_p[j]});
        if (present > 0 && !alone) add(node.of[0], j, -(p[j] * others[j]), {&p[j], &others[j]});
    }
}

}  // namespace lossproof::defined
