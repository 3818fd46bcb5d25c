// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/tally.hpp"
#include "properties/verdict/convention.hpp"
#include "subjects/subject.hpp"

namespace lossproof {

/// The request that asks a subject for those outputs of a case that it offers; no outputs: nothing is offered.
Request request_for(const Plan& plan, const Subject& subject, std::string_view output_glob = "*");

/// What a subject may answer by a convention: the profiles it declares, or the one that the command line names ("lim": none by name).
Grants granted(const SubjectIdentity& identity, const std::string& convention = "lim");

/// Judge one component of an output, granted conventions and admissible subgradients included.
Finding judged(Certificate& certificate, const CertifiedOutput& output, Index index, double got, const Grants& grants = {});

/// The largest error of that component, in ulp, that is not held against a subject.
std::optional<double> allowed(Certificate& certificate, const CertifiedOutput& output, Index index);

/// The case reduced to one group (an element, a row), where no reduction ties groups together.
std::optional<Case> alone(const Plan& plan, std::string_view output, Index index);

/// The x of an error curve: the input itself for elementwise operations, the spread of the row otherwise.
double abscissa(const Plan& plan, const CertifiedOutput& output, Index index);
std::string_view axis(const Operation& operation);

/// `text` against a shell-like pattern with * and ?.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace lossproof
