// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/evaluate.hpp"

namespace lossproof {

/// Evaluates a unit with every datum as an input of the record, and remembers where each is.
template <class T> class Recorder : public Evaluator<Dual<T>> {
public:
    struct Datum {
        Index input, place;
        double value;
        std::int32_t step;
    };
    Recorder(const Plan& plan, typename Dual<T>::Record& record) : Evaluator<Dual<T>>(plan), record_(record) {}
    const std::vector<Datum>& data() const { return data_; }  ///< by rising step

protected:
    Dual<T> datum(double value, Index input, Index place) override {
        const Dual<T> number = record_.input(T::from(value));
        data_.push_back({.input = input, .place = place, .value = value, .step = number.place()});
        return number;
    }

private:
    typename Dual<T>::Record& record_;
    std::vector<Datum> data_;
};

}  // namespace lossproof
