// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "properties/sweep/ledger_file.hpp"
#include "reports/report.hpp"
#include "subjects/subject.hpp"

#include <iostream>

namespace {

int failed(const std::exception& error, int exit_code) {
    std::cerr << "lossproof: " << error.what() << "\n";
    return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace lossproof;
    using namespace lossproof::cli;
    try {
        return run(argc, argv);
    } catch (const UsageError& error) {
        return failed(error, usage);
    } catch (const reports::LedgerError& error) {
        return failed(error, usage);
    } catch (const reports::ReportError& error) {
        return failed(error, usage);
    } catch (const LedgerWriteError& error) {
        return failed(error, internal_error);
    } catch (const SubjectUnavailable& error) {
        using Kind = SubjectUnavailable::Kind;
        return failed(error, error.kind == Kind::unknown ? usage : error.kind == Kind::skipped ? nothing_tested : subject_broke);
    } catch (const std::exception& error) {
        std::cerr << "lossproof: internal error: " << error.what() << "\n";
        return internal_error;
    }
}
