// SPDX-License-Identifier: Apache-2.0
// Google Benchmark: every kernel at both levels, K short and long, in the second-level cache.
#include "fast/call.hpp"

#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

using namespace lossproof::fast;

namespace {

void run_kernel(benchmark::State& state, std::string_view operation, Accuracy accuracy) {
    const std::int64_t columns = state.range(0), rows = 8192 / columns;
    const Kernel& kernel = *find(operation);
    std::mt19937_64 engine(1);
    std::uniform_real_distribution<double> draw(0.01, 0.99);
    std::vector<std::vector<double>> buffers;
    std::vector<std::int64_t> labels(static_cast<std::size_t>(rows));
    for (std::int64_t& l : labels) l = static_cast<std::int64_t>(engine() % static_cast<std::uint64_t>(columns));
    std::vector<NamedInput> inputs;
    std::vector<NamedOutput> outputs;
    const auto buffer = [&](std::int64_t size) {
        buffers.emplace_back(static_cast<std::size_t>(size));
        for (double& x : buffers.back()) x = draw(engine);
        return buffers.back().data();
    };
    for (const ArrayInfo& in : kernel.inputs) {
        if (in.shape == Shape::labels) inputs.push_back({in.name, Input(labels.data(), rows)});
        else inputs.push_back({in.name, Input(buffer(rows * columns), rows, columns)});
    }
    for (const ArrayInfo& out : kernel.outputs)
        if (out.shape == Shape::matrix || out.shape == Shape::value_each)
            outputs.push_back({out.name, Output(buffer(rows * columns), rows, columns)});
        else if (out.shape == Shape::value_row) outputs.push_back({out.name, Output(buffer(rows), rows, 1)});
    Options options;
    options.accuracy = accuracy;
    for (auto _ : state) run(kernel, Call{inputs, outputs, {}, options});
    state.SetItemsProcessed(state.iterations() * rows * columns);
}

}  // namespace

int main(int argc, char** argv) {
    for (const Kernel& kernel : kernels()) {
        bool plain = true;  // matrices and labels only, and no parameter without a default
        for (const ArrayInfo& in : kernel.inputs) plain = plain && (in.shape == Shape::matrix || in.shape == Shape::labels);
        for (const ParameterInfo& p : kernel.parameters) plain = plain && (p.preset || p.may_be_absent);
        if (!plain || kernel.name == "info_nce") continue;
        for (const Accuracy level : {Accuracy::near_exact, Accuracy::quick}) {
            const std::string name = std::string(kernel.name) + (level == Accuracy::quick ? "/quick" : "/near_exact");
            benchmark::RegisterBenchmark(name.c_str(), [&kernel, level](benchmark::State& s) { run_kernel(s, kernel.name, level); })
                ->Arg(8)
                ->Arg(128)
                ->Arg(4096);
        }
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
