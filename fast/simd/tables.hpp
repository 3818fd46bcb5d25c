// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <bit>
#include <cstdint>

namespace lossproof::fast {

/// Every constant was computed with 80 digits; the polynomials are Chebyshev fits whose coefficients were rounded to
/// double before the error was measured.

/// 2^(i/16) as head and tail.
alignas(64) inline constexpr double exp2_head[16] = {
    0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0, 0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0,
    0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0, 0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
    0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0};
alignas(64) inline constexpr double exp2_tail[16] = {0x0.0p+0,
                                                     0x1.8a62e4adc610bp-54,
                                                     -0x1.19041b9d78a76p-55,
                                                     0x1.9b07eb6c70573p-54,
                                                     0x1.6f46ad23182e4p-55,
                                                     0x1.ada0911f09ebcp-55,
                                                     0x1.d4397afec42e2p-56,
                                                     0x1.6324c054647adp-54,
                                                     -0x1.bdd3413b26456p-54,
                                                     -0x1.41577ee04992fp-55,
                                                     0x1.6e9f156864b27p-54,
                                                     0x1.c7c46b071f2bep-56,
                                                     0x1.7a1cd345dcc81p-54,
                                                     0x1.11065895048ddp-55,
                                                     0x1.2ed02d75b3707p-55,
                                                     -0x1.e9c23179c2893p-54};

/// The heads with i·2^48 taken from their bits: adding n·2^48, for n = 16k + i, makes 2^(n/16) of entry i.
alignas(64) inline constexpr std::array<double, 16> exp2_unscaled = [] {
    std::array<double, 16> table{};
    for (std::int64_t i = 0; i < 16; ++i) table[i] = std::bit_cast<double>(std::bit_cast<std::int64_t>(exp2_head[i]) - (i << 48));
    return table;
}();
/// tail/head.
alignas(64) inline constexpr std::array<double, 16> exp2_relative_tail = [] {
    std::array<double, 16> table{};
    for (int i = 0; i < 16; ++i) table[i] = exp2_tail[i] / exp2_head[i];
    return table;
}();

inline constexpr double log2_of_e = 0x1.71547652b82fep+0;
/// log 2 = head + tail; the head has 36 bits, so its product with a count of sixteenths is exact.
inline constexpr double exp_step_head = 0x1.62e42fefap-1;
inline constexpr double exp_step_tail = 0x1.cf79abc9e3b3ap-40;

/// (e^r − 1 − r)/r² on |r| ≤ 1.002·log(2)/32; times r² the error is below 2^-64.4.
inline constexpr double exp_tail_of_series[6] = {0x1.0000000000001p-1, 0x1.5555555555556p-3,  0x1.55555554e8688p-5,
                                                 0x1.11111110e0a7dp-7, 0x1.6c17ee8026b6dp-10, 0x1.a01b0d40156a0p-13};

/// 16/i for i = 11 … 22 (entry i − 11), and minus its logarithm as head and tail; the rest is padding.
alignas(64) inline constexpr double log_inverse[16] = {0x1.745d1745d1746p+0,
                                                       0x1.5555555555555p+0,
                                                       0x1.3b13b13b13b14p+0,
                                                       0x1.2492492492492p+0,
                                                       0x1.1111111111111p+0,
                                                       0x1.0000000000000p+0,
                                                       0x1.e1e1e1e1e1e1ep-1,
                                                       0x1.c71c71c71c71cp-1,
                                                       0x1.af286bca1af28p-1,
                                                       0x1.999999999999ap-1,
                                                       0x1.8618618618618p-1,
                                                       0x1.745d1745d1746p-1,
                                                       1,
                                                       1,
                                                       1,
                                                       1};
alignas(64) inline constexpr double log_head[16] = {-0x1.7fafa3bd8151cp-2,
                                                    -0x1.269621134db91p-2,
                                                    -0x1.a93ed3c8ad9e5p-3,
                                                    -0x1.1178e8227e47ap-3,
                                                    -0x1.08598b59e3a06p-4,
                                                    0x0.0p+0,
                                                    0x1.f0a30c01162a8p-5,
                                                    0x1.e27076e2af2eap-4,
                                                    0x1.5ff3070a793d6p-3,
                                                    0x1.c8ff7c79a9a20p-3,
                                                    0x1.1675cababa60fp-2,
                                                    0x1.4618bc21c5ec2p-2,
                                                    0,
                                                    0,
                                                    0,
                                                    0};
alignas(64) inline constexpr double log_tail[16] = {-0x1.b79bf6d4cb122p-56,
                                                    -0x1.e0efadd9db02ap-56,
                                                    -0x1.bcafa9de97202p-57,
                                                    0x1.0e63a5f01c693p-58,
                                                    0x1.dd7009902bf32p-58,
                                                    0x0.0p+0,
                                                    0x1.85f325c5bbacdp-59,
                                                    -0x1.61578001e015ap-60,
                                                    -0x1.bc60efafc6f6cp-58,
                                                    -0x1.4f689f8434011p-57,
                                                    0x1.ce63eab883727p-61,
                                                    -0x1.7a42642661c62p-61,
                                                    0,
                                                    0,
                                                    0,
                                                    0};
/// log 2; the head has 42 bits, so its product with an exponent is exact.
inline constexpr double log2_head = 0x1.62e42fefa38p-1;
inline constexpr double log2_tail = 0x1.ef35793c7673p-45;

/// (log(1+r) − r + r²/2)/r³ on |r| ≤ 1.004/22; times r² the error is below 2^-63.7.
inline constexpr double log_tail_of_series[10] = {0x1.5555555555555p-2, -0x1.0000000000000p-2, 0x1.999999999859fp-3, -0x1.55555555542c8p-3,
                                                  0x1.249249374e238p-3, -0x1.000000116579cp-3, 0x1.c71bad17e8c24p-4, -0x1.9998e2f52c00ep-4,
                                                  0x1.76024bcf66a5bp-4, -0x1.56dc76a90ea6ep-4};

/// For log(1+x) on [0, 1]: 1/(1+i/15) to ten bits, and minus the logarithm of that.
alignas(64) inline constexpr double unit_inverse[16] = {0x1p+0,     0x1.ep-1,   0x1.c4p-1, 0x1.aa8p-1, 0x1.94p-1, 0x1.8p-1,
                                                        0x1.6d8p-1, 0x1.5dp-1,  0x1.4ep-1, 0x1.4p-1,   0x1.33p-1, 0x1.278p-1,
                                                        0x1.1c8p-1, 0x1.128p-1, 0x1.09p-1, 0x1p-1};
alignas(64) inline constexpr double unit_head[16] = {0x0p+0,
                                                     0x1.08598b59e3a07p-4,
                                                     0x1.fe89139dbd566p-4,
                                                     0x1.7631d82935a86p-3,
                                                     0x1.e530effe71012p-3,
                                                     0x1.269621134db92p-2,
                                                     0x1.5925d2b112a59p-2,
                                                     0x1.8873658327ccfp-2,
                                                     0x1.b56fa04462909p-2,
                                                     0x1.e148a1a2726cep-2,
                                                     0x1.05e04c1aa2c06p-1,
                                                     0x1.196c7bc4b1f3bp-1,
                                                     0x1.2cd8c6b7c716fp-1,
                                                     0x1.3f2acb27ed6c7p-1,
                                                     0x1.513356667fc57p-1,
                                                     0x1.62e42fefa39efp-1};
alignas(64) inline constexpr double unit_tail[16] = {0x0p+0,
                                                     -0x1.dd7009902bf32p-58,
                                                     -0x1.ac9f4215f9393p-58,
                                                     0x1.047074183dfcbp-58,
                                                     0x1.2276041f43042p-59,
                                                     0x1.e0efadd9db02bp-56,
                                                     0x1.4b0b52198dbd9p-61,
                                                     -0x1.c43eff892d8dp-58,
                                                     0x1.494b610665378p-56,
                                                     -0x1.ac81cc8a4dfb8p-56,
                                                     0x1.862e53e39376p-60,
                                                     -0x1.d98533b0b0b5ap-56,
                                                     0x1.b3236255261cdp-55,
                                                     -0x1.51ca5d6af4ac3p-55,
                                                     0x1.ca64cc3d52c87p-56,
                                                     0x1.abc9e3b39803fp-56};
/// (log(1+r) − r + r²/2)/r³ on |r| ≤ 1.003/30; times r² the error is below 2^-64.4.
inline constexpr double unit_tail_of_series[9] = {0x1.5555555555555p-2,  -0x1.fffffffffff5bp-3, 0x1.9999999999901p-3,
                                                  -0x1.555555573635ap-3, 0x1.249249264e2e8p-3,  -0x1.ffffd0bee097bp-4,
                                                  0x1.c71c46284d3f9p-4,  -0x1.9a75aea7d2c17p-4, 0x1.75283f3b66006p-4};

}  // namespace lossproof::fast
