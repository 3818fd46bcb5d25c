// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lossproof::cli {

/// What the process answers to its caller; CI scripts rely on these numbers.
enum Exit : int { held = 0, fell_short = 1, interrupted = 2, internal_error = 3, usage = 4, nothing_tested = 5, subject_broke = 10 };

struct EvalOptions {
    std::string operation, format = "f64", file;
    std::vector<std::string> parameters;
    std::vector<std::string> inputs;  ///< the rest of the command line: --NAME v,v or --NAME=v,v
    std::string output = "*";         ///< which outputs, as a shell pattern
    bool condition = false, admissible = false;
    bool json = false;
};
struct BoundOptions {
    std::string file, grade = "recursive";
    double library_ulps = 1;
    bool json = false, certificate = false;
};
/// What was not given is taken from the ledger that is resumed, or has its usual value.
struct VerifyOptions {
    std::string subject, ledger, resume, junit, known, write_known;
    std::vector<std::string> operations;  ///< shell patterns, several with commas
    std::optional<std::string> formats, convention, effort, seed, budget, demand;
    bool no_laws = false, quiet = false, json = false, allow_refusals = false;
};
struct DoctorOptions {
    std::string subject;
    bool json = false;
};
struct VectorOptions {
    std::string operations = "*", formats = "f64", file;
    std::uint64_t seed = 0;
    std::size_t count = 2;
};

// One function a command; each answers an Exit. UsageError and its kin are told by main.
int list(bool json);
int eval(const EvalOptions& options);
int bound(const BoundOptions& options);
int verify(const VerifyOptions& options);
int replay(const std::string& subject, const std::string& line);
int exhaust(const std::string& operation, const std::string& subject, const std::string& format);
int export_vectors(const VectorOptions& options);
int check_vectors(const VectorOptions& options);
int report(const std::vector<std::string>& ledgers, const std::string& directory);
int diff(const std::string& older, const std::string& newer);
int doctor(const DoctorOptions& options);

/// The operations whose name matches a shell pattern, or one of several separated by commas, in the catalogue's order; UsageError
/// with the nearest name if there are none.
std::vector<const Operation*> operations_matching(const std::string& patterns);
/// `f64`, or several separated by commas, or `all`.
std::vector<Format> formats_named(const std::string& text);
std::string file_content(const std::string& path);
/// JSON that was pasted, or the content of the file of that name.
std::string case_text(const std::string& given);

}  // namespace lossproof::cli
