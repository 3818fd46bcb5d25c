// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/combination.hpp"

#include "properties/verdict/constants.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

namespace lossproof {
namespace {

using Values = std::vector<double>;

/// What a constant is counted from may round, and an ε may stand beside it.
constexpr double constant_to = 0x1p-16;

constexpr std::size_t several_numbers = 3;

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
    }
    /// The slope that several different points share, and most of them all: a diagonal may have its own.
    std::optional<double> shared() const {
        constexpr std::size_t candidates = 4;
        for (std::size_t i = 0; i < std::min(candidates, points_.size()); ++i) {
            const Pair& candidate = points_[i * points_.size() / candidates % points_.size()];
            const double slope = candidate.y / candidate.x;
            std::set<double> different;
            std::size_t count = 0;
            for (const Pair& p : points_) {
                const double room = constant_to * std::fabs(slope) + 64 * (p.noise + candidate.noise) * (1 + std::fabs(slope));
                if (std::fabs(p.y / p.x - slope) > room) continue;
                different.insert(p.x);
                ++count;
            }
            if (different.size() >= several_numbers && 3 * count >= 2 * points_.size()) return slope;
        }
        return std::nullopt;
    }

private:
    struct Pair {
        double x, y, noise;
    };
    std::vector<Pair> points_;
};

/// One number that came, and what the reference answers to a few questions there.
struct Point {
    double got, truth;
    std::vector<double> others = {};
};
std::set<double> different(const std::vector<Point>& points, auto number) {
    std::set<double> numbers;
    for (const Point& p : points) numbers.insert(number(p));
    return numbers;
}
using Change = std::function<void(Case&)>;

class Combinations {
public:
    explicit Combinations(const Sightings& drawn) : drawn_(drawn), plan_(drawn.front().plan), u_(drawn.front().u()) {
        for (const Sighting& seen : drawn_) numbers_ += seen.size();
        wrong_ = *points({});
    }
    std::optional<Telltale> find() const {
        if (u_ > 0x1p-20 || wrong_.size() < several_numbers) return std::nullopt;  // narrow formats have every ratio somewhere
        if (auto whole = factor_of_all()) return whole;
        if (auto more = constant_term()) return more;
        if (auto term = terms_of_parameters()) return term;
        return terms_of_pairs();
    }

private:
    /// What is wrong, with the answers to the changed questions beside; nothing if one of them is no question.
    std::optional<std::vector<Point>> points(const std::vector<Change>& changes) const {
        std::vector<Point> found;
        for (const Sighting& seen : drawn_) {
            std::vector<std::vector<double>> others;
            for (const Change& change : changes) {
                Case question = seen.plan.question();
                change(question);
                auto values = answers_to(question, seen.output.name);
                if (!values || values->size() != seen.size()) return std::nullopt;
                others.push_back(std::move(*values));
            }
            for (const Index i : seen.wrong_ones()) {
                found.push_back({.got = seen.got[i], .truth = seen.truth(i)});
                for (const auto& values : others) found.back().others.push_back(values[i]);
            }
        }
        return found;
    }
    /// By how much the way to the certified answer is longer or shorter, if it is by the same factor nearly everywhere.
    std::optional<double> factor_from(const std::vector<Point>& points, auto from) const {
        Slope slope;
        for (const Point& p : points) {
            const double start = from(p);
            if (!std::isfinite(start)) return std::nullopt;
            slope.add(p.truth - start, p.got - start, u_ * std::max({std::fabs(start), std::fabs(p.truth), std::fabs(p.got)}));
        }
        const auto factor = slope.shared();
        return factor && is_one(*factor) ? std::nullopt : factor;
    }
    std::string places() const {
        return wrong_.size() == numbers_
                   ? ""
                   : ", among " + std::to_string(wrong_.size()) + " wrong ones of " + std::to_string(numbers_) + " entries";
    }

    std::optional<Telltale> factor_of_all() const {
        const auto factor = factor_from(wrong_, [](const Point&) { return 0.0; });
        if (!factor || *factor == 0) return std::nullopt;
        if (const auto known = known_factor(plan_, *factor, constant_to)) return Telltale{known->cause, known->name + places()};
        return Telltale{&causes::factor, shown(*factor) + " times the right answer" + places()};
    }
    std::optional<Telltale> constant_term() const {
        const double more = wrong_.front().got - wrong_.front().truth;
        for (const Point& p : wrong_) {
            const double noise = 1024 * u_ * std::max(std::fabs(p.got), std::fabs(p.truth));
            if (std::fabs(p.got - p.truth - more) > noise || std::fabs(more) <= 16 * noise) return std::nullopt;
        }
        if (different(wrong_, [](const Point& p) { return p.truth; }).size() < several_numbers) return std::nullopt;
        return Telltale{&causes::term,
                        shown(std::fabs(more)) + (more > 0 ? " too much" : " too little") + " whatever the input" + places()};
    }

