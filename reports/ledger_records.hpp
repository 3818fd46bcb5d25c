// SPDX-License-Identifier: Apache-2.0
// The records of a ledger, schema version 1: one struct for each kind of line (ledger.schema.json says it for
// machines).
#pragma once
#include "reports/number.hpp"
#include "reports/verdict_word.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lossproof::reports {

using Count = std::uint64_t;
using Maximum = std::optional<Number>;
using Duration = std::chrono::microseconds;  // an integer, so that adding up shards does not depend on their order

/// Shards may have run on several machines, so a fact is the set of what they state.
using Facts = std::map<std::string, std::set<std::string>>;

struct Subject {
    std::string name, version, door;
    Facts details;
    std::set<std::string> conventions;
    bool operator==(const Subject&) const = default;
};

struct Header {
    Subject subject;
    std::string convention;  ///< the profile that special values were judged by
    std::set<std::string> tools, seeds, efforts, formats, operations;
    Facts environment;
    bool laws = true;               ///< were laws asked for
    std::optional<double> budget;   ///< seconds; then the most telling strata of every operation came first
    std::string demand = "stable";  ///< what a number must be for the run to hold (demand.hpp)
    std::set<std::string> demands;  ///< what else it fails for
    bool allow_refusals = false;    ///< does a run hold that judged less than nine tenths of a stratum
    bool operator==(const Header&) const = default;
};

/// The subject was never asked anything: it is not here, or it could not start.
struct Unavailable {
    bool broke = false;
    std::string reason;
    auto operator<=>(const Unavailable&) const = default;
};

/// How the ledger names all operations of a run at once.
inline constexpr const char* every_operation = "every operation";

/// An absent format or output means all of them.
struct NotTested {
    std::string operation;
    std::optional<std::string> format, output;
    std::string reason;
    auto operator<=>(const NotTested&) const = default;
};

struct CellKey {
    std::string operation, output, format;
    auto operator<=>(const CellKey&) const = default;
};

struct StratumKey {
    std::string operation, format, stratum;
    auto operator<=>(const StratumKey&) const = default;
};

/// Errors in ulp by powers of two: the first bin is exactly 0 or below 2^from, bin i reaches from 2^(from+i-1) to
/// 2^(from+i).
struct Histogram {
    int from = 0;
    std::vector<Count> bins;
    bool operator==(const Histogram&) const = default;
};

struct Result {
    CellKey cell;
    std::string stratum, lecture;
    Count cases = 0, components = 0, undecided = 0, unsupported = 0;
    Count refused = 0;           ///< numbers that were asked for and not offered
    Count below_attainable = 0;  ///< stable, where an algorithm is known that is accurate
    Verdict verdict = Verdict::unsupported;
    std::string grade;       ///< empty where the verdict has none
    std::string attainable;  ///< the class that a known algorithm attains
    std::array<Count, verdict_count> counts{};
    std::map<std::string, Count> profiles;
    Maximum alpha_max, beta_max, ulp_max, bits_lost;
    bool exhaustive = false;
    Histogram histogram;
    Duration duration{};
    bool operator==(const Result&) const = default;
};

struct Value {
    std::string bits, hex, decimal;
    auto operator<=>(const Value&) const = default;
};

struct Input {
    std::string name, shape;
    std::vector<std::string> numbers;
    auto operator<=>(const Input&) const = default;
};

struct Question {
    std::map<std::string, std::string> parameters;
    std::vector<Input> inputs;
    std::string json;  ///< the whole case as one line
    auto operator<=>(const Question&) const = default;
};

struct Reference {
    Value value;
    std::string low, high, decided_by;
    auto operator<=>(const Reference&) const = default;
};

struct Bound {
    std::string text;  ///< how it follows from the theory
    Maximum ulps;
    auto operator<=>(const Bound&) const = default;
};

/// A known formula that reproduces the error, and what to write instead.
struct Diagnosis {
    std::string name, stable_form;
    bool exact_match = false;
    auto operator<=>(const Diagnosis&) const = default;
};

/// The slip in general, the same for all operations and subjects that share it.
struct Cause {
    std::string id, title, remedy;
    auto operator<=>(const Cause&) const = default;
};

struct Witness {
    CellKey cell;
    Count index = 0;
    std::string stratum;
    Verdict verdict = Verdict::wrong;
    std::string grade;
    Regime regime = Regime::unknown;
    std::string attainable;  ///< the class that a known algorithm attains
    std::optional<Cause> cause;
    Question question;
    std::optional<Reference> reference;
    std::optional<Value> got;
    Maximum alpha, beta, ulps, condition;
    std::optional<Bound> bound;
    std::optional<Diagnosis> diagnosis;
    std::string message;
    bool not_reproducible = false;  ///< asked again, the subject behaved: this is of the first time
    std::string snippet;            ///< the case in the subject's own language and library
    std::string replay;
    auto operator<=>(const Witness&) const = default;
};

/// What was noticed beside the answers: a break that did not come again, a changed rounding mode …
struct Remark {
    RunVerdict gravity = RunVerdict::held;  ///< what it makes of the run: `held`, `fell_short` or `broke`
    std::string kind, operation, format, output, stratum;
    std::string message, question;  ///< the first, and the case it came from, as one line
    Count count = 0;
    auto operator<=>(const Remark&) const = default;
};

/// The last record of a stratum.
struct StratumMark {
    Count cases = 0;
    std::string left_out;  ///< why it was not asked; empty if it was
    auto operator<=>(const StratumMark&) const = default;
};

/// An error that is not a number is read as an infinite one; `bound` is drawn as a line where it is given.
struct CurvePoint {
    double x = 0, error = 0;
    std::optional<double> bound;
    auto operator<=>(const CurvePoint&) const = default;
};

struct Curve {
    CellKey cell;
    std::string axis;  ///< `input`, `gap`, `length`
    std::vector<CurvePoint> points;
    bool operator==(const Curve&) const = default;
};

struct LawOutcome {
    std::string law, statement, identity, operation, format;
    LawVerdict verdict = LawVerdict::undecided;
    Count cases = 0;
    Maximum worst;
    std::string bound, witness;
    bool operator==(const LawOutcome&) const = default;
};

struct SpecialOutcome {
    CellKey cell;
    std::string name, reference, got;
    Verdict verdict = Verdict::exact;  ///< `exact`, `convention` or `wrong`
    std::string profile, replay;
    auto operator<=>(const SpecialOutcome&) const = default;
};

struct OperationRow {
    std::string name, family, formula, gradient, domain, lecture, stable_form, claimed;
    auto operator<=>(const OperationRow&) const = default;
};

struct Footer {
    RunVerdict verdict = RunVerdict::interrupted;
    Count cases = 0, components = 0, undecided = 0, remarks = 0, not_asked = 0;
    std::map<std::string, Count> short_of = {};  ///< by demand: the numbers that fall short of it
    Duration duration{};
    bool operator==(const Footer&) const = default;
};

}  // namespace lossproof::reports
