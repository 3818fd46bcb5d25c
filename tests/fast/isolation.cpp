// SPDX-License-Identifier: Apache-2.0
// A row's result does not depend on its neighbours, its place, the size of the batch, alignment, stride, tail or threads.
#include "tests/fast/call.hpp"
#include "tests/fast/exact.hpp"

#include <catch2/catch.hpp>

#include <cstring>

using namespace testing;

namespace {

bool same_bits(const double* a, const double* b, std::int64_t n) {
    return std::memcmp(a, b, static_cast<std::size_t>(n) * sizeof(double)) == 0;
}

struct Batch {
    std::int64_t rows, columns;
    Vector logits, target;
    Labels labels;
    Batch(std::int64_t n, std::int64_t k) : rows(n), columns(k) {
        exact::Draw dice(static_cast<std::uint64_t>(n * 1000 + k));
        for (std::int64_t i = 0; i < n * k; ++i) logits.push_back(dice.normal(4)), target.push_back(dice.uniform(0, 1));
        for (std::int64_t i = 0; i < n; ++i) labels.push_back(dice.below(k));
    }
};

/// Value and gradient of one row out of a batch, computed by itself at a chosen offset in memory.
void check_alone(const char* operation, bool labelled, std::int64_t rows, std::int64_t columns, Accuracy level) {
    const Batch all(rows, columns);
    const std::vector<Vector> inputs =
        find(operation)->inputs.size() == 2 && !labelled ? std::vector<Vector>{all.logits, all.target} : std::vector<Vector>{all.logits};
    const Answer together(operation, rows, columns, inputs, {}, with(level), labelled ? all.labels : Labels{});
    const bool has_gradient = find(operation)->outputs.size() > 1 && find(operation)->outputs[1].shape == Shape::matrix;
    const std::string gradient = has_gradient ? std::string(find(operation)->outputs[1].name) : "value";
    for (const std::int64_t r : {std::int64_t{0}, rows / 2, rows - 1}) {
        for (const std::int64_t offset : {0, 1, 3}) {
            std::vector<NamedInput> in;
            std::vector<Vector> shifted;
            for (const Vector& input : inputs) {
                shifted.emplace_back(static_cast<std::size_t>(columns + offset));
                std::copy_n(input.begin() + r * columns, columns, shifted.back().begin() + offset);
            }
            for (std::size_t i = 0; i < inputs.size(); ++i)
                in.push_back({find(operation)->inputs[i].name, Input(shifted[i].data() + offset, 1, columns)});
            if (labelled) in.push_back({"label", Input(&all.labels[static_cast<std::size_t>(r)], 1)});
            Vector out(static_cast<std::size_t>(columns + offset));
            const NamedOutput wanted[] = {{gradient, Output(out.data() + offset, 1, columns)}};
            run(operation, Call{in, wanted, {}, with(level)});
            CAPTURE(operation, rows, columns, r, offset);
            CHECK(same_bits(out.data() + offset, together[gradient].data() + r * columns, columns));
        }
    }
}

}  // namespace

TEST_CASE("a row alone gives the bits it gives in a batch", "[fast]") {
    for (const Accuracy level : {Accuracy::near_exact, Accuracy::quick})
        for (const std::int64_t columns : {1, 2, 7, 8, 9, 10, 16, 17, 31, 100, 1003})
            for (const std::int64_t rows : {1, 5, 8, 29}) {
                check_alone("softmax", false, rows, columns, level);
                check_alone("log_softmax", false, rows, columns, level);
                check_alone("softmax_cross_entropy", true, rows, columns, level);
                check_alone("multiclass_hinge", true, rows, columns, level);
                check_alone("softmax_cross_entropy_with_distribution", false, rows, columns, level);
                check_alone("binary_cross_entropy_with_logits", false, rows, columns, level);
                check_alone("kl_divergence", false, rows, columns, level);
            }
}

TEST_CASE("neighbours with NaN, infinities and extreme logits change nothing", "[fast]") {
    for (const std::int64_t columns : {3, 10, 40}) {
        Batch clean(16, columns), dirty = clean;
        for (const std::int64_t r : {1, 6, 15})
            for (std::int64_t c = 0; c < columns; ++c)
                dirty.logits[static_cast<std::size_t>(r * columns + c)] = r == 1   ? NAN
                                                                          : r == 6 ? INFINITY
                                                                                   : -800.0 * static_cast<double>(c);
        const Answer a("softmax", 16, columns, {clean.logits}), b("softmax", 16, columns, {dirty.logits});
        for (const std::int64_t r : {0, 2, 5, 7, 14})
            CHECK(same_bits(a["value"].data() + r * columns, b["value"].data() + r * columns, columns));
    }
}

TEST_CASE("strides, threads and reductions agree with the plain call", "[fast]") {
    for (const std::int64_t columns : {5, 10, 130}) {
        const Batch all(700, columns);
        const std::int64_t stride = columns + 3;
        Vector spread(static_cast<std::size_t>(700 * stride), NAN), out(static_cast<std::size_t>(700 * stride), -7);
        for (std::int64_t r = 0; r < 700; ++r) std::copy_n(all.logits.begin() + r * columns, columns, spread.begin() + r * stride);
        const NamedInput in[] = {{"logits", Input(spread.data(), 700, columns, stride)}};
        const NamedOutput wanted[] = {{"value", Output(out.data(), 700, columns, stride)}};
        run("softmax", Call{in, wanted, {}, with({}, Reduction::none, 3)});
        const Answer plain("softmax", 700, columns, {all.logits});
        for (std::int64_t r = 0; r < 700; ++r) {
            CHECK(same_bits(out.data() + r * stride, plain["value"].data() + r * columns, columns));
            CHECK(out[static_cast<std::size_t>(r * stride + columns)] == -7);  // nothing between the rows is touched
        }
        for (const char* operation : {"softmax_cross_entropy", "logsumexp"}) {
            const Labels labels = operation[0] == 's' ? all.labels : Labels{};
            const Answer one(operation, 700, columns, {all.logits}, {}, with({}, Reduction::mean), labels);
            const Answer two(operation, 700, columns, {all.logits}, {}, with({}, Reduction::mean, 2), labels);
            CHECK(one["value"] == two["value"]);
            CHECK(one["d_logits"] == two["d_logits"]);
        }
    }
}
