// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include "properties/generators/strata.hpp"
#include "properties/sweep/sweep.hpp"
#include "reference/oracle/added.hpp"

#include <cstdio>

namespace lossproof::cli {
namespace {

struct Complaint {
    std::string operation, what;
};

std::string formats_of(const Subject& subject, const Operation& operation) {
    std::string text;
    for (const Format format : all_formats)
        if (subject.offers(operation.name, format, operation.results.front()))
            text += (text.empty() ? "" : " ") + std::string(name(format));
    return text;
}

/// One gentle case: does the subject answer at all, in the right shape, with something near the truth?
void examine(Subject& subject, const Operation& operation, Format format, std::vector<Complaint>& complaints) {
    for (const Case& question : draw(operation, format, "moderate", 1, 2)) {
        const Trial trial = try_case(subject, question);
        const std::string where = std::string(operation.name) + " " + std::string(name(format));
        for (const auto& remark : trial.reply.remarks) complaints.push_back({where, remark.message});
        if (trial.reply.status == Reply::Status::broke)
            return complaints.push_back({where, std::string(text(trial.reply.fault)) + ": " + trial.reply.message});
        for (const auto& [output, finding] : trial.findings)
            if (finding.judgement.verdict == Verdict::wrong)
                return complaints.push_back({where, output + "[" + std::to_string(finding.index) + "] is " +
                                                        decimal_text(format, finding.got) + ", expected " +
                                                        decimal_text(format, finding.answer.rounded) + " (shape, order or definition?)"});
    }
}

}  // namespace

int doctor(const std::string& designation) {
    const auto subject = open_subject(designation);
    const auto& identity = subject->identity();
    std::printf("%s %s, door: %s\n", identity.name.c_str(), identity.version.c_str(), identity.door.c_str());
    for (const auto& [key, value] : identity.details) std::printf("  %s: %s\n", key.c_str(), value.c_str());
    std::vector<Complaint> complaints;
    std::size_t offered = 0;
    for (const Operation* each : all_operations()) {
        const Operation& operation = *each;
        const std::string formats = formats_of(*subject, operation);
        if (formats.empty()) continue;
        ++offered;
        std::printf("  %-42s %s\n", std::string(operation.name).c_str(), formats.c_str());
        for (const Format format : all_formats)
            if (subject->offers(operation.name, format, operation.results.front())) {
                examine(*subject, operation, format, complaints);
                break;
            }
    }
    if (offered == 0) {
        std::printf("It offers none of our %zu operations; `lossproof list` shows the names it should use.\n", all_operations().size());
        return nothing_tested;
    }
    std::printf("%zu of %zu operations offered.\n", offered, all_operations().size());
    for (const auto& complaint : complaints) std::printf("  problem: %s: %s\n", complaint.operation.c_str(), complaint.what.c_str());
    std::printf(complaints.empty() ? "It answers every gentle case. Next: lossproof verify %s\n"
                                   : "Mend these first, then: lossproof verify %s\n",
                designation.c_str());
    return complaints.empty() ? held : fell_short;
}

}  // namespace lossproof::cli
