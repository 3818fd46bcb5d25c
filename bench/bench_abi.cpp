// SPDX-License-Identifier: Apache-2.0
// A small C surface over `fast` and over naive Eigen for the side-by-side runner, which loads it from Python.
#include "bench/eigen_naive.hpp"
#include "fast/call.hpp"

#include <cstdio>
#include <vector>

using namespace lossproof::fast;

namespace {

struct Array {
    const char* name;
    void* data;
    int element;  // 0 float64, 1 float32, 2 int64
    std::int64_t rows, columns;
};

}  // namespace

extern "C" {

struct LossproofBenchCall {
    const char* operation;
    const Array* inputs;
    int input_count;
    const Array* outputs;
    int output_count;
    const char* const* parameter_names;
    const double* parameters;
    int parameter_count;
    int quick, reduction, threads;
};

/// 0, or 1 with a message on standard error.
int lossproof_bench_run(const LossproofBenchCall* c) {
    std::vector<NamedInput> inputs;
    std::vector<NamedOutput> outputs;
    std::vector<NamedNumber> numbers;
    const auto element = [](int e) { return static_cast<Element>(e); };
    for (int i = 0; i < c->input_count; ++i) {
        const Array& a = c->inputs[i];
        inputs.push_back({a.name, Input(a.data, element(a.element), a.rows, a.columns, a.columns)});
    }
    for (int i = 0; i < c->output_count; ++i) {
        const Array& a = c->outputs[i];
        outputs.push_back({a.name, Output(a.data, element(a.element), a.rows, a.columns, a.columns)});
    }
    for (int i = 0; i < c->parameter_count; ++i) numbers.push_back({c->parameter_names[i], c->parameters[i]});
    Options options;
    options.accuracy = c->quick ? Accuracy::quick : Accuracy::near_exact;
    options.reduction = static_cast<Reduction>(c->reduction);
    options.threads = c->threads;
    try {
        run(c->operation, Call{inputs, outputs, numbers, options});
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
    return 0;
}

const char* lossproof_bench_target() { return target().data(); }

/// The same operation as a straightforward Eigen expression; 1 if there is none.
int lossproof_bench_eigen(const char* operation, const double* a, const double* b, const std::int64_t* labels, std::int64_t rows,
                          std::int64_t columns, double* value, double* gradient) {
    return lossproof::bench::eigen_naive(operation, a, b, labels, rows, columns, value, gradient) ? 0 : 1;
}

/// Reads and writes with no arithmetic worth mentioning: what memory alone costs. `reads` is 1 or 2 arrays.
void lossproof_bench_traffic(const double* a, const double* b, double* out, std::int64_t n) {
    if (b && out)
        for (std::int64_t i = 0; i < n; ++i) out[i] = a[i] + b[i];
    else if (out)
        for (std::int64_t i = 0; i < n; ++i) out[i] = a[i] + 1.0;
}

}  // extern "C"
