// SPDX-License-Identifier: Apache-2.0
// Documented choices of libraries that differ from the continuous extension. Entries list them (`clips`, `choices`), each with its
// range and its source; here stand the few rules that hold for every formula. Each compares the number that was got.
#include "properties/verdict/convention.hpp"

#include "properties/verdict/documented_case.hpp"
#include "properties/verdict/measure.hpp"
#include "properties/verdict/undefined.hpp"
#include "properties/verdict/unread.hpp"
#include "reference/oracle/documented.hpp"
#include "reference/oracle/evaluate.hpp"
#include "reference/oracle/machine_evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace lossproof {
namespace {

/// The case with a profile's clips applied, and which of an output's own data they hold flat.
struct ClippedCase {
    std::optional<Case> question;  ///< nothing if no clip changes a number
    std::set<Index> flat;
    std::unique_ptr<Certificate> certificate;  ///< once it is asked for
};

/// What is remembered by a key: computed once.
template <class Key, class Value> class Memo {
public:
    template <class Compute> Value& of(const Key& key, Compute compute) {
        const auto found = known_.find(key);
        return found != known_.end() ? found->second : known_.emplace(key, compute()).first->second;
    }

private:
    std::map<Key, Value> known_;
};

}  // namespace

/// What one component of a case was asked, kept for the next: all of it belongs to a group, or to the whole case.
struct DocumentedCase::Known {
    using Rows = std::vector<Row<Enclosure256>>;
    using OfGroup = std::pair<std::string, std::optional<Index>>;  ///< an output, and the group of a component that is not reduced

    Memo<Index, Group<double>> data;                  ///< by group
    Memo<Index, bool> in_domain, any_infinity;        ///< by group
    Memo<std::pair<bool, Index>, Rows> certified;     ///< by gradient or value, and group
    Memo<Index, Rows> written;                        ///< by group, of a gradient's formula alone
    Memo<std::string, std::vector<double>> textbook;  ///< by output
    Memo<OfGroup, bool> zero_times_infinity, no_slope;
    Memo<std::pair<std::string_view, std::string>, ClippedCase> clipped;  ///< by profile and output
    Memo<std::string, UnreadNan> unread;                                  ///< by output
};

namespace {

bool any_value(const Group<double>& data, bool (*holds)(double)) {
    return std::any_of(data.inputs.begin(), data.inputs.end(),
                       [&](const auto& input) { return std::any_of(input.values.begin(), input.values.end(), holds); });
}

/// One number of one output of a case, and what was got for it.
struct Question {
    Certificate& certificate;
    const CertifiedOutput& output;
    Index index;
    double got;
    DocumentedCase::Known& known;

    const Plan& plan() const { return certificate.plan(); }
    const Plan::Output& planned() const { return planned_output(plan(), output.name); }
    std::vector<Index> groups() const { return groups_behind(plan(), output.name, index); }
    const Group<double>& data(Index group) const {
        return known.data.of(group, [&] { return plan().load_doubles(group); });
    }
    const std::vector<double>& textbook() const {
        return known.textbook.of(output.name, [&] { return textbook_values(plan(), output.name); });
    }
    DocumentedCase::Known::OfGroup of_group() const { return {output.name, group_of(plan(), output.name, index)}; }
    Index within() const { return planned().reduced ? index : index % plan().length(planned()); }

