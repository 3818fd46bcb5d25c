# SPDX-License-Identifier: Apache-2.0
"""Numbers of the four formats: exact reading, and one rounding from arbitrary precision, by integers alone."""
from fractions import Fraction
import math
import struct

import mpmath
from mpmath import mpf

# name: (precision, smallest normal exponent, largest exponent, bytes)
FORMATS = {"f64": (53, -1022, 1023, 8), "f32": (24, -126, 127, 4), "f16": (11, -14, 15, 2), "bf16": (8, -126, 127, 2)}


def bits_of(value, name):
    """The bit pattern of RN(value) as `0x…`; an exact zero is +0, an underflow keeps its sign."""
    precision, low, high, size = FORMATS[name]
    infinite = ((1 << (8 * size - precision)) - 1) << (precision - 1)
    if mpmath.isnan(value):
        return text(infinite | 1 << (precision - 2), size)
    if mpmath.isinf(value):
        return text(infinite | (1 << (8 * size - 1) if value < 0 else 0), size)
    sign, mantissa, exponent, length = mpf(value)._mpf_
    if mantissa == 0:
        return text(0, size)
    quantum = max(exponent + length - 1, low) - precision + 1
    lowest = low - precision + 1
    if exponent + length - 1 > high:
        pattern = infinite
    elif exponent + length - 1 < lowest - 1:
        pattern = 0
    else:
        pattern = ((quantum - lowest) << (precision - 1)) + half_even(mantissa, exponent - quantum)
    return text(pattern | sign << (8 * size - 1), size)


def half_even(mantissa, shift):
    if shift >= 0:
        return mantissa << shift
    whole, rest, half = mantissa >> -shift, mantissa & ((1 << -shift) - 1), 1 << (-shift - 1)
    return whole + (rest > half or (rest == half and whole & 1))


def text(pattern, size):
    return "0x%0*x" % (2 * size, pattern)


def value_of(bits, name):
    """The double that a bit pattern of the format stands for."""
    precision, low, _, size = FORMATS[name]
    fraction, exponent_bits = bits & ((1 << (precision - 1)) - 1), 8 * size - precision
    biased, sign = (bits >> (precision - 1)) & ((1 << exponent_bits) - 1), -1 if bits >> (8 * size - 1) else 1
    if biased == (1 << exponent_bits) - 1:
        return sign * math.inf if fraction == 0 else math.nan
    quantum = low - precision + 1 + max(biased - 1, 0)
    return sign * math.ldexp(fraction + ((1 << (precision - 1)) if biased else 0), quantum)


def rounded(value, name):
    """A double rounded into the format, as a double."""
    return value_of(int(bits_of(mpf(value), name), 16), name)


def hex_text(value):
    if math.isnan(value):
        return "nan"
    return ("-inf" if value < 0 else "inf") if math.isinf(value) else float(value).hex()
