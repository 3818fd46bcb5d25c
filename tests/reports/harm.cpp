// SPDX-License-Identifier: Apache-2.0
// The order of witnesses, and one card for each root cause.
#include "reports/harm.hpp"
#include "tests/reports/ledgers.hpp"

#include <catch2/catch.hpp>

using namespace lossproof::reports;
using Catch::Contains;

namespace {

struct Kept {
    std::string operation, output, format, regime, cause, got, ulps;
};

std::string lines_of(const Kept& kept) {
    const std::string cell =
        R"("operation":")" + kept.operation + R"(","format":")" + kept.format + R"(","output":")" + kept.output + R"(","stratum":"s",)";
    const std::string cause = kept.cause.empty() ? "null" : R"({"id":")" + kept.cause + R"(","title":"about )" + kept.cause + R"("})";
    const std::string regime = kept.regime.empty() ? "null" : "\"" + kept.regime + "\"";
    const std::string counts = R"("cases":3,"components":9,"verdict":"wrong","counts":{"wrong":2,"accurate":7})";
    const std::string numbers = R"("got":{"hex":")" + kept.got + R"("},"ulps":{"hex":")" + kept.ulps + R"("})";
    return R"({"record":"result",)" + cell + counts + "}\n" + R"({"record":"witness",)" + cell + R"("verdict":"wrong","regime":)" + regime +
           R"(,"cause":)" + cause + R"(,"snippet":"say it",)" + numbers + "}\n";
}

Ledger ledger_of(const std::vector<Kept>& all, const std::string& subject = "acme") {
    std::string lines = header_line;
    lines.replace(lines.find("acme"), 4, subject);
    for (const Kept& kept : all) lines += lines_of(kept);
    return parse(lines + footer_line);
}

std::vector<std::string> causes_of(const std::vector<Ledger>& ledgers) {
    std::vector<std::string> ids;
    const Overview overview = survey(ledgers);
    for (const Card& card : cards(overview)) ids.push_back(card.cause.id);
    return ids;
}

}  // namespace

TEST_CASE("ordinary before tiny before landmark before special; then what vanished, then digits", "[reports]") {
    const std::vector all{ledger_of({{"a", "value", "f64", "special", "nan-here", "nan", "inf"},
                                     {"b", "value", "f64", "landmark", "far-out", "inf", "inf"},
                                     {"c", "value", "f64", "tiny", "small", "0x0p+0", "0x1p+40"},
                                     {"d", "value", "f64", "ordinary", "few-ulp", "0x1p+0", "0x1p+3"},
                                     {"e", "value", "f64", "ordinary", "many-ulp", "0x1p+0", "0x1p+30"},
                                     {"f", "d_x", "bf16", "ordinary", "gone", "0x0p+0", "0x1p+7"},
                                     {"g", "value", "f64", "ordinary", "zero-value", "0x0p+0", "0x1p+20"},
                                     {"h", "value", "f64", "", "old", "0x1p+0", "inf"}})};
    CHECK(causes_of(all) == std::vector<std::string>{"gone", "many-ulp", "zero-value", "few-ulp", "small", "far-out", "nan-here", "old"});
    const Overview overview = survey(all);
    const auto first = most_harmful(overview, 3);
    REQUIRE(first.size() == 3);
    CHECK((first[0]->cell.operation == "f" && first[2]->cell.operation == "g"));
    CHECK(first[0]->snippet == "say it");
}

TEST_CASE("one root cause is one card over operations, formats and subjects", "[reports]") {
    const std::vector all{ledger_of({{"a", "value", "f64", "tiny", "slip", "0x0p+0", "0x1p+40"},
                                     {"a", "value", "f32", "tiny", "slip", "0x0p+0", "0x1p+20"},
                                     {"b", "d_x", "f32", "landmark", "slip", "0x0p+0", "0x1p+20"},
                                     {"c", "value", "f64", "tiny", "", "0x1p+0", "0x1p+9"},
                                     {"d", "value", "f64", "tiny", "", "0x1p+0", "0x1p+8"}}),
                          ledger_of({{"a", "value", "f64", "ordinary", "slip", "0x1p+0", "0x1p+9"}}, "zenith")};
    const Overview overview = survey(all);
    const auto found = cards(overview);
    REQUIRE(found.size() == 3);  // what has no known cause stands by itself
    CHECK(found[0].cause.id == "slip");
    CHECK(found[0].hits.size() == 4);
    CHECK(found[0].inputs() == 8);
    CHECK(found[0].regime() == Regime::ordinary);
    CHECK(found[0].lead().subject->title == "zenith 2.1");
    CHECK((found[1].lead().cell->key.operation == "c" && found[2].lead().cell->key.operation == "d"));
    const std::string page = html(all).front().markup;
    CHECK_THAT(page, Contains("data-subject='acme 2.1|zenith 2.1'") && Contains("data-format='f32|f64'") && Contains("about slip"));
}

TEST_CASE("the first sentence says how many results fall short where", "[reports]") {
    const Ledger ledger = ledger_of({{"a", "value", "f64", "ordinary", "x", "0x1p+0", "0x1p+9"},
                                     {"b", "value", "f64", "landmark", "x", "0x1p+0", "0x1p+9"},
                                     {"c", "value", "f64", "landmark", "x", "0x1p+0", "0x1p+9"},
                                     {"a", "value", "f64", "landmark", "x", "inf", "inf"}});
    const Overview overview = survey({&ledger, 1});
    CHECK_THAT(overview.subjects.front().outcome.sentence,
               Catch::StartsWith("1 of 3 results falls short on ordinary input, 2 only at the ends of the range."));
}
