// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/sketch.hpp"

#include <algorithm>
#include <limits>

namespace lossproof {
namespace {

/// The places of a format where formulas change their mind, the harmless ones first.
struct Landmarks {
    static constexpr std::size_t harmless = 6;  ///< these make nothing infinite
    std::vector<double> numbers;

    explicit Landmarks(Format format) {
        const FormatSpec& f = spec(format);
        const double infinity = std::numeric_limits<double>::infinity();
        numbers = {0.0, -0.0};
        for (const double size : {smallest_subnormal(f), std::ldexp(1.0, f.min_exponent), largest(f), infinity})
            for (const double mark : {size, -size}) numbers.push_back(mark);
        numbers.push_back(std::numeric_limits<double>::quiet_NaN());
    }
};

std::vector<Tensor*> floats(Sketch& s) {
    std::vector<Tensor*> result;
    for (const auto& input : s.operation.inputs)
        if (Tensor* tensor = s.tensor(input.name); tensor && !tensor->integral && !tensor->values.empty()) result.push_back(tensor);
    return result;
}

/// Every landmark in every input, beside ordinary numbers; last a group of nothing but zeros, and one of zeros beside an
/// ordinary first input (a parameter whose gradient and state are 0).
void place_in_groups(Sketch& s, const std::vector<Tensor*>& tensors, const std::vector<double>& marks) {
    const std::size_t groups = s.group_count(), marked = marks.size() * tensors.size();
    for (std::size_t g = 0; g < std::min(groups, marked); ++g) {
        Tensor& tensor = *tensors[g / marks.size()];
        const std::size_t length = tensor.values.size() / groups;
        tensor.values[g * length + g % length] = marks[g % marks.size()];
    }
    for (std::size_t g = marked; g < std::min(groups, marked + 2); ++g)
        for (std::size_t t = g - marked; t < tensors.size(); ++t) {
            const auto length = static_cast<std::ptrdiff_t>(tensors[t]->values.size() / groups);
            std::fill_n(tensors[t]->values.begin() + static_cast<std::ptrdiff_t>(g) * length, length, 0.0);
        }
}

}  // namespace

void make_room_for_landmarks(Sketch& s) {
    const auto inputs = s.traits.count([](Meaning m) { return !is_integral(m) && !is_factor(m) && m != Meaning::position; });
    const auto marks = static_cast<std::int64_t>(Landmarks(s.format).numbers.size());
    if (s.traits.whole) {
        s.sizes.columns = Landmarks::harmless;
        return;
    }
    s.sizes.rows = marks * inputs + 2;
    s.sizes.columns = s.traits.rows ? 3 : 1;
    if (s.traits.paired) s.sizes.columns = s.sizes.rows;  // as many columns as rows
}

void place_landmarks(Sketch& s) {
    std::vector<double> marks = Landmarks(s.format).numbers;
    const std::vector<Tensor*> tensors = floats(s);
    if (!s.traits.whole) return place_in_groups(s, tensors, marks);
    // All is read together: an infinity anywhere would leave nothing else to see.
    marks.resize(Landmarks::harmless);
    for (Tensor* tensor : tensors) std::copy_n(marks.begin(), std::min(marks.size(), tensor->values.size()), tensor->values.begin());
}

}  // namespace lossproof
