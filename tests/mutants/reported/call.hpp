// SPDX-License-Identifier: Apache-2.0
// A request of the library door as plain arrays, for small implementations in one number type.
#pragma once
#include "lossproof_subject.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace reported {

template <class T> class Call {
public:
    explicit Call(const lossproof_request& request) : request_(request) {
        const lossproof_tensor& first = *request.inputs[0];
        rows = first.rank > 0 ? first.shape[0] : 1;
        columns = first.rank > 1 ? first.shape[1] : 1;
    }
    std::int64_t rows = 1, columns = 1;  ///< of the first input
    std::int64_t size() const { return rows * columns; }

    const T* in(const char* name) const { return data<const T>(lossproof_input(&request_, name)); }
    const std::int64_t* labels() const { return data<const std::int64_t>(lossproof_input(&request_, "label")); }
    const T* upstream() const { return data<const T>(request_.upstream); }
    T* out(const char* name) const { return data<T>(lossproof_output(&request_, name)); }  ///< null: not wanted
    T real(const char* name, double otherwise) const { return static_cast<T>(lossproof_real(&request_, name, otherwise)); }
    double exact(const char* name) const { return lossproof_real(&request_, name, 0); }  ///< as it is given, in no other format
    bool has(const char* name) const { return lossproof_named(&request_, name) != nullptr; }
    std::string_view word(const char* name) const { return lossproof_word(&request_, name, ""); }
    bool reduced() const { return lossproof_named(&request_, "reduction") && word("reduction") != "none"; }
    /// The answer to the batch: of the sum of its losses and what a mean divides by.
    T reduction_of(T total, T count) const {
        if (word("reduction") == "mean") return total / count;
        return word("reduction") == "batchmean" ? total / static_cast<T>(rows) : total;
    }
    const lossproof_tensor& shape_of(const char* name) const { return *lossproof_input(&request_, name); }
    std::int64_t extent_of(const char* name) const {
        std::int64_t count = 1;
        for (int d = 0; d < shape_of(name).rank; ++d) count *= shape_of(name).shape[d];
        return count;
    }
    bool ignores(std::int64_t label) const {
        const lossproof_parameter* ignored = lossproof_named(&request_, "ignore_index");
        return ignored && ignored->integer == label;
    }

private:
    template <class Element> static Element* data(const lossproof_tensor* tensor) {
        return tensor ? static_cast<Element*>(tensor->data) : nullptr;
    }
    const lossproof_request& request_;
};

/// An output of single numbers, if it is wanted.
template <class T, class F> void each(const Call<T>& c, const char* output, F f) {
    if (T* y = c.out(output))
        for (std::int64_t i = 0; i < c.size(); ++i) y[i] = f(i);
}

/// Entries of two matrices that belong together: of equal shapes, or of shapes that broadcast. Nothing where they do not go together.
class Pairs {
public:
    Pairs(const lossproof_tensor& one, const lossproof_tensor& other, bool broadcast) : one_(one.shape), other_(other.shape) {
        for (int d = 0; d < 2; ++d) {
            const bool equal = one_[d] == other_[d];
            if (!equal && (!broadcast || (one_[d] != 1 && other_[d] != 1))) return;
        }
        rows = std::max(one_[0], other_[0]);
        columns = std::max(one_[1], other_[1]);
    }
    std::int64_t rows = 0, columns = 0;
    std::int64_t size() const { return rows * columns; }
    bool refused() const { return rows == 0; }
    std::int64_t first(std::int64_t i) const { return place(one_, i); }
    std::int64_t second(std::int64_t i) const { return place(other_, i); }

private:
    std::int64_t place(const std::int64_t* shape, std::int64_t i) const {
        return i / columns % shape[0] * shape[1] + i % columns % shape[1];
    }
    const std::int64_t *one_, *other_;
};

template <class T> T softplus(T x) { return std::fmax(x, T(0)) + std::log1p(std::exp(-std::fabs(x))); }
template <class T> T sigmoid(T x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }
template <class T> T peak(const T* z, std::int64_t n) {
    T most = z[0];
    for (std::int64_t j = 1; j < n; ++j) most = z[j] > most || z[j] != z[j] ? z[j] : most;
    return most;
}
/// log Σ exp(zⱼ − m) and the place of the maximum m; the maximum's own term stays outside the sum.
template <class T> struct Sum {
    T m, log_sum;
    std::int64_t at = 0;
};
template <class T> Sum<T> shifted_sum(const T* z, std::int64_t n) {
    Sum<T> s{peak(z, n), 0};
    while (s.at + 1 < n && z[s.at] != s.m) ++s.at;
    T others = 0;
    for (std::int64_t j = 0; j < n; ++j)
        if (j != s.at) others += std::exp(z[j] - s.m);
    s.log_sum = std::log1p(others);
    return s;
}
/// −log softmax(z)_t
template <class T> T label_loss(const T* z, std::int64_t n, std::int64_t label) {
    const Sum<T> s = shifted_sum(z, n);
    return (s.m - z[label]) + s.log_sum;
}
template <class T> void softmax(const T* z, std::int64_t n, T* p) {
    const T m = peak(z, n);
    T sum = 0;
    for (std::int64_t j = 0; j < n; ++j) sum += p[j] = std::exp(z[j] - m);
    for (std::int64_t j = 0; j < n; ++j) p[j] /= sum;
}

}  // namespace reported
