# SPDX-License-Identifier: Apache-2.0
"""Slips of the reference: enclosures, their printed ends, decisions, κ, computed bounds, reductions."""
from mutation import of

enclosure = of("reference/numbers/enclosure.cpp", "reference")
certify = of("reference/oracle/certify.cpp", "reference", "mutants:the reference is*")
condition = of("reference/oracle/condition.cpp", "reference", "properties", "bounds")
reduction = of("reference/oracle/reduction.cpp", "properties", "mutants")
tape = of("reference/numbers/rounding_tape.cpp", "bounds", "reference")
gaussian = of("reference/catalogue/gaussian_nll.cpp", "properties:[laws]", "properties")
read_double = of("reference/json/read_double.hpp", "fuzz:*numbers", "reports")
format_ = of("reference/numbers/format.cpp", "reference", "fuzz:*numbers")

MUTATIONS = [
    gaussian("(1 / v - square((a - b) / v)) / 2}", "(square((a - b) / v) - 1 / v) / 2}", "the sign of d_variance"),
    enclosure("double Enclosure<B>::upper() const { return mpfr_get_d(View(*this).high(), MPFR_RNDU); }", "double Enclosure<B>::upper() const { return mpfr_get_d(View(*this).high(), MPFR_RNDD); }", "the upper end is rounded down"),
    enclosure("double Enclosure<B>::lower() const { return mpfr_get_d(View(*this).low(), MPFR_RNDD); }", "double Enclosure<B>::lower() const { return mpfr_get_d(View(*this).low(), MPFR_RNDU); }", "the lower end is rounded up"),
    enclosure("return end_text(View(*this).high(), digits, MPFR_RNDU); }", "return end_text(View(*this).high(), digits, MPFR_RNDD); }", "the printed upper end lies below the truth"),
    enclosure("return end_text(View(*this).low(), digits, MPFR_RNDD); }", "return end_text(View(*this).low(), digits, MPFR_RNDU); }", "the printed lower end lies above the truth"),
    enclosure(".below = difference(at.low(), value, MPFR_RNDD),", ".below = difference(at.low(), value, MPFR_RNDU),", "the residual is rounded inwards"),
    certify("if (std::isfinite(rounded)) answer.below = value.below(rounded), answer.above = value.above(rounded);", "", "an exact answer forgets where the truth lies beside it"),
    condition("kappas.push_back(record_.met_kink ? greatest : least);", "kappas.push_back(greatest);", "the width of an enclosure excuses errors"),
    condition("kappas.push_back(record_.met_kink ? greatest : least);", "kappas.push_back(4 * (record_.met_kink ? greatest : least));", "κ is four times too large"),
    condition("if (value == 0 || !std::isfinite(value)", "if (!std::isfinite(value)", "0·∞ enters κ"),
    reduction("cost.divisions = power_of_two(count_) ? 0 : 1;", "cost.divisions = 1;", "a division by a power of two is granted a rounding"),
    reduction("cost.divisions = power_of_two(count_) ? 0 : 1;", "cost.divisions = 0;", "an honest mean is convicted of its division"),
    reduction("return weight < 0 ? std::numeric_limits<double>::quiet_NaN() : weight;", "return weight;", "a negative class weight has an answer"),
    reduction("if (ignored(g)) continue;\n        ++counted_;", "++counted_;", "ignored rows count in the divisor"),
    tape("static_cast<long double>(allowance.roundings) * u * size", "static_cast<long double>(allowance.roundings) * u / 2 * size", "every rounding is half as large as it is"),
    tape("if (least < least_normal) step.underflow =", "if (false) step.underflow =", "no step underflows"),
    tape("step.overflows = magnitude(step.box) > most && !infinite(step.box);", "step.overflows = false;", "a bound is claimed where a step overflows"),
    tape("accumulate(library, part.library);", "", "library functions are exact"),
    read_double("failure == std::errc::result_out_of_range) value =", "false) value =", "numbers beyond the range are read as 0"),
    read_double("return negative ? -value : value;", "return value;", "negative numbers are read as positive"),
    read_double("(hex ? 4 : 1) * place < 0", "place < 0", "a long hex float goes the wrong way beyond the range"),
]
