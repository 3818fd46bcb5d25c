// SPDX-License-Identifier: Apache-2.0
#include "tests/reports/ledgers.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

using namespace lossproof::reports;
using Catch::Contains;

namespace {

std::string refusal(const std::string& lines) {
    try {
        parse(lines);
    } catch (const LedgerError& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("the fixture ledgers are read whole", "[reports]") {
    const Ledger baseline = read_ledger(fixture("baseline.jsonl"));
    CHECK(baseline.header.subject.name == "baseline");
    CHECK(baseline.header.formats == std::set<std::string>{"f64", "f32", "f16"});
    CHECK(baseline.finished());
    CHECK(baseline.footer->verdict == RunVerdict::fell_short);
    CHECK(baseline.operations.size() == 6);
    CHECK(baseline.not_tested.size() == 2);
    CHECK(baseline.unknown.empty());
    CHECK(read_ledger(fixture("fast.jsonl")).footer->verdict == RunVerdict::held);
}

TEST_CASE("a confident cross-entropy that returns 0 is in the fixture as it happened", "[reports]") {
    const Ledger baseline = read_ledger(fixture("baseline.jsonl"));
    const auto found = std::find_if(baseline.witnesses.begin(), baseline.witnesses.end(), [](const Witness& witness) {
        return witness.cell.operation == "softmax_cross_entropy" && witness.cell.format == "f64" && witness.cell.output == "value" &&
               witness.stratum == "peaked";
    });
    REQUIRE(found != baseline.witnesses.end());
    CHECK(found->reference->value.hex == "0x1.d257d547e083fp-72");
    CHECK(found->got->hex == "0x0p+0");
    CHECK(found->verdict == Verdict::wrong);
    CHECK_THAT(found->replay, Contains("lossproof replay baseline"));
}

TEST_CASE("a last line cut short is dropped, and the run did not finish", "[reports]") {
    const std::string whole = header_line + result_line("peaked", "stable", "0x1p+2") + result_line("tied", "accurate", "0x1p+0");
    const Ledger killed = parse(whole + R"({"record":"result","operation":"softm)");
    CHECK(killed.results.size() == 2);
    CHECK_FALSE(killed.finished());
    CHECK(parse(whole + footer_line).finished());

    const std::string unfinished =
        R"({"record":"footer","verdict":"interrupted","exit":2,"cases":8,"components":24,"undecided":0,"seconds":1})";
    CHECK_FALSE(parse(whole + unfinished).finished());
}

TEST_CASE("every ledger that is cut anywhere is read or refused, never worse", "[reports]") {
    const std::string whole =
        header_line + result_line("peaked", "stable", "0x1p+2") + result_line("tied", "accurate", "0x1p+0") + footer_line;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const std::string answer = refusal(whole.substr(0, length));
        CHECK((answer == "accepted" || answer == "test.jsonl:1: expected a header record, found an empty ledger"));
        CHECK((answer == "accepted") == (length >= header_line.size() - 1));
    }
}

TEST_CASE("a bad ledger is refused in one line that says where and what was expected", "[reports]") {
    CHECK(refusal("") == "test.jsonl:1: expected a header record, found an empty ledger");
    CHECK_THAT(refusal("\x7f"
                       "ELF\n"),
               Contains("test.jsonl:1: expected one JSON object per line"));
    CHECK_THAT(refusal("[]\n"), Contains("test.jsonl:1: expected a JSON object, found []"));
    CHECK_THAT(refusal(footer_line), Contains("test.jsonl:1: footer: field \"record\": expected \"header\" on the first line"));
    CHECK_THAT(refusal(header_line + "garbage\n" + footer_line),
               Contains("test.jsonl:2: expected one JSON object per line, found \"garbage\""));
    CHECK_THAT(refusal(header_line + R"({"record":"result","operation":7})"
                                     "\n"),
               Contains("test.jsonl:2: result: field \"operation\": expected text, found 7"));
    CHECK_THAT(refusal(header_line + result_line("peaked", "splendid", "0x1p+2")), Contains("field \"verdict\": expected a verdict"));
    CHECK_THAT(refusal(header_line + result_line("peaked", "stable", "3.2")), Contains("field \"ulp_max\": expected"));
    CHECK_THAT(refusal(header_line + result_line("peaked", "stable", "0x1p+2", -5)), Contains("field \"cases\": expected a count"));
    CHECK_THAT(refusal(header_line + std::string(100000, '[') + std::string(100000, ']') + "\n"),
               Contains("nested more than 64 levels deep"));
    CHECK(refusal(header_line + "\xff\xfe\n").find('\n') == std::string::npos);
    CHECK_THROWS_AS(read_ledger(fixture("no such ledger")), LedgerError);
    CHECK_THROWS_AS(read_ledger(fixture("")), LedgerError);
}

TEST_CASE("a newer schema is refused, unknown records and fields are not", "[reports]") {
    CHECK_THAT(refusal(R"({"record":"header","schema":2,"subject":{"name":"acme"}})"
                       "\n"),
               Contains("written by a newer lossproof"));
    const Ledger ledger = parse(header_line +
                                R"({"record":"moonphase","phase":0.5})"
                                "\n"
                                R"({"record":"not_tested","operation":"relu","reason":"x","since":"ever"})"
                                "\n" +
                                footer_line);
    CHECK(ledger.unknown == std::map<std::string, Count>{{"moonphase", 1}});
    CHECK(ledger.not_tested.size() == 1);
}

TEST_CASE("infinite and undefined numbers come as text", "[reports]") {
    const Ledger ledger = parse(
        header_line + result_line("peaked", "wrong", "inf") + result_line("tied", "wrong", "nan") +
        R"({"record":"curve","operation":"softmax","format":"f64","output":"value","axis":"gap","points":[["0x1p+0","nan"],["nan","0x1p+0"],["0x1p+1","inf","0x1p+3"]]})"
        "\n");
    CHECK(std::isinf(ledger.results[0].ulp_max->value));
    CHECK(std::isnan(ledger.results[1].ulp_max->value));
    REQUIRE(ledger.curves.front().points.size() == 2);
    CHECK(std::isinf(ledger.curves.front().points[0].error));
    CHECK(ledger.curves.front().points[1].bound == 8.0);
}

const std::string stratum_line(const std::string& stratum, const std::string& left_out = "null") {
    return R"({"record":"stratum","operation":"softmax","format":"f64","stratum":")" + stratum + R"(","cases":12,"left_out":)" + left_out +
           "}\n";
}

TEST_CASE("a resumed run keeps what was finished and nothing else", "[reports]") {
    const std::string peaked =
        header_line + "{\"record\":\"begun\"}\n" + result_line("peaked", "stable", "0x1p+2") + stratum_line("peaked");
    CHECK(finished_bytes(header_line) == 0);
    CHECK(finished_bytes(peaked) == peaked.size());
    CHECK(finished_bytes(peaked + result_line("tied", "accurate", "0x1p+0")) == peaked.size());
    CHECK(finished_bytes(peaked + stratum_line("tied", "\"not asked\"") + footer_line) == peaked.size());
    CHECK(finished_bytes(peaked + R"({"record":"resu)") == peaked.size());
    const std::string tied = peaked + result_line("tied", "accurate", "0x1p+0") + stratum_line("tied");
    CHECK(finished_bytes(tied + footer_line) == tied.size());
    CHECK(parse(tied).strata.size() == 2);
    // After a line that is no record nothing is trusted, and nothing is thrown: whatever ledgers are, this only measures.
    for (const std::string line : {"garbage\n", "[\"stratum\"]\n", "{\"record\":7}\n", "{}\n", "\n", "{\"record\":\"\xff\"}\n"})
        CHECK(finished_bytes(peaked + line + stratum_line("tied")) == peaked.size());
}

TEST_CASE("the lines of a ledger come to a verdict and to sums", "[reports]") {
    const std::string peaked = header_line + result_line("peaked", "stable", "0x1p+2") + stratum_line("peaked");
    const auto remark = [](const std::string& verdict) {
        return R"({"record":"remark","kind":"rounding","verdict":")" + verdict +
               R"(","operation":"softmax","format":"f64","stratum":"peaked","message":"rounds up","count":3})" + "\n";
    };
    CHECK(verdict_of(parse(peaked)) == RunVerdict::held);
    CHECK(verdict_of(parse(peaked + remark("held"))) == RunVerdict::held);
    CHECK(verdict_of(parse(peaked + remark("fell_short"))) == RunVerdict::fell_short);
    CHECK(verdict_of(parse(peaked + remark("broke"))) == RunVerdict::broke);
    CHECK(footer_of(parse(peaked + remark("fell_short") + remark("fell_short"))).remarks == 6);
    CHECK(footer_of(parse(peaked)).cases == 12);
    CHECK(verdict_of(parse(peaked + stratum_line("tied"))) == RunVerdict::nothing_tested);

