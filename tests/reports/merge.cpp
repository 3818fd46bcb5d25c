// SPDX-License-Identifier: Apache-2.0
#include "reports/shelves.hpp"
#include "tests/reports/ledgers.hpp"

#include <catch2/catch.hpp>

using namespace lossproof::reports;

namespace {

std::string law_line(const std::string& verdict, const std::string& worst) {
    return R"({"record":"law","law":"range","operation":"softmax","format":"f64","verdict":")" + verdict +
           R"(","cases":10,"worst":{"hex":")" + worst +
           R"(","decimal":"?"},"bound":"exact"})"
           "\n";
}

std::string curve_line(const std::string& points) {
    return R"({"record":"curve","operation":"softmax","format":"f64","output":"value","axis":"gap","points":[)" + points + "]}\n";
}

std::string witness_line(const std::string& verdict, const std::string& ulps) {
    return R"({"record":"witness","operation":"softmax","format":"f64","output":"value","index":0,"stratum":"peaked","verdict":")" +
           verdict + R"(","ulps":{"hex":")" + ulps +
           R"(","decimal":"?"},"replay":"lossproof replay acme '{}'"})"
           "\n";
}

/// Shards that disagree in every way shards may.
std::vector<Ledger> shards() {
    std::string coarse = result_line("peaked", "wrong", "nan");
    coarse.replace(coarse.find("\"from\":-2"), 9, "\"from\":0");
    std::string other_seed = header_line;
    other_seed.replace(other_seed.find("c0ffee07"), 8, "deadbeef");
    return {
        parse(header_line + result_line("peaked", "stable", "0x1p+2") + result_line("tied", "accurate", "0x1p+0") +
              law_line("held", "0x1p+0") + curve_line(R"(["0x1p+0","0x1p+0"],["0x1p+1","0x1p+0"])") + witness_line("inaccurate", "0x1p+9") +
              footer_line),
        parse(other_seed + coarse + law_line("failed", "0x1p+5") + curve_line(R"(["0x1p+1","0x1p+0"],["0x1.8p+0","inf"])") +
              witness_line("wrong", "inf") +
              R"({"record":"not_tested","operation":"relu","format":null,"output":null,"reason":"declared unsupported"})"
              "\n" +
              footer_line),
        parse(header_line + result_line("tied", "faithful", "0x1p-1") + law_line("undecided", "nan") +
              R"({"record":"moonphase"})"
              "\n"),
    };
}

}  // namespace

TEST_CASE("merging shards is associative and commutative", "[reports]") {
    const auto all = shards();
    const Ledger &a = all[0], &b = all[1], &c = all[2];
    CHECK(merge(a, b) == merge(b, a));
    CHECK(merge(a, c) == merge(c, a));
    CHECK(merge(merge(a, b), c) == merge(a, merge(b, c)));
    CHECK(merge(merge(c, a), b) == merge(merge(b, c), a));

    const std::vector<Ledger> backwards{c, b, a};
    CHECK(merge(all) == merge(backwards));
    CHECK(html(std::vector{merge(all)}).front().markup == html(std::vector{merge(backwards)}).front().markup);
}

TEST_CASE("counts add up, the worst wins, and one unfinished shard leaves all unfinished", "[reports]") {
    const auto all = shards();
    const Ledger two = merge(all[0], all[1]);
    CHECK(two.finished());
    CHECK(two.footer->cases == 16);
    CHECK(two.header.seeds.size() == 2);

    const Result& peaked = two.results.front();
    CHECK(peaked.cases == 16);
    CHECK(peaked.verdict == Verdict::wrong);
    CHECK(peaked.ulp_max->hex == "nan");
    CHECK(peaked.histogram.from == 0);
    CHECK(peaked.histogram.bins == std::vector<Count>{32, 8, 8});
    CHECK(two.laws.front().verdict == LawVerdict::failed);
    CHECK(two.curves.front().points.size() == 3);
    CHECK(two.witnesses.front().verdict == Verdict::wrong);
    CHECK_FALSE(merge(all).finished());
}

TEST_CASE("a coarser histogram takes in the finest bins of the other", "[reports]") {
    const Histogram fine{.from = -4, .bins = {1, 2, 3, 4}}, coarse{.from = -2, .bins = {10, 20}};
    CHECK(sum(fine, coarse) == Histogram{.from = -2, .bins = {16, 24}});
    CHECK(sum(coarse, fine) == sum(fine, coarse));
    CHECK(sum(fine, {}) == fine);
}

TEST_CASE("only shards of one subject merge; others stand side by side", "[reports]") {
    const Ledger fast = read_ledger(fixture("fast.jsonl")), baseline = read_ledger(fixture("baseline.jsonl"));
    CHECK_THROWS_AS(merge(fast, baseline), LedgerError);
    CHECK_THROWS_AS(merge(std::span<const Ledger>()), LedgerError);

    Ledger other_seed = fast;
    other_seed.header.seeds = {"0x000000000000002a"};
    const std::vector<Ledger> mixed{fast, baseline, other_seed};
    const auto subjects = merge_shards(mixed);
    REQUIRE(subjects.size() == 2);
    CHECK(subjects[0].footer->cases == 2 * fast.footer->cases);
    CHECK(subjects[1] == baseline);

    // The same cases twice are no parts of one whole.
    const std::vector<Ledger> twice{fast, fast};
    CHECK(merge_shards(twice).size() == 2);
}