    /// Is what was got the value, as far as the bound allows? A special value is compared as it is.
    bool is(const Enclosure256& value) const {
        if (value.is_nan() || std::isnan(got)) return value.is_nan() && std::isnan(got);
        if (value.is_point() && std::isinf(value.lower())) return got == value.lower();
        if (!value.round_into(spec(plan().format())).decided) return value.lower() <= got && got <= value.upper();
        return passes(measure(certificate, output, index).judge(got, value));
    }
};

Enclosure256 enclosed(double value) { return Enclosure256::from(value); }

Enclosure256 divided(const Question& q, const Enclosure256& total) {
    const Reduction& reduction = q.plan().reduction();
    return reduction.divides() && !reduction.divisor_is_zero() ? total / reduction.divisor<Enclosure256>(enclosed) : total;
}
/// The number as the output has it: weights, the upstream gradient and the divisor are part of it.
Enclosure256 scaled(const Question& q, Index group, const Enclosure256& value) {
    const Reduction& reduction = q.plan().reduction();
    const Enclosure256 weighted = reduction.weighted(group, value, enclosed);
    return divided(q, q.output.gradient ? reduction.followed(group, weighted, enclosed) : weighted);
}
Enclosure256 certified_part(const Question& q, Index group) {
    const auto& rows = q.known.certified.of(
        {q.output.gradient, group}, [&] { return Evaluator<Enclosure256>(q.plan())({.gradient = q.output.gradient, .group = group}); });
    const Enclosure256 part = rows.at(q.planned().slot)[q.within()];
    return q.output.gradient ? part : divided(q, part);
}

/// An infinity that is no mask: −∞ in a row of logits or of logarithms of probabilities takes an entry out, and must not make a NaN.
bool any_infinity(const Question& q, Index group) {
    const Group<double>& data = q.data(group);
    for (Index i = 0; i < data.inputs.size(); ++i) {
        const Meaning meaning = q.plan().operation().inputs[i].meaning;
        const bool row = q.plan().operation().role(i) == Role::row;
        const bool masks = row && (meaning == Meaning::logit || meaning == Meaning::log_probability);
        for (const double v : data.inputs[i].values)
            if (std::isinf(v) && !(masks && v < 0)) return true;
    }
    return false;
}

/// What the formula as it is written makes of infinite data in IEEE arithmetic (0·∞, ∞ − ∞), where that is not a number.
Chosen as_written(const Question& q, Index group) {
    if (!q.known.any_infinity.of(group, [&] { return any_infinity(q, group); })) return {};
    return std::isnan(q.textbook().at(q.index)) ? Chosen::not_a_number() : Chosen{};
}

/// The first choice of a profile that speaks of this group.
Chosen chosen(const Question& q, std::string_view profile, Index group) {
    const Situation situation{.data = q.data(group), .output = q.output.name, .component = q.within(), .format = q.plan().format()};
    for (const Choice& choice : documented_of(q.plan().operation().name).choices) {
        if (choice.profile != profile || (!choice.output.empty() && choice.output != q.output.name)) continue;
        const Chosen answer = choice.answer(situation);
        if (answer.kind != Chosen::Kind::certified) return answer;
    }
    return profile == "ieee" ? as_written(q, group) : Chosen{};
}

/// Is the number got the sum of what the profile chooses for the groups in its range and the certified answers of the others?
bool chosen_by(const Question& q, std::string_view profile) {
    std::vector<Index> others;
    Enclosure256 total(0);
    bool any = false;
    for (const Index group : q.groups()) {
        const Chosen answer = chosen(q, profile, group);
        if (answer.kind == Chosen::Kind::anything) return true;
        if (answer.kind == Chosen::Kind::certified) others.push_back(group);
        else total += scaled(q, group, answer.value), any = true;
    }
    if (!any) return false;
    if (total.is_nan()) return std::isnan(q.got);
    for (const Index group : others) total += certified_part(q, group);
    return q.is(total);
}

/// The ends of a clip as numbers of the format.
std::pair<double, double> ends(const Clip& clip, Format format) {
    const double ulp = 2 * unit_roundoff(format);
    const double low = clip.in_ulps ? clip.low * ulp : clip.low, high = clip.in_ulps ? 1 - clip.high * ulp : clip.high;
    return {round_to(format, low), round_to(format, high)};
}

ClippedCase clipped(const Question& q, std::string_view profile) {
    Case question = q.plan().question();
    ClippedCase result;
    bool changed = false;
    for (const Clip& clip : documented_of(q.plan().operation().name).clips) {
        const auto found = question.inputs.find(clip.input);
        if (clip.profile != profile || found == question.inputs.end()) continue;
        const auto [low, high] = ends(clip, question.format);
        const bool own = q.output.gradient && q.output.name == "d_" + std::string(clip.input);
        for (Index place = 0; place < found->second.values.size(); ++place) {
            double& value = found->second.values[place];
            if (!(value < low || value > high)) continue;
            value = std::clamp(value, low, high);
            changed = true;
            if (clip.flat && own) result.flat.insert(place);
        }
    }
    if (changed) result.question = std::move(question);
    return result;
}

/// Does the number got answer the case whose inputs the profile clips?
bool clipped_by(const Question& q, std::string_view profile) {
    ClippedCase& other = q.known.clipped.of({profile, q.output.name}, [&] { return clipped(q, profile); });
    if (!other.question) return false;
    if (other.flat.contains(q.index) && !q.planned().reduced) return q.got == 0;
    if (!other.certificate)
        other.certificate = std::make_unique<Certificate>(*other.question, Certificate::Options{.outputs = {q.output.name}});
    return passes(measure(*other.certificate, other.certificate->outputs().front(), q.index).judge(q.got));
}

/// We let a NaN anywhere in a row make the whole gradient of the row NaN; IEEE arithmetic leaves alone the entries whose formula does not
/// read it, and there the formula itself is the truth.
bool unread_not_a_number(const Question& q) {
    if (!q.output.gradient || q.planned().reduced || std::isnan(q.got)) return false;
    const Index group = q.groups().front();
    if (!any_value(q.data(group), [](double v) { return std::isnan(v); })) return false;
    const auto& rows = q.known.written.of(group, [&] {
        const auto formula = std::get<Formula<Enclosure256>>(q.plan().operation().gradient);
        return formula(q.plan().load<Enclosure256>(
            group, [&](double v, Index, Index) { return enclosed(v); }, enclosed));
    });
    const Enclosure256 entry = rows.at(q.planned().slot)[q.within()];
    if (!entry.is_nan()) return q.is(scaled(q, group, entry));
    // The stable formula reads more of the row than the textbook does: a shift by the largest, say.
    const double written = q.textbook().at(q.index);
    return !std::isnan(written) && q.is(enclosed(written));
}

/// We read −0 as +0. IEEE arithmetic divides by it as by a number below 0, and comes out at the other infinity.
bool other_infinity_at_minus_zero(const Question& q) {
    if (q.planned().reduced || !std::isinf(q.got) || q.output.answers[q.index].rounded != -q.got) return false;
    const Index group = q.groups().front();
    for (const Layout::Slot& slot : q.plan().layout().slots()) {
        if (!slot.tensor) continue;
        const auto first = slot.tensor->values.begin() + static_cast<std::ptrdiff_t>(q.plan().layout().offset(slot, group));
        if (std::any_of(first, first + static_cast<std::ptrdiff_t>(slot.length), [](double v) { return v == 0 && std::signbit(v); }))
            return true;
    }
    return false;
}

/// What IEEE arithmetic makes of NaN, of 0·∞ and of −0, where we say something else of the same formula.
bool by_arithmetic(const Question& q) {
    if (std::isnan(q.got))
        return q.known.zero_times_infinity.of(q.of_group(), [&] { return zero_times_infinity(q.plan(), q.planned(), q.index); });
    if (unread_not_a_number(q) || other_infinity_at_minus_zero(q)) return true;
    if (!std::isnan(q.output.answers[q.index].rounded)) return false;
    return q.known.unread.of(q.output.name, [&] { return UnreadNan(q.plan(), q.output); }).allows(q.index, q.got);
}

/// Outside the domain (a negative probability) we say NaN. No law binds a library there: some raise, some evaluate the formula
/// as it stands, SciPy's entr and rel_entr answer ∓∞.
bool outside_the_domain(const Question& q) {
    // Weights that sum to 0, or no row that counts: a mean has no value there, and no derivative that a library could be held to.
    const Reduction& reduction = q.plan().reduction();
    if (q.output.gradient && reduction.divides() && (reduction.counted() == 0 || reduction.divisor_is_zero())) return true;
    const auto in_domain = q.plan().operation().in_domain;
    const auto groups = q.groups();
    return in_domain && std::any_of(groups.begin(), groups.end(),
                                    [&](Index g) { return !q.known.in_domain.of(g, [&] { return in_domain(q.data(g)); }); });
}

bool undefined_slope(const Question& q) {
    return std::isnan(q.output.answers[q.index].rounded) &&
           q.known.no_slope.of(q.of_group(), [&] { return slope_of_no_value(q.plan(), q.planned(), q.index); });
}

}  // namespace

