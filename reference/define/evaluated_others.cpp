// SPDX-License-Identifier: Apache-2.0
#include "reference/define/evaluated.hpp"

namespace lossproof::defined {

template std::vector<Row<Ball>> evaluated(const Formulas&, bool, const Group<Ball>&);
template std::vector<Row<Rational>> evaluated(const Formulas&, bool, const Group<Rational>&);
template std::vector<Row<Machine>> evaluated(const Formulas&, bool, const Group<Machine>&);
template std::vector<Row<Rounding>> evaluated(const Formulas&, bool, const Group<Rounding>&);
template std::vector<Row<StableMachine>> evaluated(const Formulas&, bool, const Group<StableMachine>&);

}  // namespace lossproof::defined
