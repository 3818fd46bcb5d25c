// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/counterfactual.hpp"

#include "properties/verdict/other_questions.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lossproof {
namespace {

/// How another question's answers stand beside those that came.
struct Agreement {
    std::size_t told = 0;    ///< the other answer is another number than the certified one, and it came
    std::size_t denied = 0;  ///< it did not come; or something is wrong that the other question leaves as it is
    int digits = 0;          ///< bits of the longest number that told
    std::set<double> numbers;

    Agreement(const std::vector<double>& other, const Sighting& seen) {
        const double u = seen.u();
        for (Index i = 0; i < seen.size(); ++i) {
            const bool came = agrees(seen.got[i], other[i], u);
            const bool differs = std::isfinite(other[i]) && std::fabs(seen.truth(i) - other[i]) > 256 * u * std::fabs(other[i]);
            if (differs && came && std::isfinite(seen.got[i])) tell(seen.got[i]);
            denied += (differs || seen.wrong(i)) && !came;
        }
    }
    /// A number of as many bits as binary16 has may agree by chance, and 0 and 1 do in every other question.
    bool convinces(bool everywhere) const {
        constexpr int many_digits = 13;
        constexpr std::size_t several = 3;
        if (digits < many_digits && numbers.size() < several) return false;
        return everywhere ? told >= 2 * denied : 2 * told >= denied;
    }

private:
    void tell(double got) {
        ++told;
        digits = std::max(digits, significant_bits(got));
        numbers.insert(got);
    }
};

std::optional<Telltale> first_that_agrees(std::vector<Other> (*others)(const Plan&), const Sighting& witness, Index index,
                                          const Sighting& drawn) {
    constexpr Index most_numbers = 4096;  // a witness is small; a long one would cost a sweep each
    const double u = witness.u();
    if (u > 0x1p-10 || witness.size() > most_numbers) return std::nullopt;  // in bfloat16 too much agrees with too much
    const bool alone = &drawn == &witness || drawn.plan.question() == witness.plan.question();
    const std::vector<Other> of_drawn = alone ? std::vector<Other>{} : others(drawn.plan);
    for (const Other& other : others(witness.plan)) {
        const auto here = answers_to(other.question, witness.output.name);
        if (!here || here->size() != witness.size() || !agrees(witness.got[index], (*here)[index], u)) continue;
        if (alone) {
            if (Agreement(*here, witness).convinces(other.everywhere)) return Telltale{other.cause, other.name};
            continue;
        }
        const auto same = std::ranges::find(of_drawn, other.name, &Other::name);
        if (same == of_drawn.end()) continue;
        const auto there = answers_to(same->question, drawn.output.name);
        if (there && there->size() == drawn.size() && Agreement(*there, drawn).convinces(other.everywhere))
            return Telltale{other.cause, other.name};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Telltale> counterfactual(const Sighting& witness, Index index, const Sighting& drawn) {
    return first_that_agrees(&other_questions, witness, index, drawn);
}
std::optional<Telltale> other_operation(const Sighting& witness, Index index, const Sighting& drawn) {
    return first_that_agrees(&other_operations, witness, index, drawn);
}

}  // namespace lossproof
