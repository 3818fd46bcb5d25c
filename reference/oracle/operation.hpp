// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/group.hpp"
#include "reference/oracle/input.hpp"

#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lossproof {

/// A parameter: a real number unless it is a whole number or one of a few words.
struct Parameter {
    enum class Kind : std::uint8_t { real, integer, word };
    enum class Range : std::uint8_t { any, positive, non_negative, unit_closed, unit_open, unit_half_open, base, at_least_one };
    std::string_view name;
    Kind kind = Kind::real;
    Range range = Range::any;
    std::string_view fallback = {};  ///< the default as text; empty: required, or absent if `optional`
    bool optional = false;
    std::string_view words = {};  ///< the words allowed, separated by |
    std::string_view meaning = {};
};

/// The shape an error bound depends on: terms of the inner sum, growth h of its summation, number of rows reduced over.
struct Extent {
    double terms;           ///< K: entries of a row (1 for elementwise operations)
    double growth;          ///< h(K) of the grade of summation under trial
    bool weighted = false;  ///< class weights stand inside the formula, and are data
};
/// |ŷ − y| ≤ u·accurate·|y|, or ≤ u·(value·|y| + condition·κ). Infinity: no such claim.
struct Bound {
    double accurate;
    double value;
    double condition;
    std::string_view derivation;  ///< how the constants come about, in one line
};
using BoundRule = Bound (*)(const Extent&);

/// Which algorithm is an entry's stable one.
enum class Stability : std::uint8_t {
    unsaid,
    formula,    ///< the formula as it is printed
    enclosed,   ///< the form that enclosures evaluate: pivots, log1p, sums of others
    algorithm,  ///< one of its own: `stable`, `stable_gradient`
};

enum class Class : std::uint8_t { exact, accurate, stable };

/// One operation of the catalogue, ready to be used: everything the rest of the house derives from its entry.
struct Operation {
    std::string_view name;
    std::string_view summary;
    std::string_view lectures;  ///< numbers of the lectures' catalogue, e.g. `L12 D14`
    std::string_view domain;
    std::string_view source;
    std::vector<Input> inputs;       ///< the entry's, then `sample_weights` and `upstream` where there are reductions
    std::size_t formula_inputs = 0;  ///< the first ones are what the formula is handed
    std::span<const Parameter> parameters;
    std::span<const Result> answers;     ///< what `value` answers
    std::vector<std::string> results;    ///< the names of it
    std::vector<std::string> gradients;  ///< names of what `gradient` answers: `d_…`, Jacobians `J_…`, Hessians `H_…`
    std::vector<int> gradient_inputs;    ///< the input each gradient belongs to
    Stability stability = Stability::unsaid;
    bool reductions = true;
    Batch batch = Batch::elements;
    bool weighs_itself = false;    ///< the formula multiplies class weights in (they stand inside its sum)
    bool nan_by_formula = false;   ///< a NaN spreads as the formula reads it: some answers read some inputs only (nll, steps)
    bool abrupt = false;           ///< a derivative jumps, or the domain ends, at numbers that inputs can be
    bool empty_rows = false;       ///< rows without entries have an answer
    Class best = Class::accurate;  ///< what the stable algorithm attains (theory L13, L15)
    bool scales_first = false;  ///< the row is scaled by a parameter before anything is subtracted: each number is rounded where it stands
    bool irrational = false;    ///< a value the exact tier does not know is no rational number (Lindemann–Weierstrass)

    FormulaSet value;
    FormulaSet gradient;
    BoundRule value_bound = nullptr;
    BoundRule gradient_bound = nullptr;
    BoundRule hessian_bound = nullptr;
    bool (*in_domain)(const Group<double>&) = nullptr;
    void (*check)(const Group<double>&) = nullptr;  ///< throws UsageError for combinations no single line forbids
    /// Answers at special inputs where the extended arithmetic of the formula has no limit of its own.
    std::optional<std::vector<Row<double>>> (*value_limit)(const Group<double>&) = nullptr;
    std::optional<std::vector<Row<double>>> (*gradient_limit)(const Group<double>&) = nullptr;

    bool by_row() const { return batch == Batch::rows; }
    bool by_element() const { return batch == Batch::elements; }
    Role role(std::size_t input) const { return role_of(batch, inputs[input]); }
    bool takes(Meaning meaning) const;
    bool is_step() const { return takes(Meaning::parameter); }
    /// Does every group answer with one number, which a reduction could add up?
    bool answers_number() const { return answers.front().shape.size() == 0; }
    Shape batch_shape() const;           ///< over which the groups run: [N,K], [N], [P] or nothing
    std::size_t differentiated() const;  ///< the result whose derivatives the gradients are
    BoundRule bound_of(std::string_view output) const;
    int input_index(std::string_view name) const;  ///< −1 if there is none
    const Input* input(Meaning meaning) const;     ///< the first of that meaning; null if there is none
    const Parameter* parameter(std::string_view name) const;
};

inline constexpr Index jacobian_limit = 16;  ///< rows up to this length have a Jacobian, a Hessian

std::span<const Operation> catalogue();
const Operation* find_operation(std::string_view name);
std::string nearest_operation(std::string_view name);  ///< a suggestion for a misspelt name
std::string_view family(const Operation& operation);

/// A question that makes no sense; the message says what was expected.
struct UsageError : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};
const Operation& operation_named(std::string_view name);  ///< throws UsageError with a suggestion

}  // namespace lossproof
