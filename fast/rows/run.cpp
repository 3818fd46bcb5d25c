// SPDX-License-Identifier: Apache-2.0
#include "fast/rows/task.hpp"

#include <algorithm>
#include <vector>

namespace lossproof::fast {

void wide_rows(const RowTask& task, Total& total, WideRow wide, bool is_map) {
    for (std::int64_t row = task.begin; row < task.end; ++row) {
        const Wide value = wide(task, row);
        if (is_map || !task.b.wants(0)) continue;
        if (task.each) write_flat(task.b.out[0], row, value);
        else total.add(value);
    }
}

double* workspace(Room which, std::int64_t columns) {
    static thread_local std::vector<double> rooms[4];
    std::vector<double>& room = rooms[static_cast<int>(which)];
    const auto size = static_cast<std::size_t>(columns + 16);
    if (room.size() < size) room.resize(size);
    return room.data();
}

void run_rows(const Bound& b, RowFunction kernel, const double* p, int label) {
    // Whole tiles of eight rows, about 4096 elements a block.
    const std::int64_t per_block = std::max<std::int64_t>(8, 4096 / std::max<std::int64_t>(b.columns, 1) / 8 * 8);
    const std::int64_t blocks = (b.rows + per_block - 1) / per_block;
    const bool each = b.options.reduction == Reduction::none;
    const RowTask whole{b, 0, 0, p, b.divisor(), each, label};
    const auto body = [&](std::int64_t i, Total& total) {
        RowTask task = whole;
        task.begin = i * per_block;
        task.end = std::min(b.rows, task.begin + per_block);
        kernel(task, total);
    };
    const Total total = in_blocks(blocks, b.options.threads, std::cref(body));
    if (b.wants(0) && !each) write_reduced(b, b.out[0], total);
}

}  // namespace lossproof::fast
