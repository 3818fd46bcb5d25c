// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

namespace lossproof {

enum class Reduction : std::uint8_t { none, sum, mean };

/// A case that has been checked and cut into groups. Everything that evaluates a formula on a case starts here.
class Plan {
public:
    /// Throws UsageError, saying what was expected, if the case is no proper question.
    explicit Plan(const Case& question);

    const Operation& operation() const { return *operation_; }
    const Case& question() const { return question_; }  ///< defaults filled in
    Format format() const { return question_.format; }
    Reduction reduction() const { return reduction_; }
    Index groups() const { return groups_; }
    Index denominator() const { return denominator_; }  ///< of the mean: elements, or rows not ignored
    bool ignored(Index group) const;
    Index row_length() const { return row_length_; }  ///< K of the row inputs, 1 for elementwise operations

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

private:
    struct Slot {
        const Tensor* tensor = nullptr;
        Index stride = 0;  ///< from one group to the next, in elements; 0 for whole inputs
        Index length = 0;
    };
    void fill_parameters();
    void check_inputs();
    void cut();
    void list_outputs();
    std::vector<Row<Machine>> probe(Index group, bool gradient) const;  ///< for the lengths of what a formula answers

    Case question_;
    const Operation* operation_;
    Reduction reduction_ = Reduction::none;
    Index groups_ = 1, denominator_ = 1, row_length_ = 1;
    std::vector<Slot> slots_;
    std::vector<Output> outputs_;
    std::optional<std::int64_t> ignore_index_;
};

template <class T, class Datum, class Constant> Group<T> Plan::load(Index group, Datum datum, Constant constant) const {
    Group<T> loaded{.inputs = {}, .position = group, .given = Given<T>(question_.parameters)};
    for (Index i = 0; i < slots_.size(); ++i) {
        const Slot& slot = slots_[i];
        const Input& input = operation_->inputs[i];
        typename Group<T>::Input out;
        out.present = slot.tensor != nullptr;
        for (Index j = 0; out.present && j < slot.length; ++j) {
            const Index place = group * slot.stride + j;
            const double value = slot.tensor->values[place];
            if (slot.tensor->integral) out.integers.push_back(static_cast<std::int64_t>(value));
            // −0 is read as +0 (an exactly zero loss is +0).
            else out.values.push_back(input.exact ? constant(value + 0.0) : datum(value + 0.0, i, place));
        }
        if (out.present && input.role == Role::matrix) {
            out.rows = static_cast<Index>(slot.tensor->rows());
            out.columns = static_cast<Index>(slot.tensor->columns());
        }
        loaded.inputs.push_back(std::move(out));
    }
    return loaded;
}

}  // namespace lossproof
