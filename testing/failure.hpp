// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/sweep.hpp"
#include "reports/ledger.hpp"

namespace lossproof::testing {

/// All that a failing test must say.
struct Failure {
    Case question;
    std::string output, stratum, verdict;
    std::size_t index = 0;
    std::string got, certified;  ///< decimals that read back in the format; empty where the subject gave no number
    std::optional<double> ulps, allowed_ulps;
    std::string why;                 ///< the bound in words
    std::string cause, stable_form;  ///< the known formula that makes the same mistake, and what to write instead
    std::string message, replay;
};

Failure failure_of(const Witness& witness);
Failure failure_of(const reports::Witness& witness);  ///< from a ledger; the question is read back

/// A judged number without a subject that could be asked again.
Failure failure_of(Certificate& certificate, const std::string& output, const Finding& finding);

/// The failure in five lines or so: what, the input in decimals, got and expected, cause and cure, how to see it again.
std::string text(const Failure& failure);

/// `[[1. 2.] [3. 4.]]`; long tensors are cut.
std::string decimals(const Tensor& tensor, Format format);

}  // namespace lossproof::testing
