// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/combination.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

namespace lossproof {
namespace {

using Values = std::vector<double>;

/// What a constant is counted from may round, and an ε may stand beside it.
constexpr double constant_to = 0x1p-16;

std::string shown(double x) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", x);
    return text.data();
}

/// No slip has a factor so near to 1; roundings have.
bool is_one(double factor) { return std::fabs(factor - 1) < 0x1p-7; }

/// Pairs (x, y) that should lie on a line through 0.
class Slope {
public:
    void add(double x, double y, double noise) {
        if (!(std::fabs(x) > 256 * noise) || !std::isfinite(y)) return;  // too little to tell from
        points_.push_back({x, y, noise / std::fabs(x)});
        different_.insert(x);
    }
    /// The slope that several different points share.
    std::optional<double> shared() const {
        constexpr std::size_t several = 3;
        if (different_.size() < several) return std::nullopt;
        const auto best = std::ranges::min_element(points_, {}, &Point::noise);
        const double slope = best->y / best->x;
        const bool all = std::ranges::all_of(points_, [&](const Point& p) {
            return std::fabs(p.y / p.x - slope) <= constant_to * std::fabs(slope) + 64 * (p.noise + best->noise) * (1 + std::fabs(slope));
        });
        return all ? std::optional(slope) : std::nullopt;
    }

private:
    struct Point {
        double x, y, noise;
    };
    std::vector<Point> points_;
    std::set<double> different_;
};

class Combinations {
public:
    explicit Combinations(const Sighting& seen) : seen_(seen), wrong_(seen.wrong_ones()) {}

    std::optional<Telltale> find() const {
        if (auto whole = factor_of_all()) return whole;
        if (auto more = constant_term()) return more;
        if (auto term = terms_of_parameters()) return term;
        return terms_of_pairs();
    }
    bool worth_it() const { return wrong_.size() >= 3 && seen_.u() <= 0x1p-20; }

private:
    /// By how much the way from `from` to the certified answer is longer or shorter, if it is by the same factor everywhere.
    std::optional<double> factor_from(const Values& from) const {
        Slope slope;
        for (const Index i : wrong_) {
            if (!std::isfinite(from[i])) return std::nullopt;
            const double size = std::max({std::fabs(from[i]), std::fabs(seen_.truth(i)), std::fabs(seen_.got[i])});
            slope.add(seen_.truth(i) - from[i], seen_.got[i] - from[i], seen_.u() * size);
        }
        const auto factor = slope.shared();
        return factor && is_one(*factor) ? std::nullopt : factor;
    }
    std::string places() const {
        return wrong_.size() == seen_.size() ? ""
                                             : ", in " + std::to_string(wrong_.size()) + " of " + std::to_string(seen_.size()) + " entries";
    }

    std::optional<Telltale> factor_of_all() const {
        const auto factor = factor_from(Values(seen_.size(), 0.0));
        if (!factor || *factor == 0) return std::nullopt;
        if (const auto known = known_factor(seen_.plan, *factor, constant_to)) return Telltale{known->cause, known->name + places()};
        return Telltale{&causes::factor, shown(*factor) + " times the right answer" + places()};
    }
    std::optional<Telltale> constant_term() const {
        std::set<double> truths;
        const double more = seen_.got[wrong_.front()] - seen_.truth(wrong_.front());
        for (const Index i : wrong_) {
            const double size = std::max(std::fabs(seen_.got[i]), std::fabs(seen_.truth(i)));
            const bool same = std::fabs(seen_.got[i] - seen_.truth(i) - more) <= 64 * seen_.u() * size;
            if (!same || !(std::fabs(more) > 4096 * seen_.u() * size)) return std::nullopt;
            truths.insert(seen_.truth(i));
        }
        if (truths.size() < 3) return std::nullopt;
        return Telltale{&causes::term,
                        shown(std::fabs(more)) + (more > 0 ? " too much" : " too little") + " whatever the input" + places()};
    }

