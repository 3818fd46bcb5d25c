// SPDX-License-Identifier: Apache-2.0
#include "fast/elementwise/run.hpp"
#include "fast/elementwise/staging.hpp"

namespace lossproof::fast {
namespace {

struct Plan {
    const Bound& b;
    BlockFunction kernel;
    const double* parameters;
    bool each;      // the value is written element by element
    int broadcast;  // the gradient that is one sum over all elements, or −1
    std::int64_t size;

    void operator()(std::int64_t i, Total& total, Total* gradient_total) const {
        Staging staging;
        Block block;
        const std::int64_t begin = i * block_size, count = std::min(block_size, size - begin);
        block.count = static_cast<std::size_t>(count);
        block.parameters = parameters;
        block.divisor = b.divisor();
        for (int a = 0; a < 4; ++a)
            if (b.has(a)) block.in[a] = stage(b.in[a], begin, count, staging.in[a]);
        if (b.wants(0) && each) block.value = place(b.out[0], begin, staging.out[0]);
        if (b.wants(0) && !each) block.total = &total;
        for (int g = 0; g < 2; ++g) {
            if (!b.wants(g + 1)) continue;
            if (g == broadcast) block.gradient_total[g] = gradient_total;
            else block.gradient[g] = place(b.out[g + 1], begin, staging.out[g + 1]);
        }
        kernel(block);
        if (block.value == staging.out[0]) unstage(b.out[0], begin, count, staging.out[0]);
        for (int g = 0; g < 2; ++g)
            if (block.gradient[g] == staging.out[g + 1]) unstage(b.out[g + 1], begin, count, staging.out[g + 1]);
    }
};

}  // namespace

void run_elementwise(const Bound& b, BlockFunction kernel, const double* parameters) {
    const std::int64_t size = b.rows * b.columns;
    const bool each = b.options.reduction == Reduction::none;
    const bool one_variance = b.wants(2) && b.out[2].size() == 1 && size != 1;
    const Plan plan{b, kernel, parameters, each, one_variance ? 1 : -1, size};
    const std::int64_t blocks = (size + block_size - 1) / block_size;

    if (one_variance) {  // the sum of a gradient: on one thread
        Total total, gradient;
        for (std::int64_t i = 0; i < blocks; ++i) plan(i, total, &gradient);
        write(b.out[2], 0, 0, gradient.value());
        if (b.wants(0) && !each) write_reduced(b, b.out[0], total);
        return;
    }
    const Total total = in_blocks(blocks, b.options.threads, [&](std::int64_t i, Total& t) { plan(i, t, nullptr); });
    if (b.wants(0) && !each) write_reduced(b, b.out[0], total);
}

}  // namespace lossproof::fast
