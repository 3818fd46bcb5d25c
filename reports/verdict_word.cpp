// SPDX-License-Identifier: Apache-2.0
#include "reports/verdict_word.hpp"

#include <span>

namespace lossproof::reports {

const std::array<VerdictWord, verdict_count> verdict_words = {{
    {Verdict::unsupported, "unsupported", "unsupported", "The subject declared that it does not offer this; counted, never a failure."},
    {Verdict::undecided, "undecided", "undecided", "The reference could not be narrowed far enough to judge; counted, never guessed."},
    {Verdict::not_judged, "not_judged", "not judged",
     "The proven bound reaches the value itself: in this format no theorem tells a right answer from a wrong one; counted, never a pass."},
    {Verdict::exact, "exact", "exact", "A special value (an infinity, a NaN, a limit) came back as the mathematics says."},
    {Verdict::convention, "convention", "convention", "A special value differs from the limit but equals a named, documented convention."},
    {Verdict::correctly_rounded, "correctly_rounded", "correctly rounded",
     "The result is the number of the format nearest to the true value; nothing can be closer."},
    {Verdict::faithful, "faithful", "faithful", "No number of the format lies strictly between the result and the true value."},
    {Verdict::accurate, "accurate", "accurate",
     "The relative error is within the proven bound of a good algorithm, however ill-conditioned the input (α ≤ A)."},
    {Verdict::stable, "stable", "stable", "The error is no more than rounding each input once can cause, times a proven constant (β ≤ C)."},
    {Verdict::error, "error", "error", "No answer to judge: a crash, a hang, a wrong shape or a breach of the protocol."},
    {Verdict::inaccurate, "inaccurate", "inaccurate",
     "The sign and some digits are right, but the error exceeds every proven bound: the formula is to blame, not the "
     "data."},
    {Verdict::wrong, "wrong", "wrong",
     "No digit can be trusted: a wrong sign or magnitude, or a NaN, an infinity or a zero in place of an ordinary "
     "number."},
}};

namespace {

constexpr std::string_view run_words[] = {"held", "nothing_tested", "fell_short", "broke", "interrupted"};
constexpr int run_exits[] = {0, 5, 1, 10, 2};
constexpr std::string_view law_words[] = {"held", "undecided", "failed"};

struct RegimeWord {
    std::string_view word, place, sentence;
};
constexpr RegimeWord regimes[] = {
    {"ordinary", "on ordinary input",
     "Numbers and parameters that people train with: |x| ≤ 10⁴, parameters in use, no infinity, no subnormal."},
    {"tiny", "only in the digits of a tiny result",
     "Right as a number that is added to others, |error| ≤ u·max(1, |x|), but the result's own digits are lost: 0 for 4e-8. A gradient "
     "counts "
     "as tiny only if the error is also below 1e-8, Adam's ε."},
    {"landmark", "only at the ends of the range", "Huge or subnormal inputs or results, or a parameter at an end of its range."},
    {"special", "only at special values", "A NaN, an infinity or a point outside the domain is read."},
    {"unknown", "where the ledger does not say", "The ledger is of a version that did not say."}};

template <class Word> std::optional<Word> find(std::span<const std::string_view> words, std::string_view text) {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == text) return static_cast<Word>(i);
    return std::nullopt;
}

}  // namespace

std::optional<Verdict> verdict_named(std::string_view text) {
    for (const auto& entry : verdict_words)
        if (entry.word == text) return entry.verdict;
    return std::nullopt;
}

std::optional<RunVerdict> run_verdict_named(std::string_view text) { return find<RunVerdict>(run_words, text); }
std::string_view word(RunVerdict verdict) { return run_words[static_cast<std::size_t>(verdict)]; }
int exit_code(RunVerdict verdict) { return run_exits[static_cast<std::size_t>(verdict)]; }

std::optional<LawVerdict> law_verdict_named(std::string_view text) { return find<LawVerdict>(law_words, text); }
std::optional<Regime> regime_named(std::string_view text) {
    for (std::size_t i = 0; i < regime_count; ++i)
        if (regimes[i].word == text) return static_cast<Regime>(i);
    return std::nullopt;
}
std::string_view word(Regime regime) { return regimes[static_cast<std::size_t>(regime)].word; }
std::string_view place(Regime regime) { return regimes[static_cast<std::size_t>(regime)].place; }
std::string_view sentence(Regime regime) { return regimes[static_cast<std::size_t>(regime)].sentence; }

std::string_view word(LawVerdict verdict) { return law_words[static_cast<std::size_t>(verdict)]; }

}  // namespace lossproof::reports
