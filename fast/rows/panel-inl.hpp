// SPDX-License-Identifier: Apache-2.0
// Two ways to lay rows into vectors, one kernel for both. A short row (K ≤ 16) shares a tile with seven others, one row a
// lane: the vector of step i is column i of eight rows. A long row has its own vectors: step i holds columns 8i…8i+7, the
// last one masked. A kernel reads step after step and asks the panel to combine; in a tile there is nothing
// to combine across lanes. Either way a row meets no other row, and its results do not depend on where it lies.
#include "fast/rows/tile-inl.hpp"
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
/// a + b in two words, for the few scalars at the end of a row.
struct Pair {
    double head, tail;
};
inline Pair pair_sum(Pair a, Pair b) {
    const double s = a.head + b.head, t = s - a.head;
    const double e = ((a.head - (s - t)) + (b.head - t)) + (a.tail + b.tail);
    return {s + e, e - ((s + e) - s)};
}

/// Outputs First, First+1 … of the call are matrices like the input.
template <int Inputs, int First> struct Panel {
    const RowTask& task;
    const bool tile;
    static constexpr int first_output = First;
    const std::int64_t columns = task.columns();
    const std::int64_t steps = tile ? columns : (columns + 7) / 8, full = tile ? columns : columns / 8;
    const Mask part = first(static_cast<std::size_t>(tile ? 8 : columns - full * 8));  // of a long row's last step
    std::int64_t row = 0, count = 0;
    const double* in[Inputs];
    double* out = nullptr;
    double* second_words = nullptr;
    alignas(64) double tile_in[Inputs][short_row * 8];
    alignas(64) double tile_out[short_row * 8];
    alignas(64) double tile_words[short_row * 8];

    Panel(const RowTask& t, bool as_tile) : task(t), tile(as_tile) {
        second_words = tile ? tile_words : workspace(Room::second_words, columns);
    }

    HWY_INLINE bool wanted() const { return task.b.wants(First); }
    HWY_INLINE const Output& output() const { return task.b.out[First]; }

    void open(std::int64_t first_row, std::int64_t rows) {
        row = first_row;
        count = rows;
        for (int a = 0; a < Inputs; ++a) {
            const Input& x = task.b.in[a];
            if (tile) fill_tile(x, row, count, columns, tile_in[a]), in[a] = tile_in[a];
            else in[a] = long_row(x, a);
        }
        if (tile) out = tile_out;
        else if (wanted() && output().element == Element::f64) out = static_cast<double*>(output().data) + row * output().stride;
        else out = workspace(Room::output, columns);
    }
    /// The row in double.
    const double* long_row(const Input& x, int a) {
        const double* data = static_cast<const double*>(x.data);
        if (x.element == Element::f64) return data + row * x.stride;
        double* copy = workspace(a == 0 ? Room::first_input : Room::second_input, columns);
        read_run(x, row * x.stride, columns, copy);
        return copy;
    }
    void close() {
        if (!wanted()) return;
        if (tile) return empty_tile(tile_out, output(), row, count, columns);
        if (output().element == Element::f64) return;
        put_run(output(), row * output().stride, columns, out);
    }

    /// Behind the last column stands no logit: −∞; other inputs end in zeros.
    HWY_INLINE Oct load(int a, std::int64_t i) const {
        if (HWY_LIKELY(i < full)) return lossproof::fast::HWY_NAMESPACE::load(in[a] + i * 8);
        const Oct x = load_first(in[a] + i * 8, part);
        return a == 0 ? where(part, x, set(-std::numeric_limits<double>::infinity())) : x;
    }
    HWY_INLINE void store(std::int64_t i, Oct x) {
        if (HWY_LIKELY(i < full)) lossproof::fast::HWY_NAMESPACE::store(x, out + i * 8);
        else store_first(x, out + i * 8, part);
    }

    /// Exponentials wait where the output will stand, their second words beside it.
    HWY_INLINE void stash(std::int64_t i, Oct x) { store(i, x); }
    HWY_INLINE void stash(std::int64_t i, Two x) {
        store(i, x.head);
        lossproof::fast::HWY_NAMESPACE::store(x.tail, second_words + i * 8);
    }
    template <class R> HWY_INLINE R unstash(std::int64_t i) const {
        const Oct head = HWY_LIKELY(i < full) ? lossproof::fast::HWY_NAMESPACE::load(out + i * 8) : load_first(out + i * 8, part);
        if constexpr (std::is_same_v<R, Two>) return {head, lossproof::fast::HWY_NAMESPACE::load(second_words + i * 8)};
        else return head;
    }

    HWY_INLINE Oct combined_max(Oct x) const {
        return tile ? x : set(across(x, [](double a, double b) { return a < b ? b : a; }));
    }
    template <class Adder> HWY_INLINE auto combined(const Adder& a) const -> decltype(a.total) { return combined(a.total); }
    HWY_INLINE Oct combined(Oct x) const {
        return tile ? x : set(across(x, [](double a, double b) { return a + b; }));
    }
    HWY_INLINE Two combined(Two s) const {
        if (tile) return quick_sum(s.head, s.tail);
        HWY_ALIGN double high[8], low[8];
        lossproof::fast::HWY_NAMESPACE::store(s.head, high);
        lossproof::fast::HWY_NAMESPACE::store(s.tail, low);
        Pair p[4];
        for (int j = 0; j < 4; ++j) p[j] = pair_sum({high[j], low[j]}, {high[j + 4], low[j + 4]});
        const Pair sum = pair_sum(pair_sum(p[0], p[2]), pair_sum(p[1], p[3]));
        return {set(sum.head), set(sum.tail)};
    }

    /// The column number of every lane of step i.
    HWY_INLINE Oct column(std::int64_t i) const { return tile ? set(static_cast<double>(i)) : set(static_cast<double>(i * 8)) + iota(); }
    HWY_INLINE Mask inside(std::int64_t i) const { return column(i) < set(static_cast<double>(columns)); }
    /// In a long row one lane speaks for all.
    HWY_INLINE Mask any_lane(Mask m) const { return tile ? m : first(all(!m) ? 0 : 8); }

    HWY_INLINE std::int64_t lane_row(int lane) const { return row + (tile && lane < count ? lane : 0); }
    /// Every lane's label; −1 if its row is to be ignored.
    HWY_INLINE IntOct labels() const {
        if (!tile) return set_bits(task.label_of(row));
        const std::int64_t* straight = count == 8 ? task.straight_labels(row) : nullptr;
        if (HWY_LIKELY(straight != nullptr)) return load_bits(straight);
        HWY_ALIGN std::int64_t x[8];
        for (int r = 0; r < 8; ++r) x[r] = task.label_of(lane_row(r));
        return load_bits(x);
    }
    HWY_INLINE Oct label_columns() const { return as_number(labels()); }
    HWY_INLINE Mask ignored() const { return label_columns() < set(0); }
    /// One of the row's numbers, the one at its label; some number where there is no label.
    HWY_INLINE Oct picked(const double* numbers) const {
        if (!tile) return set(numbers[HWY_MAX(task.label_of(row), 0)]);
        return gather(numbers, (shift_left<3>(labels()) + lane_numbers()) & set_bits(127));
    }
    HWY_INLINE Oct at_label() const { return picked(in[0]); }
    /// The term stashed for each row's label.
    template <class R> HWY_INLINE R stashed_at_label() const {
        if constexpr (std::is_same_v<R, Two>) return {picked(out), picked(second_words)};
        else return picked(out);
    }
    HWY_INLINE void put_at_label(Oct x) {
        HWY_ALIGN double values[8];
        lossproof::fast::HWY_NAMESPACE::store(x, values);
        for (int r = 0; r < count; ++r) put_scalar(r, HWY_MAX(task.label_of(row + r), 0), values[r]);
    }
    HWY_INLINE void put_scalar(std::int64_t r, std::int64_t c, double x) { out[tile ? c * 8 + r : c] = x; }
};

