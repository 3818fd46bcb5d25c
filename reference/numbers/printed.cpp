// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/printed.hpp"

#include "reference/numbers/format.hpp"

namespace lossproof {

Printed Printed::from(double value) { return Printed(decimal_text(Format::f64, value), value < 0 ? prefix : atom); }

}  // namespace lossproof
