// SPDX-License-Identifier: Apache-2.0
#include "tests/reports/hostile.hpp"

#include <catch2/catch.hpp>
#include <pugixml.hpp>
#include <map>
#include <regex>
#include <set>

using namespace lossproof::reports;
using Catch::Contains;

namespace {

pugi::xml_document parsed(const std::string& page) {
    pugi::xml_document document;
    const auto outcome = document.load_buffer(page.data(), page.size(), pugi::parse_full);
    INFO(outcome.description() << " near: "
                               << page.substr(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, outcome.offset - 40)), 120));
    REQUIRE(outcome);
    return document;
}

std::vector<std::vector<Ledger>> samples() {
    std::vector<std::vector<Ledger>> all{fixtures(), {hostile_ledger()}, {}, {parse(header_line)}, {parse(header_line + footer_line)}};
    all.push_back({all[0][0], hostile_ledger(), all[0][0]});
    return all;
}

std::string page_of(const std::vector<Ledger>& ledgers, const std::string& file) {
    for (const Page& page : html(ledgers))
        if (page.file == file) return page.markup;
    FAIL("no page " << file);
    return {};
}
std::string index_of(const std::vector<Ledger>& ledgers) { return page_of(ledgers, "index.html"); }

std::string text_of(const pugi::xml_node& node) {
    std::string all;
    for (const auto& found : node.select_nodes(".//text()")) all += found.node().value();
    return all;
}

}  // namespace

TEST_CASE("every page is well-formed and its links lead somewhere", "[reports]") {
    for (const auto& ledgers : samples()) {
        std::map<std::string, std::multiset<std::string>> ids;
        const auto pages = html(ledgers);
        for (const Page& page : pages) {
            const auto document = parsed(page.markup);
            for (const auto& found : document.select_nodes("//*[@id]")) ids[page.file].insert(found.node().attribute("id").value());
            for (const std::string& id : ids[page.file]) CHECK(ids[page.file].count(id) == 1);
        }
        for (const Page& page : pages) {
            const auto document = parsed(page.markup);
            for (const auto& found : document.select_nodes("//a[@href]")) {
                const std::string target = found.node().attribute("href").value();
                const std::size_t hash = std::min(target.find('#'), target.size());
                const std::string file = hash == 0 ? page.file : target.substr(0, hash);
                CAPTURE(page.file, target);
                REQUIRE(std::any_of(pages.begin(), pages.end(), [&](const Page& other) { return other.file == file; }));
                CHECK((hash == target.size() || ids[file].count(target.substr(hash + 1)) == 1));
            }
        }
    }
}

TEST_CASE("a page has a name that any file system takes", "[reports]") {
    std::set<std::string> files;
    for (const auto& ledgers : samples())
        for (const Page& page : html(ledgers)) {
            files.insert(page.file);
            CHECK(page.file.size() < 200);
            CHECK(page.file.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == std::string::npos);
        }
    CHECK(files.size() > 5);
}

TEST_CASE("no page fetches anything or runs anything of a subject's", "[reports]") {
    for (const auto& ledgers : samples())
        for (const auto& [file, page] : html(ledgers)) {
            const auto document = parsed(page);
            CHECK(document.select_nodes("//script").size() == 1);
            CHECK(page.find("script-src 'sha256-") != page.npos);
            CHECK(document.select_nodes("//img | //link | //iframe | //object | //embed | //form | //base | //image | //use").empty());
            CHECK(document.select_nodes("//@src | //@srcset | //@action | //@*[starts-with(name(), 'on')] | //@xlink:href").empty());
            CHECK_FALSE(std::regex_search(std::string(document.select_node("//style").node().text().get()), std::regex("url\\(|@import")));
            if (page.find("evil.example") == page.npos) CHECK_FALSE(std::regex_search(page, std::regex("https?:|//[a-z]+\\.")));
            CHECK(page.find('\x01') == page.npos);
            CHECK(page.find('\x1b') == page.npos);
        }
}

TEST_CASE("the first screen tells the verdict and the gaps", "[reports]") {
    const auto document = parsed(index_of(fixtures()));
    const std::string verdicts = text_of(document.select_node("//section[@id='verdict']").node());
    CHECK_THAT(verdicts, Contains("baseline 0.1.0 fell short") && Contains("fast 0.1.0 held") && Contains("1 of 6 laws failed"));
    CHECK_THAT(text_of(document.select_node("//section[@id='not-tested']").node()),
               Contains("declared unsupported: kl_divergence") && Contains("softmax J_logits"));
}

