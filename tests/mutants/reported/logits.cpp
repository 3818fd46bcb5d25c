// SPDX-License-Identifier: Apache-2.0
// Reported defects about binary losses, of logits and of probabilities.
#include "tests/mutants/reported/report.hpp"

#include <algorithm>

namespace reported {
namespace {

/// What stands for the two softplus terms: a logarithm of the probability (candle #2561), an unshifted form where there is a pos_weight
/// (pytorch #13773) or everywhere (pytorch #77529), log1p of an exponential that overflows (pytorch's Binomial).
enum class Logistic { right, from_probability, unshifted_weighted, unshifted, binomial };
template <class T> void logistic(const Call<T>& c, Logistic how) {
    const T *z = c.in("logits"), *y = c.in("target"), *w = c.in("pos_weight");
    const std::int64_t weights = w ? c.extent_of("pos_weight") : 1;  // one a class, or one for all
    const auto naive = [](T x) { return std::log(1 + std::exp(x)); };
    each(c, "value", [&](auto i) {
        const T p = sigmoid(z[i]), weight = w ? w[i % weights] : 1;
        if (how == Logistic::from_probability) return -(y[i] * std::log(p) + (1 - y[i]) * std::log(1 - p));
        if (how == Logistic::binomial) return std::log1p(std::exp(z[i])) - y[i] * z[i];
        if (how == Logistic::unshifted) return y[i] * naive(-z[i]) + (1 - y[i]) * naive(z[i]);
        const bool late = how == Logistic::unshifted_weighted && w;
        const T left = late ? naive(-z[i]) : softplus(-z[i]), right = late ? z[i] + left : softplus(z[i]);
        return (y[i] == 0 ? 0 : weight * y[i] * left) + (y[i] == 1 ? 0 : (1 - y[i]) * right);
    });
}
Answer logistic_with(Logistic defect) {
    return both([defect](const auto& c, bool bug) { logistic(c, bug ? defect : Logistic::right); });
}
/// pytorch PR 1792: slopes of a clamp and of |z| at 0.
template <class T> void logistic_slope(const Call<T>& c, bool bug) {
    const T *z = c.in("logits"), *y = c.in("target");
    each(c, "d_logits", [&](auto i) {
        if (bug && z[i] == 0) return 1 - y[i];
        return (1 - y[i]) * sigmoid(z[i]) - y[i] * sigmoid(-z[i]);
    });
}

/// pytorch #4867: ε inside the logarithms. VariationalRecurrentNeuralNetwork #10: one of the wrong sign. xgboost #213: 0·log 0.
enum class Guard { none, inside, wrong_sign, missing };
template <class T> void bernoulli(const Call<T>& c, Guard guard) {
    const T *p = c.in("p"), *y = c.in("target");
    each(c, "value", [&](auto i) {
        if (guard == Guard::inside) return -(y[i] * std::log(p[i] + T(1e-12)) + (1 - y[i]) * std::log(1 - p[i] + T(1e-12)));
        if (guard == Guard::wrong_sign) return -(y[i] * std::log(p[i] + T(1e-6)) + (1 - y[i]) * std::log(1 - p[i] - T(1e-6)));
        if (guard == Guard::missing) return -(y[i] * std::log(p[i]) + (1 - y[i]) * std::log(1 - p[i]));
        return -(y[i] == 0 ? 0 : y[i] * std::log(p[i])) - (y[i] == 1 ? 0 : (1 - y[i]) * std::log1p(-p[i]));
    });
}
Answer bernoulli_with(Guard defect) {
    return both([defect](const auto& c, bool bug) { bernoulli(c, bug ? defect : Guard::none); });
}
/// keras #9664: the slope of a clip.
template <class T> void slope_of_a_clip(const Call<T>& c, bool bug) {
    const T *p = c.in("p"), *y = c.in("target"), eps = T(1e-7);
    each(c, "d_p", [&](auto i) {
        if (bug && (p[i] <= eps || p[i] >= 1 - eps)) return T(0);
        if (y[i] == 0) return 1 / (1 - p[i]);
        return y[i] == 1 ? -1 / p[i] : (p[i] - y[i]) / (p[i] * (1 - p[i]));
    });
}

/// segmentation_models.pytorch #852: the mean of what a mask keeps divides by everything.
template <class T> void mean_over_the_masked(const Call<T>& c, bool bug) {
    const T *z = c.in("logits"), *y = c.in("target"), *m = c.in("sample_weights");
    T total = 0, mass = 0;
    for (std::int64_t i = 0; i < c.size(); ++i) {
        const T loss = (y[i] == 0 ? 0 : y[i] * softplus(-z[i])) + (y[i] == 1 ? 0 : (1 - y[i]) * softplus(z[i]));
        const T own = m ? (m[i] == 0 ? 0 : m[i] * loss) : loss;
        if (!c.reduced()) c.out("value")[i] = own;
        total += own;
        mass += m ? m[i] : 1;
    }
    const bool by_mass = !bug && c.word("divisor") == "weights";
    if (c.reduced()) c.out("value")[0] = c.reduction_of(total, by_mass ? mass : static_cast<T>(c.size()));
}

/// pytorch #1939: shapes that broadcast.
template <class T> std::int32_t broadcast_logits(const Call<T>& c, bool bug) {
    const Pairs pairs(c.shape_of("logits"), c.shape_of("target"), bug);
    for (std::int64_t i = 0; i < pairs.size(); ++i) {
        const T z = c.in("logits")[pairs.first(i)], y = c.in("target")[pairs.second(i)];
        c.out("value")[i] = (y == 0 ? 0 : y * softplus(-z)) + (y == 1 ? 0 : (1 - y) * softplus(z));
    }
    return pairs.refused() ? LOSSPROOF_FAILED : LOSSPROOF_OK;
}

/// optax #1267: a power of 1 − p below 0. segmentation_models #187: the weight of target 1 for both.
template <class T> void focal(const Call<T>& c, bool power, bool one_weight) {
    const T *z = c.in("logits"), *y = c.in("target"), gamma = c.real("gamma", 2), alpha = c.real("alpha", 1);
    const auto weight = [&](auto i) { return !c.has("alpha") ? T(1) : y[i] == 1 || one_weight ? alpha : 1 - alpha; };
    each(c, "value", [&](auto i) {
        const T s = y[i] == 1 ? z[i] : -z[i];
        return weight(i) * (std::pow(sigmoid(-s), gamma) * softplus(-s));
    });
    each(c, "d_logits", [&](auto i) {
        const T sign = y[i] == 1 ? 1 : -1, s = sign * z[i], p = sigmoid(s), rest = sigmoid(-s), loss = softplus(-s);
        if (power) return weight(i) * sign * (-gamma * std::pow(1 - p, gamma - 1) * p * (1 - p) * loss - std::pow(1 - p, gamma) * (1 - p));
        return -weight(i) * sign * std::pow(rest, gamma) * ((p == 0 ? 0 : gamma * p * loss) + rest);
    });
}

}  // namespace

std::span<const Report> of_logits() {
    constexpr const char *scores = "binary_cross_entropy_with_logits", *chances = "binary_cross_entropy";
    static const Report reports[] = {
        {"bce_logits_p", scores, "value", "", "huggingface/candle 2561", "log-of-rounded one-minus-p zero-log-zero nan-on-the-way",
         logistic_with(Logistic::from_probability)},
        {"bce_logits_pos_weight", scores, "value", "pos_weight", "pytorch/pytorch 13773",
         "early-exponential log-not-log1p large-difference", logistic_with(Logistic::unshifted_weighted)},
        {"bce_logits_soft_margin", scores, "value", "", "pytorch/pytorch 77529", "early-exponential log-not-log1p",
         logistic_with(Logistic::unshifted)},
        {"bce_logits_binomial", scores, "value", "", "pytorch/pytorch commit 0719714", "early-exponential large-difference cancellation",
         logistic_with(Logistic::binomial)},
        {"bce_logits_kink", scores, "d_logits", "", "pytorch/pytorch PR 1792", "wrong-branch",
         both([](const auto& c, bool bug) { logistic_slope(c, bug); })},
        {"bce_logits_masked_mean", scores, "value", "reduction sample_weights divisor", "qubvel-org/segmentation_models.pytorch 852",
         "reduction-divisor", both([](const auto& c, bool bug) { mean_over_the_masked(c, bug); })},
        {"bce_logits_broadcast", scores, "value", "", "pytorch/pytorch 1939", "outside_contract",
         both([](const auto& c, bool bug) { return broadcast_logits(c, bug); }), Kind::validation},
        {"bce_eps", chances, "value", "", "pytorch/pytorch 4867", "clip", bernoulli_with(Guard::inside)},
        {"bce_eps_sign", chances, "value", "", "emited/VariationalRecurrentNeuralNetwork 10", "clip", bernoulli_with(Guard::wrong_sign)},
        {"bce_log0", chances, "value", "", "dmlc/xgboost 213", "zero-log-zero", bernoulli_with(Guard::missing)},
        {"bce_slope_of_clip", chances, "d_p", "", "keras-team/keras 9664", "clip",
         both([](const auto& c, bool bug) { slope_of_a_clip(c, bug); })},
        {"focal_slope", "focal_loss", "d_logits", "gamma alpha", "google-deepmind/optax 1267",
         "nan-on-the-way zero-log-zero infinity-minus-infinity one-minus-p residual-cancels",
         both([](const auto& c, bool bug) { focal(c, bug, false); })},
        {"focal_alpha", "focal_loss", "value", "gamma alpha", "qubvel/segmentation_models 187", "option constant-factor",
         both([](const auto& c, bool bug) { focal(c, false, bug); })},
    };
    return reports;
}

}  // namespace reported
