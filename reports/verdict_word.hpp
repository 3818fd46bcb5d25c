// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lossproof::reports {

/// The words for a number, mildest first, so that the worst is the maximum. Refusals and special values come first: where
/// anything was measured, the measurement names the class, and they are counted beside it. An error ranks below what was
/// measured and falls short, or a crash on one input would hide the wrong numbers of the others.
enum class Verdict : std::uint8_t {
    unsupported,
    undecided,
    not_judged,
    exact,
    convention,
    correctly_rounded,
    faithful,
    accurate,
    stable,
    error,
    inaccurate,
    wrong
};
inline constexpr std::size_t verdict_count = 12;

struct VerdictWord {
    Verdict verdict;
    std::string_view word;      ///< as the ledger writes it
    std::string_view title;     ///< as people read it
    std::string_view sentence;  ///< what it means, for the legend
};

extern const std::array<VerdictWord, verdict_count> verdict_words;

inline const VerdictWord& describe(Verdict verdict) { return verdict_words[static_cast<std::size_t>(verdict)]; }
inline std::string_view title(Verdict verdict) { return describe(verdict).title; }
inline std::string_view word(Verdict verdict) { return describe(verdict).word; }
std::optional<Verdict> verdict_named(std::string_view word);

/// Short of the proven bound of the textbook algorithm, or broken.
inline bool falls_short(Verdict verdict) { return verdict >= Verdict::error; }
/// Nothing was judged: no bad sign and no good one.
inline bool judged_nothing(Verdict verdict) { return verdict <= Verdict::not_judged; }

/// How a whole run ended, mildest first.
enum class RunVerdict : std::uint8_t { held, nothing_tested, fell_short, broke, interrupted };
std::optional<RunVerdict> run_verdict_named(std::string_view word);
std::string_view word(RunVerdict verdict);
int exit_code(RunVerdict verdict);

enum class LawVerdict : std::uint8_t { held, undecided, failed };
std::optional<LawVerdict> law_verdict_named(std::string_view word);
std::string_view word(LawVerdict verdict);

/// Where a failing case stands, what concerns everybody first.
enum class Regime : std::uint8_t { ordinary, tiny, landmark, special, unknown };
inline constexpr std::size_t regime_count = 5;
std::optional<Regime> regime_named(std::string_view word);
std::string_view word(Regime regime);
std::string_view place(Regime regime);     ///< `on ordinary input`, to follow "falls short"
std::string_view sentence(Regime regime);  ///< what it means, for the legend

}  // namespace lossproof::reports
