// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/question.hpp"
#include "properties/verdict/documented_case.hpp"

namespace lossproof {

/// Judges the components of one case one after the other, as `judged` does, and keeps what they have in common. The certificate must
/// outlive it.
class CaseJudge {
public:
    CaseJudge(Certificate& certificate, const Grants& grants) : certificate_(certificate), documented_(certificate, grants) {}
    Finding operator()(const CertifiedOutput& output, Index index, double got);

private:
    Certificate& certificate_;
    DocumentedCase documented_;
};

}  // namespace lossproof
