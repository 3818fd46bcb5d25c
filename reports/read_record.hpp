// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/fields.hpp"

namespace lossproof::reports {

/// One function for each kind of record; all throw LedgerError naming the field that is not as the schema says.
Header read_header(const Fields& record);
NotTested read_not_tested(const Fields& record);
Result read_result(const Fields& record);
Witness read_witness(const Fields& record);
Curve read_curve(const Fields& record);
LawOutcome read_law(const Fields& record);
SpecialOutcome read_special(const Fields& record);
OperationRow read_operation(const Fields& record);
Remark read_remark(const Fields& record);
Unavailable read_unavailable(const Fields& record);
StratumKey read_stratum_key(const Fields& record);
StratumMark read_stratum_mark(const Fields& record);
Footer read_footer(const Fields& record);

}  // namespace lossproof::reports
