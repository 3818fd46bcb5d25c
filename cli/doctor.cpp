// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include "properties/generators/strata.hpp"
#include "properties/sweep/sweep.hpp"
#include "reference/oracle/added.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>

namespace lossproof::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Complaint {
    std::string where, what;
};

std::vector<std::string> formats_of(const Subject& subject, const Operation& operation) {
    std::vector<std::string> formats;
    for (const Format format : all_formats)
        if (subject.offers(operation.name, format, operation.results.front())) formats.emplace_back(name(format));
    return formats;
}

/// Asks gentle cases and notes in words what is wrong with the answers.
class Examination {
public:
    explicit Examination(Subject& subject) : subject_(subject) {}

    /// One format of an operation: does the subject answer at all, in the right shape, with something near the truth?
    void examine(const Operation& operation, Format format) {
        if (gave_up()) return;
        for (const Case& question : draw(operation, format, "moderate", 1, 2)) {
            const Trial trial = try_case(subject_, question);
            const std::string where = std::string(operation.name) + " " + std::string(name(format));
            for (const auto& remark : trial.reply.remarks) complaints_.push_back({where, remark.message});
            if (trial.reply.status == Reply::Status::broke) return note_break(where, trial.reply);
            for (const auto& [output, finding] : trial.findings)
                if (finding.judgement.verdict == Verdict::wrong)
                    return complaints_.push_back(
                        {where, output + "[" + std::to_string(finding.index) + "] is " + decimal_text(format, finding.got) + ", expected " +
                                    decimal_text(format, finding.answer.rounded) + " (shape, order or definition?)"});
        }
    }

    /// What was noticed outside of any request. What a subject merely tells is a remark, everything else a complaint.
    void add_remarks_of_the_subject() {
        for (const Remark& remark : subject_.remarks()) {
            if (counts_against(remark.kind)) complaints_.push_back({std::string(text(remark.kind)), remark.message});
            else told_.push_back(remark.message);
        }
    }

    const std::vector<Complaint>& complaints() const { return complaints_; }
    const std::vector<std::string>& told() const { return told_; }

private:
    static constexpr std::size_t most_timeouts = 3;  ///< of whole time limits, one an operation

    bool gave_up() const { return timeouts_ >= most_timeouts; }
    void note_break(const std::string& where, const Reply& reply) {
        complaints_.push_back({where, std::string(text(reply.fault)) + ": " + reply.message});
        if (reply.fault != Reply::Fault::timeout) return;
        ++timeouts_;
        if (gave_up()) complaints_.push_back({"every other operation", "not asked after " + std::to_string(timeouts_) + " time-outs"});
    }

    Subject& subject_;
    std::vector<Complaint> complaints_;
    std::vector<std::string> told_;
    std::size_t timeouts_ = 0;
};

struct Offer {
    std::string operation;
    std::vector<std::string> formats;
};

void print(const Offer& offer) {
    std::string formats;
    for (const std::string& format : offer.formats) formats += (formats.empty() ? "" : " ") + format;
    std::printf("  %-42s %s\n", offer.operation.c_str(), formats.c_str());
}

void print(const SubjectIdentity& identity) {
    std::printf("%s %s, door: %s\n", identity.name.c_str(), identity.version.c_str(), identity.door.c_str());
    for (const auto& [key, value] : identity.details) std::printf("  %s: %s\n", key.c_str(), value.c_str());
}

void print_conclusion(const Examination& examination, std::size_t offered, const std::string& designation) {
    for (const auto& told : examination.told()) std::printf("  remark: %s\n", told.c_str());
    if (offered == 0) {
        std::printf("It offers none of our %zu operations; `lossproof list` shows the names it should use.\n", all_operations().size());
        return;
    }
    std::printf("%zu of %zu operations offered.\n", offered, all_operations().size());
    for (const auto& [where, what] : examination.complaints()) std::printf("  problem: %s: %s\n", where.c_str(), what.c_str());
    std::printf(examination.complaints().empty() ? "It answers every gentle case. Next: lossproof verify %s\n"
                                                 : "Mend these first, then: lossproof verify %s\n",
                designation.c_str());
}

void print_json(const SubjectIdentity& identity, const std::vector<Offer>& offers, const Examination& examination, int exit_code) {
    Json offered = Json::array(), problems = Json::array();
    for (const Offer& offer : offers) offered.push_back({{"operation", offer.operation}, {"formats", offer.formats}});
    for (const auto& [where, what] : examination.complaints()) problems.push_back({{"where", where}, {"message", what}});
    const Json answer{{"subject",
                       {{"name", identity.name},
                        {"version", identity.version},
                        {"door", identity.door},
                        {"details", identity.details},
                        {"conventions", identity.conventions}}},
                      {"operations", all_operations().size()},
                      {"offered", offered},
                      {"remarks", examination.told()},
                      {"problems", problems},
                      {"exit", exit_code}};
    std::cout << answer.dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace

int doctor(const DoctorOptions& options) {
    const auto subject = open_subject(options.subject);
    if (!options.json) print(subject->identity());
    Examination examination(*subject);
    std::vector<Offer> offers;
    for (const Operation* each : all_operations()) {
        const Operation& operation = *each;
        const auto formats = formats_of(*subject, operation);
        if (formats.empty()) continue;
        offers.push_back({std::string(operation.name), formats});
        if (!options.json) print(offers.back());
        examination.examine(operation, *format_named(formats.front()));
    }
    examination.add_remarks_of_the_subject();
    const int exit_code = offers.empty() ? nothing_tested : examination.complaints().empty() ? held : fell_short;
    if (options.json) print_json(subject->identity(), offers, examination, exit_code);
    else print_conclusion(examination, offers.size(), options.subject);
    return exit_code;
}

}  // namespace lossproof::cli
