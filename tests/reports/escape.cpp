// SPDX-License-Identifier: Apache-2.0
#include "reports/escape.hpp"

#include <catch2/catch.hpp>

using namespace lossproof::reports;

TEST_CASE("nothing in a text can end it", "[reports]") {
    CHECK(escape_xml("<script>&'\"]]>") == "&lt;script&gt;&amp;&#39;&quot;]]&gt;");
    CHECK(escape_xml(std::string("a\0b\x1b", 4)) == "a\uFFFDb\uFFFD");
    CHECK(escape_xml("\uFFFE\uFFFFκ") == "\uFFFD\uFFFDκ");
    CHECK(escape_markdown("a|b\n`c` <d> [e](f) *g*") == "a\\|b \\`c\\` &lt;d&gt; \\[e\\](f) \\*g\\*");
    CHECK(escape_markdown("softmax_cross _x_ http://a www.b") == "softmax_cross \\_x\\_ http\\://a www\\.b");
}

TEST_CASE("a fence is longer than any within", "[reports]") {
    CHECK(fenced("a ``` b") == "````text\na ``` b\n````\n");
    CHECK(fenced("a\nb", "  ") == "  ```text\n  a\n  b\n  ```\n");
}

TEST_CASE("different texts keep different anchors", "[reports]") {
    CHECK(anchor("softmax_cross-entropy") == "softmax_cross-entropy");
    CHECK(anchor("a b") != anchor("a.b"));
    CHECK(anchor("\" onload=\"x") == ".22..20.onload.3d..22.x");
}
