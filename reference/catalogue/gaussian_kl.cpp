// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/computed.hpp"
#include "reference/functions/deviance.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/estimators.hpp"

namespace lossproof {

/// ½(v_p/v_q + (μ_p − μ_q)²/v_q − 1 − log(v_p/v_q)): the divergence of one normal distribution from another, or from the standard one.
struct GaussianKl {
    static constexpr Entry entry{.name = "gaussian_kl",
                                 .summary = "Kullback–Leibler divergence of two normal distributions",
                                 .domain = "variances ≥ 0, that of q > 0; ∞ where p alone has none",
                                 .stability = Stability::algorithm,
                                 .source = "Kingma, Welling: Auto-encoding variational Bayes, 2013",
                                 .gradients = "d_mean_p d_spread_p d_mean_q d_spread_q",
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {
        {.name = "mean_p", .meaning = Meaning::real, .shape = {N, K}, .letter = "μ_p"},
        {.name = "spread_p", .meaning = Meaning::variance, .shape = {N, K}, .letter = "s_p"},
        {.name = "mean_q", .meaning = Meaning::real, .shape = {N, K}, .letter = "μ_q", .optional = true},
        {.name = "spread_q", .meaning = Meaning::variance, .shape = {N, K}, .letter = "s_q", .optional = true}};
    static constexpr Parameter parameters[] = {{.name = "spread",
                                                .kind = Parameter::Kind::word,
                                                .fallback = "variance",
                                                .words = "variance|log_variance|sigma|log_sigma",
                                                .meaning = "what spread_p and spread_q are; without a q it is the standard normal"}};

    /// How the numbers given tell a variance: v = s², s, e^2s or e^s.
    struct Told {
        explicit Told(const std::string& spread) : logarithm(spread.starts_with("log")), deviation(spread.ends_with("sigma")) {}
        bool logarithm, deviation;
    };
    template <class T> using Maybe = std::optional<T>;

    /// The divergence and its slopes are made of t = v_p/v_q − 1, t − log(1+t), d = (μ_p − μ_q)/σ_q and 1/σ_q.
    template <class T> struct Parts {
        Parts(const T& mp, const T& sp, const Maybe<T>& mq, const Maybe<T>& sq, const Given<T>& given)
            : told(given.text("spread")), p(sp), q(sq ? *sq : T(told.logarithm ? 0 : 1)), gap(mq ? mp - *mq : mp) {}
        T log_ratio() const {
            const T log_of_one = told.logarithm ? p - q : log(p / q);
            return told.deviation ? 2 * log_of_one : log_of_one;
        }
        /// v_p/v_q − 1, by a difference of the data.
        T excess() const {
            if (told.logarithm) return expm1(log_ratio());
            if (std::isinf(q.middle())) return T(-1);
            return told.deviation ? (p - q) / q * ((p + q) / q) : (p - q) / q;
        }
        /// (μ_p − μ_q)²/v_q; an infinite 1/v_q meets no difference of 0.
        T distance() const {
            if (exactly_zero(gap)) return T(0);
            if (lost()) return exactly<T>(not_a_number);
            if (told.logarithm) return square(gap * exp(told.deviation ? -q : -q / 2));
            return told.deviation ? square(gap / q) : square(gap) / q;
        }
        /// Infinitely far apart and infinitely wide: it depends on the way there.
        bool lost() const { return std::isinf(gap.middle()) && std::isinf(q.middle()); }
        T mean_slope() const {
            if (exactly_zero(gap)) return T(0);
            if (lost()) return exactly<T>(not_a_number);
            if (told.logarithm) return gap * exp(told.deviation ? -2 * q : -q);
            return told.deviation ? gap / q / q : gap / q;
        }
        /// What a slope by log v becomes, by the number given.
        T by(const T& slope, const T& given) const {
            const T halved = told.deviation ? slope : slope / 2;
            return told.logarithm ? halved : halved / given;
        }
        Told told;
        T p, q, gap;
    };
    template <class T> static T value(const T& mp, const T& sp, const Maybe<T>& mq, const Maybe<T>& sq, const Given<T>& given) {
        const Parts<T> parts(mp, sp, mq, sq, given);
        return (parts.excess() - parts.log_ratio() + parts.distance()) / 2;
    }
    template <class T> static T stable(const T& mp, const T& sp, const Maybe<T>& mq, const Maybe<T>& sq, const Given<T>& given) {
        const Parts<T> parts(mp, sp, mq, sq, given);
        return (beyond(parts) + distance(parts)) / 2;
    }
    /// t − log(1+t), or e^ℓ − 1 − ℓ of the log-ratio ℓ: without its linear part where that would cancel (theory L17).
    template <class T> static T beyond(const Parts<T>& parts) {
        if (parts.told.logarithm) return stably_beyond_its_tangent(parts.log_ratio());
        const T t = parts.excess();
        return within_a_factor_of_two(
            1 + t, T(1), [&] { return -log1pmx(t); }, [&] { return t - parts.log_ratio(); });
    }
    template <class T> static T distance(const Parts<T>& parts) {
        return parts.told.logarithm || parts.told.deviation || exactly_zero(parts.gap) ? parts.distance()
                                                                                       : square(parts.gap / sqrt(parts.q));
    }
    template <class T> using Slopes = std::tuple<T, T, T, T>;
    template <class T> static Slopes<T> gradient(const T& mp, const T& sp, const Maybe<T>& mq, const Maybe<T>& sq, const Given<T>& given) {
        const Parts<T> parts(mp, sp, mq, sq, given);
        return slopes(parts, parts.distance());
    }
    template <class T>
    static Slopes<T> stable_gradient(const T& mp, const T& sp, const Maybe<T>& mq, const Maybe<T>& sq, const Given<T>& given) {
        const Parts<T> parts(mp, sp, mq, sq, given);
        return slopes(parts, distance(parts));
    }
    template <class T> static Slopes<T> slopes(const Parts<T>& parts, const T& distance) {
        const T t = parts.excess(), mean = parts.mean_slope();
        return {mean, spread_slope(parts, t), -mean, -parts.by(t + distance, parts.q)};
    }
    /// ½(1/v_q − 1/v_p) of a variance: −∞ at 0, and ½/v_q beyond all.
    template <class T> static T spread_slope(const Parts<T>& parts, const T& t) {
        if (!parts.told.logarithm && exactly_zero(parts.p)) return exactly<T>(-infinity);
        if (!parts.told.logarithm && !parts.told.deviation && std::isinf(parts.p.middle())) return 1 / (2 * parts.q);
        if (!parts.told.logarithm && parts.told.deviation && std::isinf(parts.p.middle())) return exactly<T>(infinity);
        return parts.by(t, parts.p);
    }
    static Printed value(const Printed&, const Printed&, const Maybe<Printed>&, const Maybe<Printed>&, const Given<Printed>&) {
        return Printed("(v_p/v_q + (μ_p − μ_q)²/v_q − 1 − log(v_p/v_q))/2", Printed::product);
    }
    static Slopes<Printed> gradient(const Printed&, const Printed&, const Maybe<Printed>&, const Maybe<Printed>&, const Given<Printed>&) {
        return {Printed("(μ_p − μ_q)/v_q", Printed::product), Printed("(1/v_q − 1/v_p)/2·dv_p/ds_p", Printed::product),
                Printed("(μ_q − μ_p)/v_q", Printed::product), Printed("(1/v_q − (v_p + (μ_p − μ_q)²)/v_q²)/2·dv_q/ds_q", Printed::product)};
    }
    static StablePrinted stable(const StablePrinted&, const StablePrinted&, const Maybe<StablePrinted>&, const Maybe<StablePrinted>&,
                                const Given<StablePrinted>&) {
        return StablePrinted("((μ_p − μ_q)²/v_q − log1pmx(t))/2, t = v_p/v_q − 1 by a difference of the data");
    }

    static void check(double, double, const Maybe<double>& mq, const Maybe<double>& sq, const Given<double>&) {
        if (mq.has_value() != sq.has_value())
            throw UsageError("gaussian_kl: give both inputs 'mean_q' and 'spread_q', or neither for the standard normal");
    }
    static bool in_domain(double, double sp, const Maybe<double>&, const Maybe<double>& sq, const Given<double>& given) {
        const bool logarithm = Told(given.text("spread")).logarithm;
        return logarithm ? !sq || *sq > -infinity : sp >= 0 && (!sq || *sq > 0);
    }
    static std::optional<double> value_limit(double mp, double sp, const Maybe<double>& mq, const Maybe<double>& sq,
                                             const Given<double>& given) {
        const bool logarithm = Told(given.text("spread")).logarithm, endless_q = sq && *sq == infinity;
        if (undefined_difference(mp, mq.value_or(0)) || (sp == infinity && endless_q)) return not_a_number;
        const bool no_spread = logarithm ? sp == -infinity : sp == 0;
        const bool far = std::isinf(mp) || std::isinf(mq.value_or(0));
        return no_spread || endless_q || sp == infinity || far ? std::optional(infinity) : std::nullopt;
    }
    static std::optional<Slopes<double>> gradient_limit(double mp, double sp, const Maybe<double>& mq, const Maybe<double>& sq,
                                                        const Given<double>& given) {
        const auto value = value_limit(mp, sp, mq, sq, given);
        if (!value || !std::isnan(*value)) return std::nullopt;
        return std::tuple{not_a_number, not_a_number, not_a_number, not_a_number};
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(gaussian_kl, GaussianKl)

}  // namespace lossproof
