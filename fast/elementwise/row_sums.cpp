// SPDX-License-Identifier: Apache-2.0
// Sums of terms over rows. Reduced to one number, the rows do not matter and the flat matrix is summed. Otherwise several
// short rows share a block whose terms are kept in two words and added row by row; a long row is a few blocks.
#include "fast/elementwise/run.hpp"
#include "fast/elementwise/staging.hpp"

#include <atomic>

namespace lossproof::fast {
namespace {

struct RowSums {
    const Bound& b;
    BlockFunction kernel;
    const double* parameters;
    double row_divisor;

    Block block(Staging& staging, std::int64_t begin, std::int64_t count) const {
        Block k;
        k.count = static_cast<std::size_t>(count);
        k.parameters = parameters;
        k.divisor = b.divisor() * row_divisor;
        for (int a = 0; a < 4; ++a)
            if (b.has(a)) k.in[a] = stage(b.in[a], begin, count, staging.in[a]);
        for (int g = 0; g < 2; ++g)
            if (b.wants(g + 1)) k.gradient[g] = place(b.out[g + 1], begin, staging.out[g + 1]);
        return k;
    }
    void finish(const Block& k, const Staging& staging, std::int64_t begin) const {
        for (int g = 0; g < 2; ++g)
            if (k.gradient[g] == staging.out[g + 1]) unstage(b.out[g + 1], begin, static_cast<std::int64_t>(k.count), staging.out[g + 1]);
    }
    void write_value(std::int64_t row, Wide sum, bool undefined) const {
        if (b.wants(0)) write_flat(b.out[0], row, {sum.v / row_divisor});
        if (!undefined) return;
        for (int g = 1; g < 3; ++g)
            for (std::int64_t c = 0; b.wants(g) && c < b.columns; ++c) write(b.out[g], row, c, sum);
    }

    void flat(std::int64_t i, Total& total, bool& undefined) const {
        Staging staging;
        const std::int64_t begin = i * block_size, size = b.rows * b.columns;
        Block k = block(staging, begin, std::min(block_size, size - begin));
        k.total = &total;
        k.undefined = &undefined;
        kernel(k);
        finish(k, staging, begin);
    }
    void long_row(std::int64_t row) const {
        Total total;
        Staging staging;
        bool undefined = false;
        for (std::int64_t c = 0; c < b.columns; c += block_size) {
            const std::int64_t begin = row * b.columns + c;
            Block k = block(staging, begin, std::min(block_size, b.columns - c));
            k.total = &total;
            k.undefined = &undefined;
            kernel(k);
            finish(k, staging, begin);
        }
        write_value(row, total.value(), undefined);
    }
    void short_rows(std::int64_t first, std::int64_t count) const {
        Staging staging;
        alignas(64) double head[block_size], tail[block_size];
        bool declined = false;
        const std::int64_t begin = first * b.columns;
        Block k = block(staging, begin, count * b.columns);
        k.term_head = head;
        k.term_tail = tail;
        k.declined = &declined;
        kernel(k);
        finish(k, staging, begin);
        for (std::int64_t r = 0; r < count; ++r) {
            if (declined) {
                long_row(first + r);
                continue;
            }
            Total total;
            for (std::int64_t c = 0; c < b.columns; ++c) total.add(head[r * b.columns + c], tail[r * b.columns + c]);
            write_value(first + r, {static_cast<long double>(total.high) + total.low}, false);
        }
    }
    void each_row() const {
        constexpr std::int64_t long_from = 64;
        const std::int64_t at_once = b.columns >= long_from ? 1 : block_size / std::max<std::int64_t>(b.columns, 1);
        in_blocks((b.rows + at_once - 1) / at_once, b.options.threads, [&](std::int64_t i, Total&) {
            if (b.columns >= long_from) long_row(i);
            else short_rows(i * at_once, std::min(at_once, b.rows - i * at_once));
        });
    }
};

}  // namespace

void run_row_sums(const Bound& b, BlockFunction kernel, const double* parameters, double row_divisor) {
    const RowSums sums{b, kernel, parameters, row_divisor};
    if (b.options.reduction == Reduction::none) return sums.each_row();

    const std::int64_t blocks = (b.rows * b.columns + block_size - 1) / block_size;
    std::atomic<bool> any_undefined = false;
    const auto body = [&](std::int64_t i, Total& t) {
        bool undefined = false;
        sums.flat(i, t, undefined);
        if (undefined) any_undefined = true;
    };
    const Total total = in_blocks(blocks, b.options.threads, std::cref(body));
    if (any_undefined && (b.wants(1) || b.wants(2))) {  // such a row has no gradient in any entry
        Bound gradients = b;
        gradients.out[0] = {};
        RowSums{gradients, kernel, parameters, row_divisor}.each_row();
    }
    if (!b.wants(0)) return;
    Wide result{total.value().v / row_divisor};
    if (b.options.reduction == Reduction::mean) result.v /= static_cast<long double>(b.counted);
    write(b.out[0], 0, 0, result);
}

}  // namespace lossproof::fast
