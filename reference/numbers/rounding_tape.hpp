// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/long_interval.hpp"
#include "reference/numbers/rounding.hpp"

#include <map>
#include <string>
#include <vector>

namespace lossproof {

/// What a tape holds; for the number type and for those who print a tape.
struct RoundingTape::Steps {
    using Interval = Enclosure128;
    enum class Cause : std::uint8_t { rounding, library, summation, parameter };

    struct Edge {
        std::int32_t from, slope;  ///< `slope` indexes `slopes`
    };
    struct Step {
        std::string_view kind;
        Interval exact, box;                               ///< the exact value; every admissible value
        std::int32_t first_edge = 0, last_edge = 0;        ///< to operands that err
        std::int32_t first_operand = 0, last_operand = 0;  ///< all of them
        Cause cause = Cause::rounding;
        long double error = 0, underflow = 0;  ///< of this step alone
        double terms = 0, present = 0;         ///< of a sum: its length, and how many are not exactly 0
        long double size = 0;                  ///< of a sum: Σ|terms|
        long double running = 0;               ///< its error at most, as the sum of its operands' by size and its own
        std::int32_t parts = -1;               ///< of a branch: its error as a whole
        bool erring = false;                   ///< it or something it was made of errs
        bool overflows = false;
    };
    enum Slope : std::int32_t { one, minus_one, zero_to_one, fixed_slopes };

    explicit Steps(const Arithmetic& arithmetic);
    const Step& of(const Rounding& x) const { return steps[static_cast<std::size_t>(x.place())]; }

    /// How much a step errs: c roundings of its cause, s smallest subnormals where it may underflow.
    struct Allowance {
        Cause cause = Cause::rounding;
        double roundings = 1;
        double underflows = 0;
    };
    struct Parent {
        Rounding from;
        Interval slope;
    };
    Rounding append(std::string_view kind, Interval exact, const Interval& box, const std::vector<Parent>& parents,
                    const Allowance& allowance);
    Rounding leaf(std::string_view kind, Interval exact, long double error, Cause cause = Cause::rounding);
    Rounding push(Step step);
    Rounding push_worse(Step step, const RoundingError& one, const RoundingError& other, long double more, const Rounding& a,
                        const Rounding& b);
    void widen(Step& step) const;
    void run(Step& step) const;
    /// The error of a sum of these many terms, of which so many are not 0, by a grade not worse than the tape's own.
    long double sum_error(const Step& step, Grade grade) const;

    /// By how much an output moves at most per unit of error of a step, over all admissible values; last step first, without those that do
    /// not move it. One after the other, sweeps share the room that they need.
    struct Influence {
        struct OfStep {
            std::int32_t step;
            long double size;
        };
        std::vector<OfStep> of;
        std::string_view undefined = {};

        std::vector<LongInterval> adjoint;  ///< by step
        std::vector<char> reached;          ///< by step; all 0 between sweeps
    };
    void sweep(const Rounding& output, Influence& influence) const;
    RoundingError error_of(const Rounding& output, const Influence& influence, Grade grade) const;
    bool representable_point(const Interval& x) const;

    Arithmetic arithmetic;
    double u, tau, least_normal, most;
    std::vector<Step> steps;
    std::vector<Edge> edges;
    std::vector<std::int32_t> operands;
    std::vector<LongInterval> slopes;
    std::vector<ErrorParts> parts;
    Influence room;  ///< for sweeps while the tape grows
    std::map<int, Rounding> integers;
    std::map<std::string, Rounding, std::less<>> parameters;
};

/// The greatest size of an interval's numbers.
long double magnitude(const RoundingTape::Steps::Interval& x);
/// x rounded up a little: a sum or product of positive numbers rounded to nearest is below what this gives.
inline long double above(long double x) { return raised(x); }

}  // namespace lossproof
