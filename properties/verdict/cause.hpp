// SPDX-License-Identifier: Apache-2.0
// What goes wrong, over operations, formats and libraries: the slip that a maintainer mends once.
#pragma once
#include <string_view>

namespace lossproof {

struct Cause {
    std::string_view id;      ///< stable, for machines
    std::string_view title;   ///< one line
    std::string_view remedy;  ///< what to write instead, whatever the operation
};

namespace causes {
inline constexpr Cause log_not_log1p{
    "log-not-log1p", "log where log1p is needed",
    "log1p of the sum without its largest term, which is 1 after the shift: (z − m) − log1p(Σ′ exp(zⱼ − m))"};
inline constexpr Cause log_of_rounded{
    "log-of-rounded", "the logarithm of a rounded probability",
    "take the logarithm before the probability is rounded: log σ(x) = −log1p(exp(−x)), log-softmax instead "
    "of log of softmax"};
inline constexpr Cause large_difference{"large-difference", "a small result as the difference of two large numbers",
                                        "subtract the shift, or the label's own score, before anything is exponentiated or added up"};
inline constexpr Cause residual{"residual-cancels", "p − 1 or σ − y cancels in a backward",
                                "at the label minus the sum of the other probabilities; σ(z) − 1 = −σ(−z)"};
inline constexpr Cause complement{"one-minus-p", "1 − p of a rounded p",
                                  "the other side by itself: 1 − σ(x) = σ(−x), 1 − pᵢ = Σ of the others"};
inline constexpr Cause product{"y-one-minus-y", "y·(1 − y) of a rounded y",
                               "both factors by themselves: σ(x)·σ(−x), pᵢ·Σ of the other probabilities"};
inline constexpr Cause rounded_argument{
    "rounded-exponent", "exp of a rounded argument, such as z − LSE(z)",
    "softmax with the exact shift: exp(z − m)/Σ exp(zⱼ − m); the rounding of a large LSE is multiplied up"};
inline constexpr Cause sum_overflow{"sum-overflow", "a sum overflows before the division",
                                    "divide each term first, or scale by the largest; add up in a wider format"};
inline constexpr Cause early_exponential{"early-exponential", "an exponential before the shift",
                                         "subtract the largest number of the row, or branch by the sign, before exp"};
inline constexpr Cause early_product{"early-product", "a square or a product overflows before the scaling", "scale the factors first"};
inline constexpr Cause zero_log_zero{"zero-log-zero", "0·log 0, or 0/0 beside it, becomes NaN",
                                     "select the input before the logarithm and the division, so that the branch not taken is finite"};
inline constexpr Cause infinite_difference{"infinity-minus-infinity", "∞ − ∞ or 0·∞ of infinite data",
                                           "treat a maximum of ±∞ by itself before the shift; mask before the product"};
inline constexpr Cause not_a_number{"nan-on-the-way", "∞ − ∞, ∞/∞ or 0/0 of finite data",
                                    "scale or shift before the operation that overflows"};
inline constexpr Cause lost_nan{"nan-lost", "a NaN in the data is lost", "let comparisons and maxima hand a NaN on"};
inline constexpr Cause clip{"clip", "a clip or a floor that reaches ordinary numbers",
                            "clip nothing: work with logits, or choose the floor from the format's smallest number"};
inline constexpr Cause threshold{"threshold", "a branch that takes the limit too early",
                                 "derive the threshold from the format: the limit is right once the rest is below half an ulp"};
inline constexpr Cause underflow{"flush-to-zero", "flush to zero",
                                 "keep subnormals: no flush-to-zero, no product of numbers that underflow by themselves"};
inline constexpr Cause narrow{"computed-in-float32", "computed in float32", "keep every intermediate number in the format of the input"};
inline constexpr Cause factor{"constant-factor", "a constant factor",
                              "compare the formula, the base of the logarithm and the sign with the definition"};
inline constexpr Cause divisor{"reduction-divisor", "divided by something else than the reduction asks for",
                               "divide by the number of rows, elements or weights that the documentation says"};
inline constexpr Cause option{"option", "an option is not the one that was asked for",
                              "let every option reach the formula as it was given, its default too"};
inline constexpr Cause weighting{"weighting", "weights, or the upstream gradient, are left out or not each row's own",
                                 "multiply every row by its own weight and its own upstream gradient"};
inline constexpr Cause label{"label-slip", "labels are taken for others",
                             "count labels from 0; let the sign and the class be those of the definition"};
inline constexpr Cause tail{"tail-lost", "what is left over after the last whole block of a row is lost",
                            "let the loop over blocks be followed by one over the rest"};
inline constexpr Cause term{"term-missing", "a term is missing, or one too many",
                            "compare the terms with the definition, the constant ones too; say which are left out"};
inline constexpr Cause branch{
    "wrong-branch", "the wrong branch: at a kink, on one side of it, or where the definition is flat",
    "give each side its own answer, and the point between an element of the subdifferential; compare the conditions"};
inline constexpr Cause other_operation{"other-operation", "the answer of another operation",
                                       "compare the formula with the definition: it has the name of another one"};
inline constexpr Cause exchanged{"inputs-exchanged", "two inputs are exchanged", "compare the order of the arguments with the definition"};
inline constexpr Cause cancellation{"cancellation", "a difference of numbers near each other loses its digits",
                                    "use the form whose terms have one sign; see the operation's stable form"};
inline constexpr Cause roundings{"more-roundings", "a few roundings more than a known algorithm makes",
                                 "fewer roundings: the stable form, or the whole formula in the next wider format and one rounding"};
inline constexpr Cause broke{"broke", "no answer: a crash, a hang or a reply out of order", "see the message"};
inline constexpr Cause unexplained{"unexplained", "no known cause", "compare with the operation's stable form"};
}  // namespace causes

}  // namespace lossproof
