// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <boost/multiprecision/gmp.hpp>

#include <optional>
#include <vector>

namespace lossproof::mpq {

using Integer = boost::multiprecision::mpz_int;
using Quotient = boost::multiprecision::mpq_rational;

/// coefficient · log(argument), argument > 0.
struct LogTerm {
    Quotient coefficient;
    Quotient argument;
};

/// The same sum over pairwise coprime integers greater than 1, terms that cancel left out. Logarithms of such integers are
/// linearly independent over the rationals, so nothing left means 0 (the coprime bases of Bach, Driscoll and Shallit).
std::vector<LogTerm> coprime(const std::vector<LogTerm>& terms);

/// The rational q with Σa = q·Σb, if there is one.
std::optional<Quotient> ratio(const std::vector<LogTerm>& a, const std::vector<LogTerm>& b);

}  // namespace lossproof::mpq
