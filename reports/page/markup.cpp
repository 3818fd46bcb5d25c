// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"

#include <algorithm>
#include <numeric>

namespace lossproof::reports::page {

std::string name(std::string_view plain) {
    std::string all;
    for (const char c : text(plain)) {
        all += c;
        if (c == '_') all += "<wbr/>";
    }
    return all;
}

std::string tint(Verdict verdict) { return cat("v-", word(verdict)); }

std::string chip(Verdict verdict, const std::string& grade) {
    return cat("<span class='chip ", tint(verdict), "'>", text(verdict_text(verdict, grade)), "</span>");
}

std::string maximum(const Maximum& number, bool exhaustive) {
    if (!number) return "–";
    return cat("<span class='number' title='", text(number->hex), " = ", text(number->decimal), "'>", maximum_text(number, exhaustive),
               "</span>");
}

std::string tally(const std::array<Count, verdict_count>& counts) {
    const Count total = std::accumulate(counts.begin(), counts.end(), Count{0});
    if (total == 0) return "–";

    std::string bar, words;
    double x = 0;
    for (std::size_t i = verdict_count; i-- > 0;) {
        if (counts[i] == 0) continue;
        const Verdict verdict = verdict_words[i].verdict;
        const double width = std::max(0.7, 100 * static_cast<double>(counts[i]) / static_cast<double>(total));  // rare is still visible
        bar += cat("<rect class='", tint(verdict), "' x='", std::to_string(x), "' y='0' width='", std::to_string(width), "' height='6'/>");
        words += cat(words.empty() ? "" : ", ", "<span class='count'>", grouped(counts[i]), " ", title(verdict), "</span>");
        x += width;
    }
    return cat("<svg class='bar' viewBox='0 0 ", std::to_string(x), " 6' preserveAspectRatio='none' aria-hidden='true'>", bar,
               "</svg><span class='tally'>", words, "</span>");
}

std::string table(const std::string& caption, const std::vector<std::string>& head, const std::string& body, const std::string& kind) {
    std::string cells;
    for (const std::string& column : head) cells += cat("<th scope='col'>", text(column), "</th>");
    return cat("<div class='scroll' tabindex='0' role='region' aria-label='", text(caption), "'><table class='", kind, "'><caption>",
               text(caption), "</caption><thead><tr>", cells, "</tr></thead><tbody>", body, "</tbody></table></div>\n");
}

std::string notable_first(const std::string& caption, const std::vector<std::string>& head, const std::string& notable,
                          const std::string& quiet, const std::string& quiet_name) {
    constexpr std::size_t short_enough = 10;
    std::size_t rows = 0;
    for (std::size_t at = quiet.find("<tr>"); at != quiet.npos; at = quiet.find("<tr>", at + 1)) ++rows;

    const std::string above = notable.empty() ? "" : table(caption, head, notable);
    if (quiet.empty()) return above;
    return cat(above, "<details class='quiet'", rows <= short_enough ? " open='open'" : "", "><summary>", grouped(rows), " ", quiet_name,
               "</summary>", table(caption + ": " + quiet_name, head, quiet), "</details>");
}

std::string replay(const std::string& line) {
    if (line.empty()) return {};
    return cat("<div class='replay'><code tabindex='0'>", text(line), "</code></div>");
}

std::string operation_file(const std::string& operation) {
    // A file system takes names of 255 bytes; a ledger may hold any.
    constexpr std::size_t longest = 100;
    std::string stem = anchor(operation);
    if (stem.size() > longest) stem = stem.substr(0, longest) + "-" + std::to_string(std::hash<std::string>{}(operation));
    return "op-" + stem + ".html";
}

std::string cell_id(const CellKey& key) { return cat("cell-", anchor(key.output), ":", anchor(key.format)); }
std::string cell_link(const CellKey& key) { return operation_file(key.operation) + "#" + cell_id(key); }

}  // namespace lossproof::reports::page
