// SPDX-License-Identifier: Apache-2.0
#include "fast/bound.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#ifdef __FAST_MATH__
#error "error-free sums need IEEE arithmetic: build without -ffast-math"
#endif

namespace lossproof::fast {

Total in_blocks(std::int64_t count, int threads, const std::function<void(std::int64_t, Total&)>& body) {
    Total all;
    const auto workers = static_cast<std::int64_t>(std::clamp<std::int64_t>(threads, 1, std::max<std::int64_t>(count, 1)));
    if (workers == 1) {
        for (std::int64_t i = 0; i < count; ++i) {
            Total one;
            body(i, one);
            all.add(one);
        }
        return all;
    }
    std::vector<Total> parts(static_cast<std::size_t>(count));
    std::atomic<std::int64_t> next{0};
    const auto work = [&] {
        for (std::int64_t i; (i = next++) < count;) body(i, parts[static_cast<std::size_t>(i)]);
    };
    {
        std::vector<std::jthread> others;
        for (std::int64_t w = 1; w < workers; ++w) others.emplace_back(work);
        work();  // whoever starts late finds less left to do
    }
    for (const Total& part : parts) all.add(part);
    return all;
}

void write_reduced(const Bound& b, const Output& value, const Total& total) {
    Wide result = total.value();
    if (b.options.reduction == Reduction::mean) result.v /= static_cast<long double>(b.counted);
    write(value, 0, 0, result);
}

}  // namespace lossproof::fast