DocumentedCase::DocumentedCase(Certificate& certificate, Grants grants)
    : certificate_(certificate), grants_(std::move(grants)), known_(std::make_unique<Known>()) {}
DocumentedCase::~DocumentedCase() = default;

std::optional<std::string> DocumentedCase::convention(const CertifiedOutput& output, Index index, double got) {
    const Question question{certificate_, output, index, got, *known_};
    for (const std::string_view profile : convention_profiles()) {
        if (!grants_.has(profile)) continue;
        if (chosen_by(question, profile) || clipped_by(question, profile)) return std::string(profile);
        if (profile == "ieee" && by_arithmetic(question)) return std::string(profile);
        if (profile == "outside" && (outside_the_domain(question) || undefined_slope(question))) return std::string(profile);
    }
    return std::nullopt;
}

std::optional<std::string> documented_convention(Certificate& certificate, const CertifiedOutput& output, Index index, double got,
                                                 const Grants& grants) {
    return DocumentedCase(certificate, grants).convention(output, index, got);
}

std::span<const std::string_view> convention_profiles() {
    static constexpr std::string_view names[] = {"ieee",    "attention", "torch",   "optax",      "keras",
                                                 "sklearn", "scipy",     "outside", "subgradient"};
    return names;
}

}  // namespace lossproof
