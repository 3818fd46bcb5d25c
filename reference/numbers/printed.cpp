// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/printed.hpp"

#include "reference/numbers/format.hpp"

namespace lossproof {

template <Form form> BasicPrinted<form> BasicPrinted<form>::from(double value) {
    return BasicPrinted(decimal_text(Format::f64, value), value < 0 ? prefix : atom);
}
template struct BasicPrinted<Form::textbook>;
template struct BasicPrinted<Form::stable>;

}  // namespace lossproof