    /// Are what came several numbers? 0 is left of many a term.
    bool varied(const Values& values) const {
        std::set<double> numbers;
        for (const Index i : wrong_) numbers.insert(values[i]);
        return numbers.size() >= 3;
    }
    std::optional<Telltale> term(const Case& without, const std::string& what) const {
        const auto values = answers_to(without, seen_.output.name);
        if (!values || values->size() != seen_.size()) return std::nullopt;
        const auto factor = factor_from(*values);
        if (!factor) return std::nullopt;
        if (std::fabs(*factor) < constant_to && !varied(*values)) return std::nullopt;
        if (std::fabs(*factor) < constant_to) return Telltale{&causes::term, "the term of " + what + " is left out" + places()};
        const auto known = known_factor(seen_.plan, *factor, constant_to);
        return Telltale{&causes::factor,
                        "the term of " + what + ": " + (known ? known->name : shown(*factor) + " times as large") + places()};
    }
    std::optional<Telltale> terms_of_parameters() const {
        for (const auto& [name, value] : seen_.plan.question().parameters) {
            if (!std::holds_alternative<double>(value)) continue;
            Case without = seen_.plan.question();
            without.parameters[name] = 0.0;
            if (auto found = term(without, name)) return found;
            if (seen_.plan.operation().parameter(name)->range != Parameter::Range::unit_closed) continue;
            if (auto found = parts(name)) return found;
        }
        return std::nullopt;
    }
    std::optional<Telltale> terms_of_pairs() const {
        const auto& inputs = seen_.plan.question().inputs;
        for (auto one = inputs.begin(); one != inputs.end(); ++one)
            for (auto other = std::next(one); other != inputs.end(); ++other) {
                if (one->second.shape != other->second.shape || !comparable(one->first, other->first)) continue;
                Case equal = seen_.plan.question();
                equal.inputs.find(one->first)->second = other->second;
                if (auto found = term(equal, one->first + " − " + other->first)) return found;
            }
        return std::nullopt;
    }
    /// Is their difference what a formula is about: a prediction and its target, or two of a kind?
    bool comparable(const std::string& one, const std::string& other) const {
        const auto meaning = [&](const std::string& name) {
            return seen_.plan.operation().inputs[static_cast<std::size_t>(seen_.plan.operation().input_index(name))].meaning;
        };
        const Meaning a = meaning(one), b = meaning(other);
        return (a == b && !is_integral(a)) || (a == Meaning::prediction && b == Meaning::target);
    }
    /// A parameter that shares between two parts, what is left at 0 and what is left at 1: other shares?
    std::optional<Telltale> parts(const std::string& name) const {
        Case question = seen_.plan.question();
        question.parameters[name] = 0.0;
        const auto zero = answers_to(question, seen_.output.name);
        question.parameters[name] = 1.0;
        const auto one = answers_to(question, seen_.output.name);
        constexpr std::size_t several = 5;  // two are spent on the shares
        if (!zero || !one || zero->size() != seen_.size() || one->size() != seen_.size() || wrong_.size() < several) return std::nullopt;
        const double p = std::get<double>(seen_.plan.question().parameters.at(name));
        double aa = 0, ab = 0, bb = 0, ay = 0, by = 0;
        for (const Index i : wrong_) {
            const double a = (*zero)[i], b = (*one)[i], y = seen_.got[i];
            if (!agrees((1 - p) * a + p * b, seen_.truth(i), seen_.u())) return std::nullopt;
            aa += a * a, ab += a * b, bb += b * b, ay += a * y, by += b * y;
        }
        const double area = aa * bb - ab * ab, share0 = (ay * bb - by * ab) / area, share1 = (by * aa - ay * ab) / area;
        if (!(area > 0x1p-16 * aa * bb)) return std::nullopt;
        for (const Index i : wrong_) {
            const double size = std::fabs(share0 * (*zero)[i]) + std::fabs(share1 * (*one)[i]);
            if (!(std::fabs(share0 * (*zero)[i] + share1 * (*one)[i] - seen_.got[i]) <= constant_to * size)) return std::nullopt;
        }
        return Telltale{&causes::factor, "the parts that " + name + " shares out: " + shown(share0) + " and " + shown(share1) + ", not " +
                                             shown(1 - p) + " and " + shown(p)};
    }

    const Sighting& seen_;
    const std::vector<Index> wrong_;
};

}  // namespace

std::optional<Constant> known_factor(const Plan& plan, double factor, double room) {
    using std::numbers::ln10, std::numbers::ln2;
    const auto rows = static_cast<double>(std::max<Index>(plan.groups(), 1)), terms = static_cast<double>(plan.row_length());
    struct Slip {
        double factor;
        const Cause* cause;
        const char* name;
    };
    const Slip divisors[] = {{rows, &causes::divisor, "the sum where the mean was asked"},
                             {1 / rows, &causes::divisor, "the mean where the sum was asked"},
                             {terms, &causes::divisor, "not divided by the row length K"},
                             {1 / terms, &causes::divisor, "divided by the row length K (batchmean against mean)"}};
    const Slip others[] = {{-1, &causes::factor, "the sign is turned"},
                           {2, &causes::factor, "a factor 2 too large (a missing ½)"},
                           {0.5, &causes::factor, "a factor 2 too small (a ½ too many, or a missing factor 2 of the derivative)"},
                           {1 / ln2, &causes::factor, "in bits where nats were asked"},
                           {ln2, &causes::factor, "in nats where bits were asked"},
                           {1 / ln10, &causes::factor, "the logarithm to base 10 where the natural one was asked"},
                           {ln10, &causes::factor, "the natural logarithm where that to base 10 was asked"}};
    const auto near = [&](const Slip& slip) { return slip.factor != 1 && std::fabs(factor / slip.factor - 1) < room; };
    const auto among = [&](const auto& slips) -> std::optional<Constant> {
        const auto found = std::find_if(std::begin(slips), std::end(slips), near);
        return found == std::end(slips) ? std::nullopt : std::optional(Constant{found->cause, found->name});
    };
    // Where the sum is divided, that is the likelier slip of the two where N or K is 2.
    const bool divides = plan.reduction().divides();
    if (divides)
        if (auto found = among(divisors)) return found;
    if (auto found = among(others)) return found;
    if (auto found = among(divisors)) return found;
    for (const auto& [name, value] : plan.question().parameters) {
        const auto* p = std::get_if<double>(&value);
        if (!p) continue;
        const std::pair<double, const char*> powers[] = {
            {*p, " too often"}, {1 / *p, " once too little"}, {1 - *p, "'s complement too often"}};
        for (const auto& [power, text] : powers)
            if (power != 1 && std::fabs(factor / power - 1) < room) return Constant{&causes::factor, name + text};
    }
    return std::nullopt;
}

std::optional<Telltale> combination(const Sighting& drawn) {
    const Combinations combinations(drawn);
    return combinations.worth_it() ? combinations.find() : std::nullopt;
}

}  // namespace lossproof