    std::optional<Telltale> term(const Change& without, const std::string& what) const {
        const auto all = points({without});
        if (!all) return std::nullopt;
        const auto left = [](const Point& p) { return p.others[0]; };
        const auto factor = factor_from(*all, left);
        if (!factor) return std::nullopt;
        if (std::fabs(*factor) < constant_to) {
            if (different(*all, left).size() < several_numbers) return std::nullopt;  // 0 is left of many a term
            return Telltale{&causes::term, "the term of " + what + " is left out" + places()};
        }
        const auto known = known_factor(plan_, *factor, constant_to);
        return Telltale{&causes::factor,
                        "the term of " + what + ": " + (known ? known->name : shown(*factor) + " times as large") + places()};
    }
    std::optional<Telltale> terms_of_parameters() const {
        for (const auto& [name, value] : plan_.question().parameters) {
            if (!std::holds_alternative<double>(value)) continue;
            const auto at = [&name = name](double p) { return [name, p](Case& c) { c.parameters[name] = p; }; };
            if (auto found = term(at(0), name)) return found;
            if (plan_.operation().parameter(name)->range != Parameter::Range::unit_closed) continue;
            if (auto found = parts(at(0), at(1), name, std::get<double>(value))) return found;
        }
        return std::nullopt;
    }
    /// Is their difference what a formula is about: a prediction and its target, or two of a kind?
    bool comparable(const std::string& one, const std::string& other) const {
        const auto meaning = [&](const std::string& name) {
            return plan_.operation().inputs[static_cast<std::size_t>(plan_.operation().input_index(name))].meaning;
        };
        const Meaning a = meaning(one), b = meaning(other);
        return (a == b && !is_integral(a)) || (a == Meaning::prediction && b == Meaning::target);
    }
    std::optional<Telltale> terms_of_pairs() const {
        const auto& inputs = plan_.question().inputs;
        for (auto one = inputs.begin(); one != inputs.end(); ++one)
            for (auto other = std::next(one); other != inputs.end(); ++other) {
                if (one->second.shape != other->second.shape || !comparable(one->first, other->first)) continue;
                const auto equal = [a = one->first, b = other->first](Case& c) { c.inputs.find(a)->second = c.inputs.find(b)->second; };
                if (auto found = term(equal, one->first + " − " + other->first)) return found;
            }
        return std::nullopt;
    }
    /// A parameter p that shares between two parts, (1 − p)·a + p·b: with other shares?
    std::optional<Telltale> parts(const Change& first, const Change& second, const std::string& name, double p) const {
        const auto all = points({first, second});
        if (!all || all->size() < several_numbers) return std::nullopt;
        double aa = 0, ab = 0, bb = 0, ag = 0, bg = 0;
        for (const Point& point : *all) {
            const double a = point.others[0], b = point.others[1];
            if (!agrees((1 - p) * a + p * b, point.truth, u_)) return std::nullopt;
            aa += a * a;
            ab += a * b;
            bb += b * b;
            ag += a * point.got;
            bg += b * point.got;
        }
        const double area = aa * bb - ab * ab, of_a = (ag * bb - bg * ab) / area, of_b = (bg * aa - ag * ab) / area;
        if (!(area > 0x1p-16 * aa * bb)) return std::nullopt;
        const bool fits = std::ranges::all_of(*all, [&](const Point& point) {
            const double a = of_a * point.others[0], b = of_b * point.others[1];
            return std::fabs(a + b - point.got) <= constant_to * (std::fabs(a) + std::fabs(b));
        });
        const bool one_right = agrees(of_a, 1 - p, constant_to / 64) || agrees(of_b, p, constant_to / 64);
        if (!fits || all->size() < several_numbers + (one_right ? 0 : 2)) return std::nullopt;  // two are spent on the shares
        return Telltale{&causes::factor, "the parts that " + name + " shares between: " + shown(of_a) + " and " + shown(of_b) + ", not " +
                                             shown(1 - p) + " and " + shown(p)};
    }

    const Sightings& drawn_;
    const Plan& plan_;
    const double u_;
    std::size_t numbers_ = 0;
    std::vector<Point> wrong_;
};

}  // namespace

std::optional<Telltale> combination(const Sightings& drawn) { return Combinations(drawn).find(); }

}  // namespace lossproof
