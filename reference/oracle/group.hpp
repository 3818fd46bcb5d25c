// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/row.hpp"
#include "reference/numbers/ball.hpp"
#include "reference/numbers/dual.hpp"
#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/lanes.hpp"
#include "reference/numbers/machine.hpp"
#include "reference/numbers/rational.hpp"
#include "reference/numbers/rounding.hpp"
#include "reference/oracle/case.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace lossproof {

/// The parameters of a case as a formula sees them. `given["delta"]` is the exact binary64 number.
template <class T> class Given {
public:
    explicit Given(const Parameters& parameters) : parameters_(&parameters) {}
    T operator[](std::string_view name) const {
        if constexpr (is_printed<T>) return T(std::string(name));  // in print a parameter is its name
        else if constexpr (std::is_same_v<T, double>) return number(name);
        else if constexpr (requires { T::parameter(name, 0.0); }) return T::parameter(name, number(name));
        else return exactly<T>(number(name));
    }
    double number(std::string_view name) const { return std::get<double>(parameters_->find(name)->second); }
    bool has(std::string_view name) const { return parameters_->find(name) != parameters_->end(); }
    int integer(std::string_view name) const { return static_cast<int>(std::get<std::int64_t>(parameters_->find(name)->second)); }
    const std::string& text(std::string_view name) const { return std::get<std::string>(parameters_->find(name)->second); }

private:
    const Parameters* parameters_;
};

/// What one evaluation of a formula sees of the inputs, in the number type T: one element, one row, or everything.
/// Indexed as the operation's inputs; an absent optional input has `present` false.
template <class T> struct Group {
    struct Input {
        Row<T> values;                       ///< floats
        std::vector<std::int64_t> integers;  ///< labels and signs
        Index rows = 0, columns = 0;         ///< of a matrix
        bool present = true;
    };
    std::vector<Input> inputs;
    Index position = 0;  ///< of the row in the batch
    Given<T> given;
};

/// A formula without its type: the outputs of one group, each a flat row.
template <class T> using Formula = std::vector<Row<T>> (*)(const Group<T>&);

/// One formula, many numbers: every number type a formula is compiled for. `Lanes` are for operations of one number; others have none.
using FormulaSet = std::tuple<Formula<Lanes>, Formula<Ball>, Formula<Enclosure128>, Formula<Enclosure256>, Formula<Enclosure1024>,
                              Formula<Enclosure4096>, Formula<Dual<Enclosure256>>, Formula<Dual<Enclosure1024>>, Formula<Rational>,
                              Formula<Machine>, Formula<Printed>, Formula<Rounding>, Formula<StableMachine>, Formula<StablePrinted>>;

}  // namespace lossproof
