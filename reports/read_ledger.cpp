// SPDX-License-Identifier: Apache-2.0
#include "reference/json/parse.hpp"
#include "reports/read_record.hpp"
#include "reports/shelves.hpp"

#include <algorithm>
#include <fstream>
#include <istream>

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
        if (!ledger_.footer && last_stratum_) ledger_.unsettled.insert(*last_stratum_);
        std::move(shelves_).settle(ledger_);
        return std::move(ledger_);
    }

private:
    void place(const std::string& kind, const Fields& record) {
        if (!has_header_ && kind != "header") record.fail("record", "\"header\" on the first line");
        ledger_.footer.reset();  // whatever follows a footer is a resumed run, which owes a footer of its own

        if (kind == "header") return header(record);
        if (kind == "result") return result(read_result(record));
        if (kind == "witness") return shelves_.add(read_witness(record));
        if (kind == "curve") return curve(read_curve(record));
        if (kind == "law") return shelves_.replace(read_law(record));
        if (kind == "special") return shelves_.add(read_special(record));
        if (kind == "operation") return shelves_.add(read_operation(record));
        if (kind == "not_tested") return void(ledger_.not_tested.insert(read_not_tested(record)));
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

    void result(Result record) {
        last_stratum_ = {.operation = record.cell.operation, .format = record.cell.format, .stratum = record.stratum};
        shelves_.replace(std::move(record));
    }

    void curve(Curve record) {
        std::sort(record.points.begin(), record.points.end());
        record.points.erase(std::unique(record.points.begin(), record.points.end()), record.points.end());
        shelves_.replace(std::move(record));
    }

    std::string name_;
    Ledger ledger_;
    Shelves shelves_;
    bool has_header_ = false;
    std::optional<StratumKey> last_stratum_;
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

std::uintmax_t whole_bytes(const std::filesystem::path& path) {
    auto file = open(path);
    std::uintmax_t bytes = 0;
    for (Line line; next(file, line, path.string()) && line.whole;) bytes += line.text.size() + 1;
    return bytes;
}

std::set<StratumKey> complete_strata(const Ledger& ledger) {
    std::set<StratumKey> complete;
    for (const Result& result : ledger.results)
        complete.insert({.operation = result.cell.operation, .format = result.cell.format, .stratum = result.stratum});
    for (const StratumKey& unsettled : ledger.unsettled) complete.erase(unsettled);
    return complete;
}

}  // namespace lossproof::reports
