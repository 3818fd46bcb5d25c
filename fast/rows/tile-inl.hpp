// SPDX-License-Identifier: Apache-2.0
// Eight short rows, turned so that vector c holds column c: one row a lane.
#include "fast/rows/task.hpp"
#include "fast/simd/oct-inl.hpp"

#if defined(LOSSPROOF_FAST_TILE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_TILE_INL
#undef LOSSPROOF_FAST_TILE_INL
#else
#define LOSSPROOF_FAST_TILE_INL
#endif

#if HWY_NATIVE_FMA
HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

inline constexpr std::int64_t short_row = 16;

#if HWY_TARGET <= HWY_AVX3
/// 8×8: pairs of rows within 128-bit blocks, then the 4×4 blocks.
HWY_INLINE void transpose(__m512d* r) {
    __m512d t[8], s[8];
    for (int i = 0; i < 4; ++i) {
        t[2 * i] = _mm512_unpacklo_pd(r[2 * i], r[2 * i + 1]);
        t[2 * i + 1] = _mm512_unpackhi_pd(r[2 * i], r[2 * i + 1]);
    }
    for (int k = 0; k < 2; ++k) {  // columns of parity k
        s[k] = _mm512_shuffle_f64x2(t[k], t[2 + k], 0x88);
        s[2 + k] = _mm512_shuffle_f64x2(t[4 + k], t[6 + k], 0x88);
        s[4 + k] = _mm512_shuffle_f64x2(t[k], t[2 + k], 0xDD);
        s[6 + k] = _mm512_shuffle_f64x2(t[4 + k], t[6 + k], 0xDD);
        r[k] = _mm512_shuffle_f64x2(s[k], s[2 + k], 0x88);
        r[4 + k] = _mm512_shuffle_f64x2(s[k], s[2 + k], 0xDD);
        r[2 + k] = _mm512_shuffle_f64x2(s[4 + k], s[6 + k], 0x88);
        r[6 + k] = _mm512_shuffle_f64x2(s[4 + k], s[6 + k], 0xDD);
    }
}
HWY_INLINE __mmask8 part(std::int64_t left) { return static_cast<__mmask8>(left >= 8 ? 0xFF : (1 << left) - 1); }

HWY_INLINE void tile_from_rows(const double* data, std::int64_t stride, std::int64_t columns, double* tile) {
    for (std::int64_t c = 0; c < columns; c += 8) {
        __m512d r[8];
        for (int i = 0; i < 8; ++i) r[i] = _mm512_maskz_loadu_pd(part(columns - c), data + i * stride + c);
        transpose(r);
        for (int i = 0; i < 8; ++i) _mm512_store_pd(tile + (c + i) * 8, r[i]);
    }
}
HWY_INLINE void rows_from_tile(const double* tile, double* data, std::int64_t stride, std::int64_t columns) {
    for (std::int64_t c = 0; c < columns; c += 8) {
        __m512d r[8];
        for (int i = 0; i < 8; ++i) r[i] = _mm512_load_pd(tile + (c + i) * 8);
        transpose(r);
        for (int i = 0; i < 8; ++i) _mm512_mask_storeu_pd(data + i * stride + c, part(columns - c), r[i]);
    }
}
#else
HWY_INLINE void tile_from_rows(const double* data, std::int64_t stride, std::int64_t columns, double* tile) {
    for (std::int64_t r = 0; r < 8; ++r)
        for (std::int64_t c = 0; c < columns; ++c) tile[c * 8 + r] = data[r * stride + c];
}
HWY_INLINE void rows_from_tile(const double* tile, double* data, std::int64_t stride, std::int64_t columns) {
    for (std::int64_t r = 0; r < 8; ++r)
        for (std::int64_t c = 0; c < columns; ++c) data[r * stride + c] = tile[c * 8 + r];
}
#endif

/// Any format, and fewer than eight rows: missing ones repeat the first, and nobody reads their results.
inline void fill_tile(const Input& x, std::int64_t row, std::int64_t count, std::int64_t columns, double* tile) {
    if (x.element == Element::f64 && count == 8)
        return tile_from_rows(static_cast<const double*>(x.data) + row * x.stride, x.stride, columns, tile);
    for (std::int64_t r = 0; r < 8; ++r)
        for (std::int64_t c = 0; c < columns; ++c) tile[c * 8 + r] = read(x, row + (r < count ? r : 0), c);
}
inline void empty_tile(const double* tile, const Output& y, std::int64_t row, std::int64_t count, std::int64_t columns) {
    if (y.element == Element::f64 && count == 8)
        return rows_from_tile(tile, static_cast<double*>(y.data) + row * y.stride, y.stride, columns);
    for (std::int64_t r = 0; r < count; ++r)
        for (std::int64_t c = 0; c < columns; ++c) put(y, row + r, c, tile[c * 8 + r]);
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
