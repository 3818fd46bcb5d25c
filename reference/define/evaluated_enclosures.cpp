// SPDX-License-Identifier: Apache-2.0
#include "reference/define/evaluated.hpp"

namespace lossproof::defined {

template std::vector<Row<Enclosure128>> evaluated(const Formulas&, bool, const Group<Enclosure128>&);
template std::vector<Row<Enclosure256>> evaluated(const Formulas&, bool, const Group<Enclosure256>&);
template std::vector<Row<Enclosure1024>> evaluated(const Formulas&, bool, const Group<Enclosure1024>&);
template std::vector<Row<Enclosure4096>> evaluated(const Formulas&, bool, const Group<Enclosure4096>&);
template std::vector<Row<Dual<Enclosure256>>> evaluated(const Formulas&, bool, const Group<Dual<Enclosure256>>&);
template std::vector<Row<Dual<Enclosure1024>>> evaluated(const Formulas&, bool, const Group<Dual<Enclosure1024>>&);

}  // namespace lossproof::defined
