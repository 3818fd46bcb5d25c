// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

constexpr std::size_t most_remarks = 12;

std::string gravity_chip(RunVerdict gravity) {
    const Verdict colour = gravity == RunVerdict::broke        ? Verdict::error
                           : gravity == RunVerdict::fell_short ? Verdict::wrong
                                                               : Verdict::unsupported;
    return cat("<span class='chip ", tint(colour), "'>", gravity == RunVerdict::held ? "told" : word(gravity), "</span>");
}

std::string row(const Remark& remark) {
    return cat("<tr><th scope='row'>", gravity_chip(remark.gravity), " ", name(remark.kind), "</th><td>", name(remark.operation), " ",
               name(remark.output), " <small>", text(remark.format), "</small></td><td>", name(remark.stratum), "</td><td>",
               grouped(remark.count), "</td><td>", text(remark.message), "</td></tr>");
}

std::string of_subject(const SubjectView& subject) {
    const auto& all = subject.ledger->remarks;
    if (all.empty()) return {};
    std::string body;
    for (std::size_t i = 0; i < std::min(all.size(), most_remarks); ++i) body += row(all[i]);
    const std::string more =
        all.size() > most_remarks ? cat("<p>… and ", grouped(all.size() - most_remarks), " more in the ledger.</p>") : "";
    return cat(
        table(subject.title + ": what happened beside its answers", {"kind", "operation", "stratum", "times", "first message"}, body),
        more);
}

}  // namespace

std::string remarks(const Overview& overview) {
    std::string all;
    for (const SubjectView& subject : overview.subjects) all += of_subject(subject);
    return all.empty() ? "" : cat("<section id='remarks'><h2>Noticed beside the answers</h2>", all, "</section>\n");
}

}  // namespace lossproof::reports::page
