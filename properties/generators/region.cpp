// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/region.hpp"

namespace lossproof {
namespace {

using M = Meaning;

bool always(const Traits&) { return true; }
bool has_logits(const Traits& t) { return t.holds(M::logit); }
bool has_logit_rows(const Traits& t) { return t.logit_rows; }
bool has_distribution(const Traits& t) { return t.holds(M::distribution); }
bool has_plain(const Traits& t) { return t.count(is_plain) > 0; }
/// Two inputs that can come close, or one that can come close to what another makes of it.
bool has_partner(const Traits& t) {
    const int distributions = t.count([](Meaning m) { return m == M::distribution; });
    const bool aimed = t.count(is_share) > 0 || (t.holds(M::logit) && distributions > 0);
    return t.residual || distributions > 1 || aimed;
}

}  // namespace

const std::vector<RegionRule>& region_rules() {
    static const std::vector<RegionRule> rules = {
        {Region::moderate, {"moderate", "numbers of everyday size"}, always},
        {Region::dyadic, {"dyadic", "small multiples of 1/8, powers of two: exact answers and ties"}, always},
        {Region::random_bits, {"random_bits", "any bit pattern of the format that is a finite number"}, always},
        {Region::peaked, {"peaked", "gaps to the largest logit up to 800, on a logarithmic scale"}, has_logits},
        {Region::saturated,
         {"saturated", "where exponentials or squares leave the format's range, or round to 0 or 1"},
         [](const Traits& t) { return has_logits(t) || t.residual || t.step; }},
        {Region::huge_offset, {"huge_offset", "a common offset up to 1e16"}, [](const Traits& t) { return t.logit_rows || t.residual; }},
        {Region::tied, {"tied", "several entries share the maximum"}, has_logit_rows},
        {Region::all_equal,
         {"all_equal", "all entries of a row are equal"},
         [](const Traits& t) { return t.logit_rows || has_distribution(t); }},
        {Region::one_minus_infinity,
         {"one_minus_infinity", "one logit is −∞"},
         [](const Traits& t) { return t.logit_rows || t.holds(M::log_probability); }},
        {Region::special, {"special", "±∞, NaN, ±0 and the largest numbers among ordinary ones"}, always},
        {Region::lse_near_zero, {"lse_near_zero", "logits shifted so that log Σ exp is nearly 0"}, has_logit_rows},
        {Region::subnormal, {"subnormal", "subnormal inputs, and inputs whose answers are subnormal"}, always},
        {Region::near_kink, {"near_kink", "on a kink of the formula and one ulp to either side"}, [](const Traits& t) { return t.kink; }},
        {Region::near_equal, {"near_equal", "inputs that nearly agree, 2^-52 to 2^-1 apart"}, has_partner},
        {Region::cancelling, {"cancelling", "sums whose terms nearly cancel"}, [](const Traits& t) { return t.step || has_plain(t); }},
        {Region::one_hot, {"one_hot", "distributions with a single 1"}, has_distribution},
        {Region::near_one_hot, {"near_one_hot", "distributions 2^-60 to 2^-1 away from one-hot"}, has_distribution},
        {Region::unnormalised, {"unnormalised", "distributions whose sum is not 1"}, has_distribution},
        {Region::wide_range,
         {"wide_range", "alternating signs, magnitudes far apart"},
         [](const Traits& t) { return t.residual || t.logit_rows || has_plain(t) || has_distribution(t); }},
        {Region::tiny_variance,
         {"tiny_variance", "variances from 1e-6 to 1e6, and those that make the loss nearly 0"},
         [](const Traits& t) { return t.spread; }},
        {Region::long_rows,
         {"long_rows", "rows of 2^4 to 2^12 entries and one more or less; in full runs vocabularies of up to 152064"},
         [](const Traits& t) { return t.rows; }},
        {Region::many_rows,
         {"many_rows", "2^2 to 2^11 rows and one more or less, mostly reduced"},
         [](const Traits& t) { return t.reductions || (t.whole && !t.kink); }},
        {Region::weighted,
         {"weighted", "weights of classes, of samples and of the positive class, zeros among them; every divisor of a mean"},
         [](const Traits& t) { return t.count(is_weight) > 0; }},
        {Region::upstream,
         {"upstream", "an upstream gradient, another one for every row"},
         [](const Traits& t) { return t.holds(M::upstream); }},
        {Region::tails, {"tails", "N and K of every residue modulo 16: what is left over after whole blocks"}, always},
        {Region::labels,
         {"labels", "the first and the last class, and labels beyond 8 and 16 bits"},
         [](const Traits& t) { return t.rows && t.holds(M::class_index); }},
        {Region::landmarks,
         {"landmarks", "rows of nothing but −∞, ∞, NaN or ties, one-hot ones off by an ulp; each beside each of another input"},
         [](const Traits& t) { return !t.whole && !t.paired; }},
        {Region::crossed, {"crossed", "every option and parameter beside every other, at both ends of their ranges"}, always},
    };
    return rules;
}

}  // namespace lossproof
