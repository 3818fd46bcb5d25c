# SPDX-License-Identifier: Apache-2.0
"""Slips of the documented conventions: each rule removed, and each widened."""
from mutation import of

rules = of("properties/verdict/convention.cpp", "properties")
gaussian = of("reference/catalogue/gaussian_nll.cpp", "properties")
choices = of("reference/functions/choices.hpp", "properties")

MUTATIONS = [
    gaussian("""{.profile = "torch", .input = "variance", .low = 1e-6,""", """{.profile = "torch", .input = "variance", .low = 0,""", "PyTorch's held variance is no convention any more"),
    gaussian("""{.profile = "torch", .input = "variance", .low = 1e-6,""", """{.profile = "torch", .input = "variance", .low = 1e6,""", "every variance is held, and its loss passes"),
    rules("if (!other.question) return false;", "if (!other.question) return profile == \"torch\";", "a profile with clips excuses every number"),
    rules("if (other.flat.contains(q.index) && !q.planned().reduced) return q.got == 0;", "if (other.flat.contains(q.index) && !q.planned().reduced) return true;", "any gradient passes where a clip is flat"),
    rules("if (!(value < low || value > high)) continue;", "", "a clip speaks of inputs that it leaves alone"),
    rules("if (!any) return false;", "", "a profile without a choice judges like one"),
    rules("if (total.is_nan()) return std::isnan(q.got);", "if (total.is_nan()) return true;", "where a NaN is chosen any number passes"),
    rules("for (const Index group : others) total += certified_part(q, group);", "", "a sum of choices forgets the other rows"),
    rules("if (!q.known.any_infinity.of(group, [&] { return any_infinity(q, group); })) return {};", "", "the formula as written excuses NaN on finite data"),
    rules("return std::isnan(q.textbook().at(q.index)) ? Chosen::not_a_number() : Chosen{};", "return {};", "softmax's NaN for two infinite logits is convicted"),
    rules("return std::isnan(q.textbook().at(q.index)) ? Chosen::not_a_number() : Chosen{};", "return Chosen::not_a_number();", "any NaN beside an infinity passes"),
    rules("if (!grants_.has(profile)) continue;", "", "conventions need no declaration"),
    rules("q.output.answers[q.index].rounded != -q.got) return false;", "false) return false;", "any infinity passes at −0"),
    rules("[](double v) { return v == 0 && std::signbit(v); }", "[](double v) { return v == 0; }", "the other infinity passes at +0"),
    rules("return in_domain && std::any_of(", "return !in_domain || std::any_of(", "an operation without a domain is outside of it"),
    rules("if (!any_value(q.data(group), [](double v) { return std::isnan(v); })) return false;", "", "the unread NaN excuses rows without one"),
]
