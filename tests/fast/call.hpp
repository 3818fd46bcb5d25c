// SPDX-License-Identifier: Apache-2.0
// Short ways to call `fast` from a test.
#pragma once
#include "fast/call.hpp"

#include <map>
#include <string>
#include <vector>

namespace testing {

using namespace lossproof::fast;
using Vector = std::vector<double>;
using Labels = std::vector<std::int64_t>;

inline Options with(Accuracy accuracy, Reduction reduction = Reduction::none, int threads = 1) {
    Options o;
    o.accuracy = accuracy;
    o.reduction = reduction;
    o.threads = threads;
    return o;
}

/// An elementwise function of one array: value and derivative.
struct Elementwise {
    Vector value, derivative;
    Elementwise(std::string_view operation, const Vector& x, Options options = {}) : value(x.size()), derivative(x.size()) {
        const auto n = static_cast<std::int64_t>(x.size());
        const NamedInput in[] = {{find(operation)->inputs[0].name, Input(x.data(), 1, n)}};
        const NamedOutput out[] = {{"value", Output(value.data(), 1, n)},
                                   {find(operation)->outputs[1].name, Output(derivative.data(), 1, n)}};
        run(operation, Call{in, out, {}, options});
    }
};

/// Any operation on N×K inputs, with its outputs by name.
struct Answer {
    std::map<std::string, Vector, std::less<>> out;
    Answer(std::string_view operation, std::int64_t rows, std::int64_t columns, const std::vector<Vector>& inputs,
           std::vector<NamedNumber> numbers = {}, Options options = {}, const Labels& labels = {}) {
        const Kernel& kernel = *find(operation);
        std::vector<NamedInput> in;
        for (std::size_t i = 0; i < inputs.size(); ++i) in.push_back({kernel.inputs[i].name, Input(inputs[i].data(), rows, columns)});
        if (!labels.empty()) in.push_back({"label", Input(labels.data(), rows)});
        std::vector<NamedOutput> outputs;
        for (const ArrayInfo& o : kernel.outputs) {
            const bool one = options.reduction != Reduction::none || o.shape == Shape::single;
            const bool value = o.name == "value";
            const bool square = o.shape == Shape::jacobian;
            if ((square && columns > 16) || (o.name == "d_variance" && inputs.size() < 3)) continue;
            const bool per_row = value && o.shape == Shape::value_row;
            const std::int64_t r = value && one ? 1 : rows, c = value && (one || per_row) ? 1 : square ? columns * columns : columns;
            Vector& place = out[std::string(o.name)];
            place.assign(static_cast<std::size_t>(r * c), 0);
            outputs.push_back({o.name, Output(place.data(), r, c)});
        }
        run(operation, Call{in, outputs, numbers, options});
    }
    const Vector& operator[](std::string_view name) const { return out.find(name)->second; }
};

}  // namespace testing