/// Writes or adds up the values of a finished panel. Rows that the kernel declined go to the wide path, one by one.
template <class Operation> struct Values {
    const RowTask& task;
    Total& total;
    const bool wanted = !Operation::is_map && task.b.wants(0);
    double* const straight = task.each && wanted ? straight_data(task.b.out[0]) : nullptr;
    Sum sum{};  // of the rows of tiles, lane by lane

    Values(const RowTask& t, Total& sum_of_all) : task(t), total(sum_of_all) {}
    ~Values() {
        HWY_ALIGN double high[8], low[8];
        store(sum.total.head, high);
        store(sum.total.tail, low);
        for (int lane = 0; lane < 8; ++lane) total.add(high[lane], low[lane]);
    }

    template <class P> HWY_INLINE void take(P& panel, Two value, Mask declined) {
        panel.close();
        const Mask rows = first(static_cast<std::size_t>(panel.count)), rare = declined & rows;
        if (HWY_UNLIKELY(!all(!rare))) return one_by_one(panel, value, bits(rare));
        if (!wanted) return;
        if (task.each && straight && panel.count == 8) store(rounded(value), straight + panel.row);
        else if (task.each && straight && panel.count == 1) straight[panel.row] = hn::GetLane(rounded(value).v[0]);
        else if (task.each) one_by_one(panel, value, 0);
        else sum.add(keep(rows, value));
    }
    template <class P> HWY_NOINLINE void one_by_one(P& panel, Two value, unsigned rare) {
        HWY_ALIGN double high[8], low[8];
        store(value.head, high);
        store(value.tail, low);
        for (std::int64_t r = 0; r < panel.count; ++r) {
            if (rare >> r & 1) {
                RowTask one = task;
                one.begin = panel.row + r;
                one.end = one.begin + 1;
                wide_rows(one, total, Operation::wide, Operation::is_map);
            } else if (wanted && task.each) {
                write_flat(task.b.out[0], panel.row + r, {static_cast<long double>(high[r] + low[r])});
            } else if (wanted) {
                total.add(high[r], low[r]);
            }
        }
    }
    /// Values that lie one after the other in double.
    static double* straight_data(const Output& y) {
        const bool in_line = y.columns == 1 ? y.stride == 1 : y.rows == 1;
        return y.element == Element::f64 && in_line ? static_cast<double*>(y.data) : nullptr;
    }
};

template <class Operation, class R> void row_kernel(const RowTask& task, Total& total) {
    const bool tile = task.columns() <= short_row;
    Panel<Operation::inputs, Operation::is_map ? 0 : 1> panel(task, tile);
    Values<Operation> values(task, total);
    const std::int64_t at_once = tile ? 8 : 1;
    for (std::int64_t row = task.begin; row < task.end; row += at_once) {
        panel.open(row, HWY_MIN(at_once, task.end - row));
        R value;
        Mask declined = first(0);
        Operation::template run<R>(panel, value, declined);
        values.take(panel, {head(value), tail(value)}, declined);
    }
}
template <class Operation> RowFunction choose_rows(bool quick) { return quick ? row_kernel<Operation, Oct> : row_kernel<Operation, Two>; }
#else
template <class Operation> RowFunction choose_rows(bool) {
    return [](const RowTask& task, Total& total) { wide_rows(task, total, Operation::wide, Operation::is_map); };
}
#endif

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
