// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <memory>

namespace lossproof {

struct Unit;
struct ErrorBound;
class ErrorBounds;
class Subdifferentials;

enum class DecidedBy : std::uint8_t { special, enclosure, exact, undecided };
std::string_view text(DecidedBy how);

inline constexpr int ball_precision = 106;  ///< the bits of an answer that a ball decided; enclosures have more

/// One certified number: the true value y rounded into the format, and where y lies around it.
struct Answer {
    double rounded = 0;           ///< RN(y) in the format; meaningful only if decided
    double below = 0, above = 0;  ///< y − rounded is in [below, above]; 0 where `rounded` is not finite
    DecidedBy decided_by = DecidedBy::undecided;
    int precision = 0;  ///< bits of the enclosure that decided
    bool decided() const { return decided_by != DecidedBy::undecided; }
};

struct CertifiedOutput {
    std::string name;
    std::vector<std::int64_t> shape;
    bool gradient = false;
    std::vector<Answer> answers;
    std::vector<std::pair<std::string, std::string>> ends;  ///< if asked for; empty texts where `rounded` is the value itself

    /// The enclosure that decided, as decimal ends of 25 digits (a fraction where the exact tier did). Only if they were asked for.
    std::pair<std::string, std::string> enclosure(Index index) const;
};

/// The certified answers of a case. Condition numbers are computed when asked for, a group at a time, and kept.
class Certificate {
public:
    struct Options {
        std::vector<std::string> outputs = {};  ///< which; empty means all
        bool enclosures = false;                ///< also the decimal end points
    };
    explicit Certificate(const Case& question) : Certificate(question, Options{}) {}
    Certificate(const Case& question, Options options);

    const Plan& plan() const { return plan_; }
    const std::vector<CertifiedOutput>& outputs() const { return outputs_; }
    const CertifiedOutput* output(std::string_view name) const;

    /// κ = Σ over data |xᵢ|·|∂ᵢ output|, the supremum over Clarke's subdifferential at a kink (theory L5).
    double condition(std::string_view output, Index index);
    /// The values that a gradient may have at a kink (subdifferential.hpp); nothing where it is one number.
    std::optional<Enclosure256> subdifferential(std::string_view output, Index index);
    /// κ over the differences of a row, where a common offset changes nothing (gap_condition.hpp); infinite elsewhere.
    double gap_condition(std::string_view output, Index index);
    /// What the stable algorithm can lose on this input (error_bound.hpp), sums formed by the grade, library functions within an ulp.
    ErrorBound computed_bound(std::string_view output, Index index, Grade grade);
    /// What that bound does not exceed for any grade, without the backward sweep that it costs; infinite where there is none.
    long double running_bound(std::string_view output, Index index);
    /// The output as the stable algorithm gives it in the case's own format (machine_evaluate.hpp), sums recursive.
    const std::vector<double>& stable_values(const std::string& output);
    /// A lower bound of Σ|terms|, scaled as the output is, for sums of mixed sign (theory L16). The terms are the reduced rows;
    /// an entry whose rows are such sums themselves answers Σ|terms| of a row beside its results.
    double magnitude(std::string_view output, Index index);

private:
    /// Where a component comes from: its group (past the end: all of them together) and its place in the group's answer.
    struct Place {
        Index group, within;
    };
    Place place_of(const Plan::Output& planned, Index index) const;
    double magnitude_of_group(Index group) const;
    /// Of every component of a unit at once: by output and group.
    using Conditions = std::map<std::pair<std::string, Index>, std::vector<double>>;
    using ConditionsOf = std::vector<double> (*)(const Plan& plan, const Unit& unit, Index slot);
    ErrorBounds& bounds();
    double kept(Conditions& conditions, ConditionsOf compute, std::string_view output, Index index);

    Plan plan_;
    std::vector<CertifiedOutput> outputs_;
    Conditions conditions_, gap_conditions_;
    std::shared_ptr<Subdifferentials> subdifferentials_;
    std::shared_ptr<ErrorBounds> bounds_;                ///< recorded once for all grades
    std::map<std::string, std::vector<double>> stable_;  ///< by output
    std::map<Index, double> magnitudes_;                 ///< by group; of all together past the end
};

}  // namespace lossproof
