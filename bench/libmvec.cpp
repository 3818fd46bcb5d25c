// SPDX-License-Identifier: Apache-2.0
// glibc's vector exp as a contestant, called as a compiler with -ffast-math would call it.
#include <cmath>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__) && defined(__GLIBC__)
#include <immintrin.h>

extern "C" {
__m512d _ZGVeN8v_exp(__m512d);
__m256d _ZGVdN4v_exp(__m256d);
}

namespace {

__attribute__((target("avx512f"))) void exp_of_eight(const double* x, double* y, std::size_t n) {
    for (std::size_t i = 0; i + 8 <= n; i += 8) _mm512_storeu_pd(y + i, _ZGVeN8v_exp(_mm512_loadu_pd(x + i)));
}
__attribute__((target("avx2"))) void exp_of_four(const double* x, double* y, std::size_t n) {
    for (std::size_t i = 0; i + 4 <= n; i += 4) _mm256_storeu_pd(y + i, _ZGVdN4v_exp(_mm256_loadu_pd(x + i)));
}

}  // namespace

/// e^x for n numbers, n a multiple of 8; 1 if this machine has neither AVX-512 nor AVX2.
extern "C" int lossproof_bench_libmvec_exp(const double* x, double* y, std::int64_t n) {
    if (__builtin_cpu_supports("avx512f")) return exp_of_eight(x, y, static_cast<std::size_t>(n)), 0;
    if (__builtin_cpu_supports("avx2")) return exp_of_four(x, y, static_cast<std::size_t>(n)), 0;
    return 1;
}
#else
extern "C" int lossproof_bench_libmvec_exp(const double*, double*, std::int64_t) { return 1; }
#endif
