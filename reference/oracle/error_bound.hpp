// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <map>
#include <memory>
#include <string>

namespace lossproof {

/// What the stable algorithm of an operation can lose on one input: |ŷ − y| ≤ bound, a theorem for every implementation of that
/// algorithm whose operations err as the arithmetic allows (theory L6).
struct ErrorBound {
    long double bound = 0;        ///< absolute
    ErrorParts parts;             ///< what it is made of; `bound` is their total
    double lower = 0, upper = 0;  ///< the exact value y lies between these
    long double running = 0;      ///< a wider bound, the running error: it costs no backward sweep
    std::string undefined = {};   ///< why there is no bound; empty: there is one
    std::string derivation = {};  ///< in one line: roundings, library functions, sums, parameters, underflow, in units of u|y|
};

/// The bounds of a case's outputs in one arithmetic. A group is evaluated when it is asked for, and kept until another is; so is the
/// sweep of a component, which serves every grade.
class ErrorBounds {
public:
    ErrorBounds(const Plan& plan, const Arithmetic& arithmetic);
    ~ErrorBounds();
    ErrorBound of(const Plan::Output& output, Index index) { return of(output, index, arithmetic_.grade); }
    /// With sums formed by a better grade than the arithmetic's: its enclosures hold those of all better ones.
    ErrorBound of(const Plan::Output& output, Index index, Grade grade);
    /// The running error alone; infinite where there is no bound, 0 for a special value.
    long double running(const Plan::Output& output, Index index);
    /// The record behind that bound as JSON: steps in order with operands, enclosures and own errors. docs/check_certificate.py
    /// checks it without this code.
    std::string certificate(const Plan::Output& output, Index index);

private:
    struct Unit;
    ErrorBound swept(Unit& unit, const Rounding& step, Grade grade) const;
    bool is_special(const Plan::Output& output, Index group);
    Unit& unit_of(const Plan::Output& output, Index group);
    Rounding step_of(const Plan::Output& output, Index index);

    const Plan& plan_;
    Arithmetic arithmetic_;
    std::unique_ptr<Unit> unit_;
    std::pair<bool, Index> place_ = {};  ///< of that unit: gradient?, group (past the end: all together)
    std::map<std::pair<bool, Index>, bool> special_;
};

/// One component's bound; several of one case are cheaper through `ErrorBounds`. Throws UsageError for an unknown output.
ErrorBound computed_bound(const Plan& plan, std::string_view output, Index index, Grade grade = Grade::recursive, double library_ulps = 1);

}  // namespace lossproof
