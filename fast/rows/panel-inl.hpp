// SPDX-License-Identifier: Apache-2.0
// Two ways to lay rows into vectors, one kernel for both. A short row (K ≤ 16) shares a tile with seven others, one row a
// lane: the vector of step i is column i of eight rows. A long row has its own vectors: step i holds columns 8i…8i+7.
// A kernel reads step after step and asks the panel to combine; in a tile there is nothing to combine across lanes.
#include "fast/rows/task.hpp"
#include "fast/simd/exp-inl.hpp"
#include "fast/simd/log-inl.hpp"

#if defined(LOSSPROOF_FAST_PANEL_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_PANEL_INL
#undef LOSSPROOF_FAST_PANEL_INL
#else
#define LOSSPROOF_FAST_PANEL_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

#if HWY_NATIVE_FMA
inline constexpr std::int64_t short_row = 16;

/// Outputs First, First+1 … of the call are matrices like the input.
template <int Inputs, int First, int Outputs>
struct Panel {
    const RowTask& task;
    const bool tile;
    static constexpr int first_output = First;
    const std::int64_t columns = task.columns(), steps = tile ? columns : (columns + 7) / 8;
    std::int64_t row = 0, count = 0;
    const void* in[Inputs];
    void* out[Outputs > 0 ? Outputs : 1];
    bool in_single[Inputs], out_single[Outputs > 0 ? Outputs : 1];
    double* stash_head = nullptr;
    double* stash_tail = nullptr;
    bool stash_in_place = false;  // heads live in the first output until it is written
    alignas(64) double tile_in[Inputs][short_row * 8];
    alignas(64) double tile_out[Outputs > 0 ? Outputs : 1][short_row * 8];
    alignas(64) double tile_tail[short_row * 8];
    std::int64_t labels[8];

    HWY_INLINE Panel(const RowTask& t, bool as_tile, Stash& stash) : task(t), tile(as_tile) {
        stash_head = stash.head;
        stash_tail = tile ? tile_tail : stash.tail;
    }

    HWY_INLINE bool wants(int o) const { return task.b.wants(o + First); }

    void open(std::int64_t first_row, std::int64_t rows) {
        row = first_row;
        count = rows;
        for (int a = 0; a < Inputs; ++a) {
            const Input& x = task.b.in[a];
            in_single[a] = !tile && x.element == Element::f32;
            in[a] = tile ? static_cast<const void*>(tile_in[a]) : address(x.data, x.element, row * x.stride);
            if (tile) fill_tile(x, tile_in[a]);
        }
        for (int o = 0; o < Outputs; ++o) {
            const Output& y = task.b.out[o + First];
            out_single[o] = !tile && y.element == Element::f32;
            out[o] = tile ? static_cast<void*>(tile_out[o])
                          : const_cast<void*>(address(y.data, y.element, row * y.stride));
        }
        if (Outputs > 0 && out[0] && !out_single[0]) stash_head = static_cast<double*>(out[0]), stash_in_place = true;
    }
    static const void* address(const void* data, Element e, std::int64_t offset) {
        if (!data) return nullptr;
        return static_cast<const char*>(data) + offset * (e == Element::f32 ? 4 : 8);
    }
    /// Missing rows of the last tile repeat the first; nobody reads their results.
    void fill_tile(const Input& x, double* tile_data) const {
        for (std::int64_t r = 0; r < 8; ++r)
            for (std::int64_t c = 0; c < columns; ++c) tile_data[c * 8 + r] = read(x, row + (r < count ? r : 0), c);
    }
    void close() {
        if (!tile) return;
        for (int o = 0; o < Outputs; ++o) {
            const Output& y = task.b.out[o + First];
            if (!y.data) continue;
            for (std::int64_t r = 0; r < count; ++r)
                for (std::int64_t c = 0; c < columns; ++c) put_scalar(y, row + r, c, tile_out[o][c * 8 + r]);
        }
    }
    static void put_scalar(const Output& y, std::int64_t r, std::int64_t c, double x) {
        const std::int64_t at = r * y.stride + c;
        if (y.element == Element::f64) static_cast<double*>(y.data)[at] = x;
        else static_cast<float*>(y.data)[at] = static_cast<float>(x);
    }

    /// Step i of input a; lanes beyond a long row read as `fill`.
    HWY_INLINE Oct load(int a, std::int64_t i, double fill) const {
        const std::int64_t at = i * 8, left = tile ? 8 : columns - at;
        if (HWY_UNLIKELY(in_single[a])) return load_from(static_cast<const float*>(in[a]) + at, left, fill);
        return load_from(static_cast<const double*>(in[a]) + at, left, fill);
    }
    template <class T>
    static HWY_INLINE Oct load_from(const T* p, std::int64_t left, double fill) {
        return HWY_LIKELY(left >= 8) ? lossproof::fast::HWY_NAMESPACE::load(p)
                                     : load_some(p, static_cast<size_t>(left), fill);
    }
    HWY_INLINE void store(int o, std::int64_t i, Oct x) {
        const std::int64_t at = i * 8, left = tile ? 8 : columns - at;
        if (HWY_UNLIKELY(out_single[o])) store_to(static_cast<float*>(out[o]) + at, left, x);
        else store_to(static_cast<double*>(out[o]) + at, left, x);
    }
    template <class T>
    static HWY_INLINE void store_to(T* p, std::int64_t left, Oct x) {
        if (HWY_LIKELY(left >= 8)) lossproof::fast::HWY_NAMESPACE::store(x, p);
        else store_some(x, p, static_cast<size_t>(left));
    }

