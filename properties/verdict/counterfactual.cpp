// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/counterfactual.hpp"

#include "properties/verdict/other_questions.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lossproof {
namespace {

/// How another question's answers stand beside those that came.
class Agreement {
public:
    void add(const std::vector<double>& other, const Sighting& seen) {
        const double u = seen.u();
        for (Index i = 0; i < seen.size(); ++i) {
            const bool came = agrees(seen.got[i], other[i], u);
            const bool differs = std::isfinite(other[i]) && std::fabs(seen.truth(i) - other[i]) > 256 * u * std::fabs(other[i]);
            if (differs && came && std::isfinite(seen.got[i])) tell(seen.got[i]);
            denied_ += (differs || seen.wrong(i)) && !came;
        }
    }
    /// A number of as many bits as binary16 has may agree by chance, and 0 and 1 do in every other question.
    bool convinces(bool everywhere) const {
        constexpr int many_digits = 13;
        constexpr std::size_t several = 3;
        if (digits_ < many_digits && numbers_.size() < several) return false;
        return everywhere ? told_ >= 2 * denied_ : 2 * told_ >= denied_;
    }

private:
    void tell(double got) {
        ++told_;
        digits_ = std::max(digits_, significant_bits(got));
        numbers_.insert(got);
    }
    std::size_t told_ = 0;    ///< the other answer is another number than the certified one, and it came
    std::size_t denied_ = 0;  ///< it did not come; or something is wrong that the other question leaves as it is
    int digits_ = 0;          ///< bits of the longest number that told
    std::set<double> numbers_;
};

using OthersOf = std::vector<Other> (*)(const Plan&);

/// The same change made to every case, and its answers beside those that came.
Agreement agreement(const std::string& change, const Sightings& drawn, const std::vector<std::vector<Other>>& others) {
    Agreement found;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const auto same = std::ranges::find(others[i], change, &Other::name);
        if (same == others[i].end()) continue;
        const auto values = answers_to(same->question, drawn[i].output.name);
        if (values && values->size() == drawn[i].size()) found.add(*values, drawn[i]);
    }
    return found;
}

std::optional<Telltale> first_that_agrees(OthersOf others, const Sighting& witness, Index index, const Sightings& drawn) {
    constexpr Index most_numbers = 4096;  // a witness is small; a long one would cost a sweep each
    const double u = witness.u();
    if (u > 0x1p-10 || witness.size() > most_numbers) return std::nullopt;  // in bfloat16 too much agrees with too much
    std::vector<std::vector<Other>> of_drawn;
    for (const Sighting& one : drawn) of_drawn.push_back(others(one.plan));
    for (const Other& other : others(witness.plan)) {
        const auto here = answers_to(other.question, witness.output.name);
        if (!here || here->size() != witness.size() || !agrees(witness.got[index], (*here)[index], u)) continue;
        if (agreement(other.name, drawn, of_drawn).convinces(other.everywhere)) return Telltale{other.cause, other.name};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Telltale> counterfactual(const Sighting& witness, Index index, const Sightings& drawn) {
    return first_that_agrees(&other_questions, witness, index, drawn);
}
std::optional<Telltale> other_operation(const Sighting& witness, Index index, const Sightings& drawn) {
    return first_that_agrees(&other_operations, witness, index, drawn);
}

}  // namespace lossproof
