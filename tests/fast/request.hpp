// SPDX-License-Identifier: Apache-2.0
// Requests that suit every operation of `fast`, drawn without the mathematical library: the same numbers on every machine.
#pragma once
#include "tests/fast/call.hpp"
#include "tests/fast/draw.hpp"

namespace testing {

using enum Accuracy;

/// One request that suits an operation: every array in its shape, ordinary numbers and now and then one that leaves the vector path.
class Request {
public:
    Request(const Kernel& kernel, std::int64_t rows, std::int64_t columns, Reduction reduction)
        : kernel_(kernel), reduction_(reduction), rows_(rows), columns_(kernel.name == "info_nce" ? rows : columns),
          dice_(static_cast<std::uint64_t>(rows * 10000 + columns)) {
        for (const ArrayInfo& info : kernel.inputs) floats_.push_back(info.shape == Shape::labels ? Vector{} : drawn(info));
        for (std::int64_t r = 0; r < rows_; ++r) labels_.push_back(dice_.below(columns_));
        for (const ParameterInfo& p : kernel.parameters)
            if (!p.preset && !p.may_be_absent) numbers_.push_back({p.name, number(p.name)});
    }

    std::string name() const {
        return std::string(kernel_.name) + " " + std::to_string(rows_) + "x" + std::to_string(columns_) +
               (reduction_ == Reduction::none ? "" : " mean");
    }
    std::vector<Vector> answer(Accuracy level) const {
        std::vector<NamedInput> in;
        for (std::size_t i = 0; i < floats_.size(); ++i) {
            const auto [r, c] = extent(kernel_.inputs[i].shape);
            in.push_back({kernel_.inputs[i].name, floats_[i].empty() ? Input(labels_.data(), rows_) : Input(floats_[i].data(), r, c)});
        }
        std::vector<Vector> answers;
        std::vector<NamedOutput> out;
        answers.reserve(kernel_.outputs.size());
        for (const ArrayInfo& info : kernel_.outputs) {
            const auto [r, c] = info.shape == Shape::any_matrix ? std::pair{rows_, units} : extent(info.shape);
            if (info.shape == Shape::jacobian && columns_ > 16) continue;
            answers.emplace_back(static_cast<std::size_t>(r * c), -7);
            out.push_back({info.name, Output(answers.back().data(), r, c)});
        }
        run(kernel_, Call{in, out, numbers_, with(level, reduction_)});
        return answers;
    }

private:
    static constexpr std::int64_t units = 3;  // rows of linear_scores' weights

    std::pair<std::int64_t, std::int64_t> extent(Shape shape) const {
        const bool reduced = reduction_ != Reduction::none;
        switch (shape) {
        case Shape::signs_per_row:
        case Shape::labels:
        case Shape::per_row: return {rows_, 1};
        case Shape::per_column: return {1, columns_};
        case Shape::single: return {1, 1};
        case Shape::any_vector:
        case Shape::same_vector: return {1, kernel_.name == "linear_scores" ? units : rows_ * columns_};
        case Shape::any_matrix: return {units, columns_};
        case Shape::value_each: return reduced ? std::pair{std::int64_t{1}, std::int64_t{1}} : std::pair{rows_, columns_};
        case Shape::value_row: return {reduced ? 1 : rows_, 1};
        case Shape::jacobian: return {rows_, columns_ * columns_};
        default: return {rows_, columns_};
        }
    }
    Vector drawn(const ArrayInfo& info) {
        const auto [r, c] = extent(info.shape);
        Vector values(static_cast<std::size_t>(r * c));
        for (double& x : values) x = entry(info);
        return values;
    }
    double entry(const ArrayInfo& info) {
        if (info.shape == Shape::signs || info.shape == Shape::signs_per_row) return dice_.below(2) == 0 ? -1 : 1;
        static constexpr double rare[] = {0, 1, 0x1p-1060, 800, INFINITY};
        const bool positive = info.name == "p" || info.name == "q" || info.name == "target" || info.name == "variance" ||
                              info.name == "state_s" || kernel_.name == "log" || kernel_.name == "logit" ||
                              kernel_.name == "standard_normalization";
        if (dice_.below(200) == 0) return rare[dice_.below(std::size(rare))];
        if (!positive) return dice_.normal(4);
        const int exponent = -static_cast<int>(dice_.below(12));
        return std::ldexp(dice_.uniform(0.5, 1), exponent);
    }
    static double number(std::string_view name) {
        return name == "t" ? 3 : name == "epsilon" ? 0x1p-27 : name.starts_with("beta") || name == "momentum" ? 0.9 : 0.1;
    }

    const Kernel& kernel_;
    Reduction reduction_;
    std::int64_t rows_, columns_;
    exact::Draw dice_;
    std::vector<Vector> floats_;
    Labels labels_;
    std::vector<NamedNumber> numbers_;
};

/// Tiles (K ≤ 16) and long rows, whole vectors and tails.
template <class F> void for_every_request(F f) {
    for (const Kernel& kernel : kernels())
        for (const Reduction reduction : {Reduction::none, Reduction::mean}) {
            if (reduction != Reduction::none && !kernel.reduces) continue;
            for (const auto& [rows, columns] : std::initializer_list<std::pair<std::int64_t, std::int64_t>>{
                     {1, 1}, {5, 3}, {9, 8}, {19, 10}, {8, 16}, {3, 17}, {7, 100}, {2, 1003}}) {
                f(Request(kernel, rows, columns, reduction));
            }
        }
}

}  // namespace testing
