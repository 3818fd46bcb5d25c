// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/reduction.hpp"

namespace lossproof {

/// A case that has been checked and cut into groups. Everything that evaluates a formula on a case starts here.
class Plan {
public:
    /// Throws UsageError, saying what was expected, if the case is no proper question.
    explicit Plan(const Case& question);
    Plan(const Plan&) = delete;  // the layout points into the case

    const Operation& operation() const { return *operation_; }
    const Case& question() const { return question_; }  ///< defaults filled in
    Format format() const { return question_.format; }
    const Reduction& reduction() const { return reduction_; }
    const Layout& layout() const { return layout_; }
    Index groups() const { return layout_.groups(); }
    Index denominator() const { return reduction_.counted(); }  ///< elements, or rows not ignored
    bool ignored(Index group) const { return reduction_.ignored(group); }
    Index row_length() const { return layout_.row_length(); }

    /// The outputs of this case, by name with shapes: results first, then gradients.
    struct Output {
        std::string name;
        std::vector<std::int64_t> shape;
        bool gradient;
        Index slot;    ///< among the operation's results, or its gradients
        bool reduced;  ///< one unit gathers all groups
    };
    const std::vector<Output>& outputs() const { return outputs_; }
    Index length(const Output& output) const;  ///< components of one unit

    /// The group's inputs in the number type T; `datum` makes a number of a datum, `constant` of an exact input.
    template <class T, class Datum, class Constant> Group<T> load(Index group, Datum datum, Constant constant) const;
    Group<double> load_doubles(Index group) const;

    /// The group's answer if it is special (a NaN that is read, outside the domain, a limit of its own).
    std::optional<std::vector<Row<double>>> special(Index group, bool gradient) const;
    /// Of which that is made: a NaN is read, or the data are outside the domain; a limit of its own, of data that are defined.
    bool undefined(const Group<double>& data) const;
    std::optional<std::vector<Row<double>>> limit(const Group<double>& data, bool gradient) const;
    /// Is there a domain, or a limit, to be asked of numbers?
    bool has_rules(bool gradient) const {
        return operation_->in_domain || (gradient ? operation_->gradient_limit : operation_->value_limit);
    }

private:
    void list_results();
    void list_gradients();

    const Operation* operation_;
    Case question_;
    Layout layout_;
    Reduction reduction_;
    std::vector<Output> outputs_;
};

template <class T, class Datum, class Constant> Group<T> Plan::load(Index group, Datum datum, Constant constant) const {
    Group<T> loaded{.inputs = {}, .position = group, .given = Given<T>(question_.parameters)};
    for (Index i = 0; i < operation_->formula_inputs; ++i) {
        const Layout::Slot& slot = layout_.slots()[i];
        const Input& input = operation_->inputs[i];
        typename Group<T>::Input out;
        out.present = slot.tensor != nullptr;
        const Index first = layout_.offset(slot, group);
        for (Index place = first; place < first + slot.length; ++place) {
            const double value = slot.tensor->values[place];
            if (slot.tensor->integral) out.integers.push_back(static_cast<std::int64_t>(value));
            // −0 is read as +0 (an exactly zero loss is +0).
            else out.values.push_back(is_datum(input.meaning) ? datum(value + 0.0, i, place) : constant(value + 0.0));
        }
        if (out.present && operation_->role(i) == Role::matrix) {
            out.rows = static_cast<Index>(slot.tensor->rows());
            out.columns = static_cast<Index>(slot.tensor->columns());
        }
        loaded.inputs.push_back(std::move(out));
    }
    return loaded;
}

}  // namespace lossproof
