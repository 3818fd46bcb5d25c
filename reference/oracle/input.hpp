// SPDX-License-Identifier: Apache-2.0
// What an operation says of its inputs and results. How a formula receives an input, whether it is a datum, what is drawn
// for it and which shapes fit together all follow from the meaning and the shape: nobody asks for a name.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace lossproof {

/// What the numbers of an input are.
enum class Meaning : std::uint8_t {
    real,             ///< any number
    logit,            ///< any number; a score that is exponentiated, the argument of an activation
    log_probability,  ///< at most 0
    distribution,     ///< a row of numbers that are not negative, about normalised
    probability,      ///< a single one
    prediction,       ///< any number, compared with a target
    target,           ///< a measured one
    unit_target,      ///< a measured one, about in [0, 1]
    soft_label,       ///< in [0, 1], the share of the positive class: a choice, no measured datum
    binary_label,     ///< 0 or 1
    variance,         ///< positive
    second_moment,    ///< of a gradient, not negative: an optimiser's state
    momentum,         ///< a mean of gradients: an optimiser's state
    parameter,        ///< θ, what an optimiser's step moves
    gradient,         ///< of a loss, to step along
    feature,          ///< x of a model
    weight,           ///< of a model, or of a penalty
    bias,             ///< of a model
    class_index,      ///< an integer in 0 … K−1, or what `ignore_index` says
    sign,             ///< −1 or +1
    class_weight,     ///< of a class, not negative: multiplies the losses of its rows
    sample_weight,    ///< of a row or an element: multiplies its loss
    pos_weight,       ///< of the positive class, not negative
    upstream,         ///< the gradient of what follows: multiplies gradients
    position,         ///< no input at all: the row's own number (the positive pair of info_nce)
};
constexpr bool is_integral(Meaning meaning) { return meaning == Meaning::class_index || meaning == Meaning::sign; }
/// Weights and the upstream gradient: exact factors of losses and gradients. The reduction applies them; a formula that sums over
/// weighted classes, or has a positive class, is handed its weights.
constexpr bool is_factor(Meaning meaning) { return meaning >= Meaning::class_weight && meaning <= Meaning::upstream; }
/// Data enter the condition number; labels, what is a choice like them, and what only multiplies, do not. Weights of classes are
/// data where a formula adds weighted terms up: there they can cancel.
constexpr bool is_datum(Meaning meaning) {
    switch (meaning) {
    case Meaning::class_index:
    case Meaning::sign:
    case Meaning::soft_label:
    case Meaning::binary_label:
    case Meaning::sample_weight:
    case Meaning::upstream:
    case Meaning::position: return false;
    default: return true;
    }
}
/// Where the numbers of an input lie: what may be drawn for it, and what may stand in another number's place.
enum class Range : std::uint8_t { any, not_positive, not_negative, unit, zero_or_one, minus_or_plus_one };
constexpr Range range_of(Meaning meaning) {
    switch (meaning) {
    case Meaning::log_probability: return Range::not_positive;
    case Meaning::distribution:
    case Meaning::probability:
    case Meaning::unit_target:
    case Meaning::soft_label: return Range::unit;
    case Meaning::binary_label: return Range::zero_or_one;
    case Meaning::sign: return Range::minus_or_plus_one;
    case Meaning::variance:
    case Meaning::second_moment:
    case Meaning::class_weight:
    case Meaning::sample_weight:
    case Meaning::pos_weight: return Range::not_negative;
    default: return Range::any;
    }
}
std::string_view name(Meaning meaning);

/// The extents that shapes are made of. The same letter is the same number in every input of a case.
enum class Dim : std::uint8_t {
    one,  ///< exactly 1
    N,    ///< rows of the batch
    D,    ///< features
    K,    ///< entries of a row, classes
    H0,   ///< units of the first hidden layer
    H1,   ///< units of the second
    O,    ///< outputs of a model
    P,    ///< parameters of a model, all in one list
};
inline constexpr std::size_t dim_count = 8;
std::string_view name(Dim dim);

/// A symbolic shape of at most three dimensions.
class Shape {
public:
    constexpr Shape() = default;
    constexpr Shape(std::initializer_list<Dim> list) : rank_(list.size()) { std::copy(list.begin(), list.end(), dims_.begin()); }
    constexpr std::size_t size() const { return rank_; }
    constexpr Dim operator[](std::size_t i) const { return dims_[i]; }
    constexpr const Dim* begin() const { return dims_.data(); }
    constexpr const Dim* end() const { return dims_.data() + rank_; }
    constexpr void push_back(Dim dim) { dims_[rank_++] = dim; }
    constexpr bool holds(Dim dim) const { return std::find(begin(), end(), dim) != end(); }

private:
    std::array<Dim, 4> dims_{};
    std::size_t rank_ = 0;
};
std::string text(const Shape& shape);  ///< as in `[N,K]`

/// What a formula is evaluated on: one element, one row, or everything at once.
enum class Batch : std::uint8_t { elements, rows, whole };

struct Input {
    std::string_view name;
    Meaning meaning = Meaning::real;
    Shape shape = {};
    std::string_view letter = "x";  ///< in printed formulas
    bool optional = false;
    bool broadcast = false;  ///< may be [1,1] instead
};

/// What `value` answers: its name, and the shape of the answer to one group.
struct Result {
    std::string_view name = "value";
    Shape shape = {};
    std::string_view needs = {};  ///< an optional input without which there is no such result
};

/// Does the i-th dimension of a shape run over the groups? For rows that is the leading N alone (an N×N row has N entries).
constexpr bool runs_over_groups(Batch batch, const Shape& shape, std::size_t i) {
    if (batch == Batch::rows) return i == 0 && shape[i] == Dim::N;
    return batch == Batch::elements && (shape[i] == Dim::N || shape[i] == Dim::K || shape[i] == Dim::P);
}
/// What is left of a shape for one group.
constexpr Shape shape_in_group(Batch batch, const Shape& shape) {
    Shape rest;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (!runs_over_groups(batch, shape, i)) rest.push_back(shape[i]);
    return rest;
}

/// How a formula receives an input: a number, a row, a label …
enum class Role : std::uint8_t { element, row, label, sign, position, vector, matrix, signs };
constexpr Role role_of(Batch batch, const Input& input) {
    const std::size_t rank = shape_in_group(batch, input.shape).size();
    if (input.meaning == Meaning::position) return Role::position;
    if (input.meaning == Meaning::class_index) return Role::label;
    if (input.meaning == Meaning::sign) return rank == 0 ? Role::sign : Role::signs;
    if (rank == 0) return Role::element;
    if (rank == 2) return Role::matrix;
    return rank < input.shape.size() ? Role::row : Role::vector;
}
std::string_view name(Role role);

}  // namespace lossproof
