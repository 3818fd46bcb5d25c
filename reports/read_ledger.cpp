// SPDX-License-Identifier: Apache-2.0
#include "reference/json/parse.hpp"
#include "reports/read_record.hpp"
#include "reports/shelves.hpp"

#include <algorithm>
#include <fstream>
#include <istream>
#include <optional>

namespace lossproof::reports {
namespace {

constexpr std::size_t longest_line = std::size_t{64} << 20;  // a binary file without line ends must not fill the memory

struct Line {
    std::string text;
    std::size_t number = 0;
    bool whole = false;  ///< ended by a line feed
};

bool next(std::istream& stream, Line& line, const std::string& name) {
    line.text.clear();
    line.whole = false;
    ++line.number;
    for (int c = stream.get(); c != std::char_traits<char>::eof(); c = stream.get()) {
        if (c == '\n') return line.whole = true;
        if (line.text.size() == longest_line)
            throw LedgerError(name + ":" + std::to_string(line.number) +
                              ": expected a line of JSON, found more than 64 MiB without a line end");
        line.text += static_cast<char>(c);
    }
    return !line.text.empty();
}

class Reader {
public:
    explicit Reader(const std::string& name) : name_(valid_text(name)) { ledger_.sources.insert(name_); }

    /// False if the line is the stump of a record that a killed run left behind.
    bool take(const Line& line) {
        const std::string where = name_ + ":" + std::to_string(line.number);
        Json record;
        try {
            record = parse_line(line.text);
        } catch (const BadJson& error) {
            if (error.syntax && !line.whole) return false;
            const std::string expected =
                error.syntax ? ": expected one JSON object per line, found " : ": expected a ledger record, found ";
            throw LedgerError(where + expected + (error.syntax ? excerpt(Json(line.text)) + ": " : "JSON ") + error.what());
        }
        const std::string kind = Fields(record, where).text("record");
        place(kind, Fields(record, where + ": " + kind));
        return true;
    }

    Ledger finish() && {
        if (!has_header_) throw LedgerError(name_ + ":1: expected a header record, found an empty ledger");
        tell_left_out();
        std::move(shelves_).settle(ledger_);
        return std::move(ledger_);
    }

private:
    void place(const std::string& kind, const Fields& record) {
        if (!has_header_ && kind != "header") record.fail("record", "\"header\" on the first line");
        ledger_.footer.reset();  // whatever follows a footer is a resumed run, which owes a footer of its own

        if (kind == "header") return header(record);
        if (kind == "result") return shelves_.replace(read_result(record));
        if (kind == "witness") return shelves_.add(read_witness(record));
        if (kind == "curve") return curve(read_curve(record));
        if (kind == "law") return shelves_.replace(read_law(record));
        if (kind == "special") return shelves_.add(read_special(record));
        if (kind == "operation") return shelves_.add(read_operation(record));
        if (kind == "not_tested") return void(ledger_.not_tested.insert(read_not_tested(record)));
        if (kind == "remark") return shelves_.combine(read_remark(record));
        if (kind == "stratum") return void(ledger_.strata[read_stratum_key(record)] = read_stratum_mark(record));
        if (kind == "unavailable") return void(ledger_.unavailable = read_unavailable(record));
        if (kind == "begun") return;
        if (kind == "footer") return void(ledger_.footer = read_footer(record));
        ++ledger_.unknown[kind];
    }

    void header(const Fields& record) {
        const std::int64_t schema = record.integer("schema");
        if (schema > ledger_schema) record.fail("schema", "1 (the ledger was written by a newer lossproof; read it with that one)");
        if (schema < ledger_schema) record.fail("schema", "1");

        Header header = read_header(record);
        if (has_header_ && (header.subject.name != ledger_.header.subject.name || header.convention != ledger_.header.convention))
            record.fail("subject", "the subject and convention of the first line (a ledger is of one subject)");
        if (!has_header_) ledger_.header = std::move(header);
        has_header_ = true;
    }

    /// A run with a budget, or with a subject that hangs, says of every stratum that it was left out.
    void tell_left_out() {
        std::map<NotTested, bool> gaps;  // and whether nothing else of the cell was asked
        for (const auto& [key, mark] : ledger_.strata)
            if (!mark.left_out.empty()) gaps[{key.operation, key.format, std::nullopt, mark.left_out}] = true;
        for (auto& [gap, whole] : gaps)
            for (const auto& [key, mark] : ledger_.strata)
                if (key.operation == gap.operation && key.format == gap.format && mark.left_out.empty()) whole = false;
        for (const auto& [gap, whole] : gaps) {
            NotTested told = gap;
            if (!whole) told.reason = "in part " + told.reason;
            ledger_.not_tested.insert(std::move(told));
        }
    }

    /// Every stratum adds the points that it raised.
    void curve(Curve record) {
        std::sort(record.points.begin(), record.points.end());
        record.points.erase(std::unique(record.points.begin(), record.points.end()), record.points.end());
        shelves_.combine(record);
    }

    std::string name_;
    Ledger ledger_;
    Shelves shelves_;
    bool has_header_ = false;
};

std::ifstream open(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) throw LedgerError(path.string() + ": expected a ledger file, found a directory");
    std::ifstream file(path, std::ios::binary);
    if (!file) throw LedgerError(path.string() + ": expected a readable ledger file, found none");
    return file;
}

}  // namespace

Ledger read_ledger(std::istream& lines, const std::string& name) {
    Reader reader(name);
    for (Line line; next(lines, line, name);)
        if (line.text.find_first_not_of(" \t\r") != std::string::npos && !reader.take(line)) break;
    return std::move(reader).finish();
}

Ledger read_ledger(const std::filesystem::path& path) {
    auto file = open(path);
    return read_ledger(file, path.string());
}

namespace {

/// Does the line end a piece of work? Nothing for a line that is no record: what follows it is not to be trusted.
std::optional<bool> ends_a_piece(const std::string& line) {
    try {
        const Json record = parse_line(line);
        if (!record.is_object() || !record.contains("record") || !record["record"].is_string()) return std::nullopt;
        const std::string kind = record["record"];
        const bool asked = kind == "stratum" && (!record.contains("left_out") || record["left_out"].is_null());
        return asked || kind == "begun" || kind == "law";
    } catch (const BadJson&) {
        return std::nullopt;
    }
}

}  // namespace

std::size_t finished_bytes(const std::string& text) {
    std::size_t finished = 0;
    for (std::size_t start = 0, end = 0; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
        const auto ends = ends_a_piece(text.substr(start, end - start));
        if (!ends) break;
        if (*ends) finished = end + 1;
    }
    return finished;
}

}  // namespace lossproof::reports