    const Ledger cut_short = parse(peaked + stratum_line("tied", "\"not asked: no time\""));
    CHECK(verdict_of(cut_short) == RunVerdict::held);
    CHECK(footer_of(cut_short).not_asked == 1);
    REQUIRE(cut_short.not_tested.size() == 1);
    CHECK(cut_short.not_tested.begin()->reason == "in part not asked: no time");
}

TEST_CASE("a subject that was never asked has a verdict of its own", "[reports]") {
    const auto unavailable = [](const std::string& kind) {
        return header_line + R"({"record":"unavailable","kind":")" + kind + R"(","reason":"no such library"})" + "\n";
    };
    CHECK(verdict_of(parse(unavailable("skipped"))) == RunVerdict::nothing_tested);
    CHECK(verdict_of(parse(unavailable("broke"))) == RunVerdict::broke);
    CHECK_THAT(refusal(unavailable("asleep")), Contains("skipped or broke"));
}

TEST_CASE("every stratum adds its part of a curve", "[reports]") {
    const auto curve = [](const std::string& points) {
        return R"({"record":"curve","operation":"softmax","format":"f64","output":"value","axis":"gap","points":[)" + points + "]}\n";
    };
    const Ledger ledger = parse(header_line + curve(R"(["0x1p+0","0x1p-1"])") + curve(R"(["0x1p+1","0x1p+2"],["0x1p+0","0x1p+0"])"));
    REQUIRE(ledger.curves.size() == 1);
    CHECK(ledger.curves.front().points.size() == 3);
}