    /// The column number of every lane of step i.
    HWY_INLINE Oct column(std::int64_t i) const {
        return tile ? set(static_cast<double>(i)) : set(static_cast<double>(i * 8)) + iota();
    }
    /// In a long row one lane speaks for all.
    HWY_INLINE Mask any_lane(Mask m) const { return tile ? m : first(all(!m) ? 0 : 8); }

    /// The last, partial step of a long row has no room for eight heads in the output.
    HWY_INLINE bool stashed(std::int64_t i) const {
        return (i + 1) * 8 <= stash_size && (tile || !stash_in_place || (i + 1) * 8 <= columns);
    }
    HWY_INLINE void stash(std::int64_t i, Oct x) {
        if (stashed(i)) lossproof::fast::HWY_NAMESPACE::store(x, stash_head + i * 8);
    }
    HWY_INLINE void stash(std::int64_t i, Two x) {
        if (!stashed(i)) return;
        lossproof::fast::HWY_NAMESPACE::store(x.head, stash_head + i * 8);
        lossproof::fast::HWY_NAMESPACE::store(x.tail, stash_tail + i * 8);
    }
    HWY_INLINE void unstash(std::int64_t i, Oct& x) const { x = lossproof::fast::HWY_NAMESPACE::load(stash_head + i * 8); }
    HWY_INLINE void unstash(std::int64_t i, Two& x) const {
        x = {lossproof::fast::HWY_NAMESPACE::load(stash_head + i * 8),
             lossproof::fast::HWY_NAMESPACE::load(stash_tail + i * 8)};
    }

    HWY_INLINE Oct combined_max(Oct x) const {
        return tile ? x : set(across(x, [](double a, double b) { return a < b ? b : a; }));
    }
    template <class Adder>
    HWY_INLINE auto combined(const Adder& a) const -> decltype(a.total) {
        return combined(a.total);
    }
    HWY_INLINE Oct combined(Oct x) const {
        return tile ? x : set(across(x, [](double a, double b) { return a + b; }));
    }
    HWY_INLINE Two combined(Two s) const {
        if (tile) return quick_sum(s.head, s.tail);
        HWY_ALIGN double high[8], low[8];
        lossproof::fast::HWY_NAMESPACE::store(s.head, high);
        lossproof::fast::HWY_NAMESPACE::store(s.tail, low);
        Total t;
        for (int j = 0; j < 8; ++j) t.add(high[j], low[j]);
        return quick_sum(set(t.high), set(t.low));
    }

    /// The element at each row's label, of input a.
    HWY_INLINE Oct at_label(int a) const {
        HWY_ALIGN double x[8];
        for (int r = 0; r < 8; ++r) {
            const std::int64_t lane_row = row + (r < count ? r : 0);
            x[r] = read(task.b.in[a], lane_row, HWY_MAX(task.label_of(lane_row), 0));
        }
        return lossproof::fast::HWY_NAMESPACE::load(x);
    }
    HWY_INLINE Oct label_columns() const {
        HWY_ALIGN double x[8];
        for (int r = 0; r < 8; ++r) x[r] = static_cast<double>(task.label_of(row + (tile && r < count ? r : 0)));
        return lossproof::fast::HWY_NAMESPACE::load(x);
    }
    HWY_INLINE void put_at_label(int o, Oct x) {
        HWY_ALIGN double values[8];
        lossproof::fast::HWY_NAMESPACE::store(x, values);
        for (std::int64_t r = 0; r < count; ++r) {
            const std::int64_t l = task.label_of(row + r);
            if (l < 0) continue;
            if (tile) tile_out[o][l * 8 + r] = values[r];
            else put_scalar(task.b.out[o + First], row + r, l, values[r]);
        }
    }
    HWY_INLINE Mask ignored() const { return label_columns() < set(0); }
};
#endif  // HWY_NATIVE_FMA

#if HWY_NATIVE_FMA
/// Values of a finished panel: written or added; rows that the kernel declined go to the wide path.
template <class P>
HWY_INLINE void finish(P& panel, const RowTask& task, Oct high, Oct low, Mask declined, WideRow wide, bool is_map, Total& total) {
    panel.close();
    HWY_ALIGN double head[8], tail[8];
    store(high, head);
    store(low, tail);
    const unsigned rare = bits(declined);
    for (std::int64_t r = 0; r < panel.count; ++r) {
        if (HWY_UNLIKELY(rare >> r & 1)) {
            RowTask one = task;
            one.begin = panel.row + r;
            one.end = one.begin + 1;
            wide_rows(one, total, wide, is_map);
        } else if (!is_map && task.b.wants(0)) {
            if (task.each) write_flat(task.b.out[0], panel.row + r, {static_cast<long double>(head[r] + tail[r])});
            else total.add(head[r], tail[r]);
        }
    }
}

template <class Operation, class R>
void row_kernel(const RowTask& task, Total& total) {
    Stash& stash = thread_stash();
    const bool tile = task.columns() <= short_row;
    Panel<Operation::inputs, Operation::is_map ? 0 : 1, Operation::outputs> panel(task, tile, stash);
    const std::int64_t at_once = tile ? 8 : 1;
    for (std::int64_t row = task.begin; row < task.end; row += at_once) {
        panel.open(row, HWY_MIN(at_once, task.end - row));
        R value;
        Mask declined = first(0);
        Operation::template run<R>(panel, value, declined);
        finish(panel, task, head(value), tail(value), declined, Operation::wide, Operation::is_map, total);
    }
}
template <class Operation>
RowFunction choose_rows(bool quick) {
    return quick ? row_kernel<Operation, Oct> : row_kernel<Operation, Two>;
}
#else
template <class Operation>
RowFunction choose_rows(bool) {
    return [](const RowTask& task, Total& total) { wide_rows(task, total, Operation::wide, Operation::is_map); };
}
#endif

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
