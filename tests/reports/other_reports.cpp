// SPDX-License-Identifier: Apache-2.0
#include "tests/reports/hostile.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <pugixml.hpp>
#include <sys/stat.h>

using namespace lossproof::reports;
using Catch::Contains;

namespace {

pugi::xml_document junit_of(const std::vector<Ledger>& ledgers) {
    pugi::xml_document document;
    REQUIRE(document.load_string(junit(ledgers).c_str()));
    return document;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("JUnit: a suite for each subject, a case for each result, and sums that agree", "[reports]") {
    const auto document = junit_of(fixtures());
    CHECK(document.select_nodes("/testsuites/testsuite").size() == 2);
    for (const auto& found : document.select_nodes("/testsuites/testsuite")) {
        const auto suite = found.node();
        CHECK(suite.attribute("tests").as_uint() == suite.select_nodes("testcase").size());
        CHECK(suite.attribute("failures").as_uint() == suite.select_nodes("testcase/failure").size());
        CHECK(suite.attribute("errors").as_uint() == suite.select_nodes("testcase/error").size());
        CHECK(suite.attribute("skipped").as_uint() == suite.select_nodes("testcase/skipped").size());
    }
    const auto fault =
        document.select_node("//testcase[@classname='lossproof.baseline_0_1_0.softmax_cross_entropy'][@name='value f64']/failure").node();
    CHECK_THAT(fault.text().get(), Contains("0x1.d257d547e083fp-72") && Contains("replay     lossproof replay baseline '{"));
    CHECK(document.select_nodes("//testsuite[@name='lossproof: fast 0.1.0']/testcase/failure").empty());
    CHECK(document.select_nodes("//testcase[contains(@classname,'kl_divergence')]/skipped").size() == 2);
}

TEST_CASE("JUnit: a run that was killed, or tested nothing, is not green", "[reports]") {
    CHECK(junit_of({parse(header_line + result_line("peaked", "stable", "0x1p+2"))}).select_nodes("//error").size() == 1);
    CHECK(junit_of({parse(header_line + footer_line)}).select_nodes("//error").size() == 1);
    CHECK(junit_of({parse(header_line + result_line("peaked", "unsupported", "0x0p+0") + footer_line)}).select_nodes("//skipped").size() ==
          1);
    CHECK(junit_of({parse(header_line + result_line("peaked", "error", "nan") + footer_line)}).select_nodes("//error").size() == 1);
}

TEST_CASE("JUnit holds hostile names as text", "[reports]") {
    const auto document = junit_of({hostile_ledger()});
    CHECK(document.select_nodes("//script").empty());
    CHECK_THAT(document.select_node("//failure").node().text().get(), Contains("<script>alert('x')</script>]]>"));
}

TEST_CASE("Markdown: worst first, one table row a line, nothing hostile survives outside a fence", "[reports]") {
    const std::string good = markdown(fixtures());
    CHECK_THAT(good, Contains("**baseline 0.1.0: fell short.**") && Contains("lossproof replay baseline '{") &&
                         Contains("### Not tested: fast 0.1.0"));
    CHECK_THAT(good, Contains("1. **") && Contains("Write instead: ") && Contains("log_sigmoid value ("));

    std::istringstream lines(markdown(std::vector{hostile_ledger()}));
    bool fence = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("```") != line.npos) fence = !fence;
        if (fence) continue;
        CHECK(line.find("<script") == line.npos);
        CHECK(line.find("http://") == line.npos);
        if (line.starts_with("| ")) CHECK(line.ends_with(" |"));
    }
    CHECK_FALSE(fence);
}

TEST_CASE("JSON: the outcome, the cells and their witnesses can be read back", "[reports]") {
    const auto report = nlohmann::json::parse(json(fixtures()));
    REQUIRE(report["subjects"].size() == 2);
    const auto& baseline = report["subjects"][0];
    CHECK(baseline["outcome"]["verdict"] == "fell_short");
    CHECK(baseline["outcome"]["exit"] == 1);
    CHECK(baseline["results"].size() == 24);
    CHECK(baseline["results"][0]["verdict"] == "wrong");
    CHECK(baseline["results"][0]["witnesses"][0]["case"]["op"] == "log_sigmoid");
    CHECK(report["subjects"][1]["outcome"]["exit"] == 0);
    CHECK(nlohmann::json::parse(json(std::vector{hostile_ledger()}))["subjects"][0]["outcome"]["finished"] == false);
}

TEST_CASE("the ledger's own lines may make a footer's verdict graver, never milder", "[reports]") {
    const auto exit_of = [](const std::string& lines) {
        return nlohmann::json::parse(json(std::vector{parse(lines)}))["subjects"][0]["outcome"]["exit"].get<int>();
    };
    CHECK(exit_of(header_line + result_line("peaked", "stable", "0x1p+2") + footer_line) == 0);
    CHECK(exit_of(header_line + result_line("peaked", "wrong", "0x1p+2") + footer_line) == 1);
    CHECK(exit_of(header_line + result_line("peaked", "error", "nan") + footer_line) == 10);
    CHECK(exit_of(header_line + result_line("peaked", "undecided", "0x0p+0") + footer_line) == 5);
}

TEST_CASE("reports appear whole, and an unwritable place is named", "[reports]") {
    const auto directory = std::filesystem::temp_directory_path() / "lossproof-test-reports";
    std::filesystem::remove_all(directory);
    write_reports(fixtures(), directory / "deep");
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory / "deep")) names.insert(entry.path().filename().string());
    std::set<std::string> expected{"junit.xml", "report.json", "report.md"};
    for (const Page& page : html(fixtures())) {
        expected.insert(page.file);
        CHECK(read(directory / "deep" / page.file) == page.markup);
    }
    CHECK(names == expected);

    std::ofstream(directory / "file") << "in the way";
    CHECK_THROWS_WITH(write_reports(fixtures(), directory / "file"), Contains("cannot write " + (directory / "file").string()));
    CHECK_THROWS_WITH(write_reports(fixtures(), directory / "file/below"), Contains("cannot write"));
    CHECK_THROWS_AS(write_whole(directory / "absent/x", "text"), ReportError);
    CHECK_THROWS_AS(write_whole(directory / "deep", "text"), ReportError);
    std::filesystem::remove_all(directory);
}
