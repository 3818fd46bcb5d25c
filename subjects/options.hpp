// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace lossproof {

/// What subjects declared of their options, by operation. An option is an optional input, an optional parameter, or the word
/// `batchmean`. Who declares none for an operation is asked for what the operation has of its own (its parameters and inputs,
/// and the reductions none, sum and mean), and never for what came with the request model: weights, an upstream gradient, other
/// divisors, labels to be ignored.
using Options = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;

/// Is it an input, a parameter, or the word `batchmean`?
bool is_option(const Operation& operation, std::string_view name);

/// Was it declared, or is it one that a subject is asked for without a word?
bool takes_option(const Operation& operation, std::string_view option, const Options& declared);

/// The first option that a case needs and that was not declared; nothing if it may be asked.
std::optional<std::string> undeclared_option(const Case& question, const Options& declared);

/// The case without parameters that stand at their default and were not declared: they are never sent.
Case without_defaults(Case question, const Options& declared);

}  // namespace lossproof