TEST_CASE("the matrix has a cell for each operation, output, format and subject, with its word", "[reports]") {
    const auto document = parsed(index_of(fixtures()));
    CHECK(document.select_nodes("//table[@class='matrix']//td").size() == 8 * 3 * 2);
    const auto cells = document.select_nodes("//table[@class='matrix']//td[@class='v-wrong']");
    CHECK(cells.size() > 10);
    for (const auto& cell : cells) CHECK_THAT(text_of(cell.node()), Contains("wrong"));
    CHECK_THAT(text_of(document.select_node("//table[@class='matrix']").node()), Contains("≥ ") && Contains("= "));
}

TEST_CASE("a witness shows hex and decimal, reference, answer, bound, diagnosis and a line to paste", "[reports]") {
    const auto document = parsed(page_of(fixtures(), "op-softmax_cross_entropy.html"));
    const auto fold = document.select_node("//details[@id='cell-value:f64']").node();
    const std::string shown = text_of(fold);
    CHECK_THAT(shown,
               Contains("0x1.9p+5  0x0p+0  0x0p+0") && Contains("50  0  0") && Contains("0x1.d257d547e083fp-72") && Contains("8.2e15 ulp"));
    CHECK_THAT(shown, Contains("u(7|y| + κ), K=3, recursive") && Contains("log(softmax) gives the same bits") &&
                          Contains("log1p(Σ_{j≠ℓ} exp(zⱼ−z_ℓ))"));
    CHECK_THAT(shown, Contains("lossproof replay baseline '{\"op\":\"softmax_cross_entropy\""));
    CHECK(fold.select_nodes(".//figure/*[name()='svg']/title").size() == 3);
    CHECK(fold.select_nodes(".//figure[@class='wide']").size() == 1);
    CHECK(fold.select_nodes(".//path[@class='bound']").size() == 1);
    CHECK_FALSE(fold.select_nodes(".//*[@class='plot']/path[starts-with(@class, 'mark beyond')]").empty());
}

TEST_CASE("a run that was killed or compared nothing says so on top", "[reports]") {
    const std::string killed = index_of(std::vector{parse(header_line + result_line("peaked", "stable", "0x1p+2"))});
    CHECK_THAT(killed, Contains("did not finish") && Contains("The run did not finish; this is what it had found by then."));
    CHECK_THAT(index_of(std::vector{parse(header_line + footer_line)}), Contains("nothing was tested"));
}

TEST_CASE("a bar for each operation and subject, red where ordinary input falls short", "[reports]") {
    const auto bar = [](const std::string& verdict, const std::string& regime) {
        const std::string cell = R"("operation":"softmax","format":"f32","output":"value","stratum":)";
        const std::string lines =
            R"({"record":"result",)" + cell +
            R"("moderate","cases":1,"components":1,"verdict":"accurate","counts":{"accurate":1},"ulp_max":{"hex":"0x1.9p+6"}})" + "\n" +
            R"({"record":"result",)" + cell + R"("tails","cases":1,"components":1,"verdict":")" + verdict + R"(","counts":{")" + verdict +
            R"(":1},"ulp_max":{"hex":"0x1p+20"}})" + "\n" + R"({"record":"witness",)" + cell + R"("tails","verdict":")" + verdict +
            R"(","regime":")" + regime + R"(","cause":null,"got":{"hex":"0x1p+0"},"ulps":{"hex":"0x1p+20"}})" + "\n";
        const auto document = parsed(index_of(std::vector{parse(header_line + lines + footer_line)}));
        const auto cells = document.select_nodes("//table[@class='digits']//td");
        REQUIRE(cells.size() == 1);
        return std::string(cells.first().node().attribute("class").value()) + " " + cells.first().node().attribute("style").value() + " " +
               text_of(cells.first().node());
    };
    CHECK(bar("wrong", "ordinary") == "bad --share:16% ≤ 1.2value");
    CHECK(bar("wrong", "landmark") == "good --share:72% ≤ 5.2value");
}

TEST_CASE("pictures stay finite for any curve", "[reports]") {
    for (const char* points : {"", R"(["0x0p+0","0x0p+0"])", R"(["0x1p+0","inf"])",
                               R"(["-0x1p+1023","0x1p-1074"],["0x1p-1074","0x1.fffffffffffffp+1023"])", R"(["0x1p+5","0x1p+0"])"}) {
        const std::string page = page_of(
            std::vector{parse(header_line + result_line("peaked", "stable", "0x1p+2") +
                              R"({"record":"curve","operation":"softmax","format":"f64","output":"value","axis":"input","points":[)" +
                              points + "]}\n" + footer_line)},
            "op-softmax.html");
        const auto document = parsed(page);
        for (const auto& found :
             document.select_nodes("//figure//@*[name()='d' or name()='x' or name()='y' or name()='width' or name()='height']"))
            CHECK_FALSE(std::regex_search(std::string(found.attribute().value()), std::regex("nan|inf|e\\+")));
    }
}
