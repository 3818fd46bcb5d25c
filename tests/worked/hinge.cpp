// SPDX-License-Identifier: Apache-2.0
// The multiclass hinge on the slides: two worked rows of scores, three labelled images, and the quiz.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

using Scores = std::vector<std::string>;

Rational hinge(const Scores& scores, int label_class, double margin = 1) {
    return formula<Rational>("multiclass_hinge", {figures<Rational>(scores), label<Rational>(label_class)}, {{"margin", margin}})[0];
}
/// One summand of the slide: the row of the label's score and one other.
Rational summand(const std::string& own, const std::string& other, double margin = 1) { return hinge({own, other}, 0, margin); }

const Scores scores = {"15", "-3", "7"};

Case images() {
    const Tensor logits = tensor({3, 3}, {3.0, 6.2, -2.1, 0.9, 5.1, 3.4, 1.6, 2.3, -4.5});
    return asking("multiclass_hinge", {{"logits", logits}, {"label", labels({0, 1, 2})}}, {{"reduction", std::string("none")}});
}

}  // namespace

TEST_CASE("N01 hinge (15,-3,7), label 0, margin 1: printed 0+0=0, right", "[N01]") {
    CHECK(print(summand("15", "-3"), "0") == Print::right);
    CHECK(print(summand("15", "7"), "0") == Print::right);
    CHECK(print(hinge(scores, 0), "0") == Print::right);
}

TEST_CASE("N02 hinge (15,-3,7), label 1, margin 1: printed 19+11=30, right", "[N02]") {
    CHECK(print(summand("-3", "15"), "19") == Print::right);
    CHECK(print(summand("-3", "7"), "11") == Print::right);
    CHECK(print(hinge(scores, 1), "30") == Print::right);
}

TEST_CASE("N02b hinge (15,-3,7), label 2, margin 1: not printed, 9+0=9", "[N02b]") {
    CHECK(same(summand("7", "15"), Rational(9)));
    CHECK(same(summand("7", "-3"), Rational(0)));
    CHECK(same(hinge(scores, 2), Rational(9)));
}

TEST_CASE("N03 hinge (15,-3,7), label 0, margin 20: printed 2+12=14, right", "[N03]") {
    CHECK(print(summand("15", "-3", 20), "2") == Print::right);
    CHECK(print(summand("15", "7", 20), "12") == Print::right);
    CHECK(print(hinge(scores, 0, 20), "14") == Print::right);
}

TEST_CASE("N04 hinge (15,-3,7), label 1, margin 20: printed 38+10=48, wrong; it is 38+30=68", "[N04][E1]") {
    CHECK(print(summand("-3", "15", 20), "38") == Print::right);
    CHECK(print(summand("-3", "7", 20), "10") == Print::wrong);
    CHECK(print(summand("-3", "7", 20), "30") == Print::right);
    CHECK(print(hinge(scores, 1, 20), "48") == Print::wrong);
    CHECK(print(hinge(scores, 1, 20), "68") == Print::right);

    const Case question = asking("multiclass_hinge", {{"logits", row({15, -3, 7})}, {"label", labels({1})}}, {{"margin", 20.0}});
    CHECK(print(certified(question)[0], "48") == Print::wrong);
    CHECK(print(certified(question)[0], "68") == Print::right);
}

TEST_CASE("N04b hinge (15,-3,7), label 2, margin 20: not printed, 28+10=38; the slide's 10 belongs here", "[N04b][E1]") {
    CHECK(same(summand("7", "15", 20), Rational(28)));
    CHECK(same(summand("7", "-3", 20), Rational(10)));
    CHECK(same(hinge(scores, 2, 20), Rational(38)));
}

TEST_CASE("N05 hinge of the dog (3.0,6.2,-2.1), label 0: printed 4.2, right", "[N05]") {
    CHECK(print(hinge({"3.0", "6.2", "-2.1"}, 0), "4.2") == Print::right);
    CHECK(textbook(images())[0] == 4.2);
}

TEST_CASE("N06 hinge of the bird (0.9,5.1,3.4), label 1: printed 0, right", "[N06]") {
    CHECK(print(hinge({"0.9", "5.1", "3.4"}, 1), "0") == Print::right);
    CHECK(rounded(images())[1] == 0.0);
}

TEST_CASE("N07 hinge of the truck (1.6,2.3,-4.5), label 2: printed 14.9, right; the binary64 loop misses it", "[N07]") {
    CHECK(print(summand("-4.5", "1.6"), "7.1") == Print::right);
    CHECK(print(summand("-4.5", "2.3"), "7.8") == Print::right);
    CHECK(print(hinge({"1.6", "2.3", "-4.5"}, 2), "14.9") == Print::right);
    // The exact loss of the binary64 inputs rounds to the binary64 14.9; the loop's four roundings end one place below.
    CHECK(rounded(images())[2] == 14.9);
    CHECK(textbook(images())[2] == 14.899999999999999);
}

TEST_CASE("N08 mean of the three hinges: (4.2+0+14.9)/3 is 191/30, and binary64 on the literals rounds it wrongly", "[N08]") {
    const Rational mean =
        (hinge({"3.0", "6.2", "-2.1"}, 0) + hinge({"0.9", "5.1", "3.4"}, 1) + hinge({"1.6", "2.3", "-4.5"}, 2)) / Rational(3);
    CHECK(same(mean, Rational::read("191/30")));
    CHECK(mean.rounded(spec(Format::f64)) == 6.366666666666666);
    CHECK((4.2 + 0 + 14.9) / 3 == 6.366666666666667);
}

TEST_CASE("N16 hinge of (10,7,5), (10,9,9), (10,-10,-10), label 0: printed 0, 0, 0, right; the second is on the kink", "[N16]") {
    CHECK(print(hinge({"10", "7", "5"}, 0), "0") == Print::right);
    CHECK(print(hinge({"10", "9", "9"}, 0), "0") == Print::right);
    CHECK(print(hinge({"10", "-10", "-10"}, 0), "0") == Print::right);
    // Both arguments of max(0, ·) are exactly 0, so the smallest larger margin already costs twice its excess.
    CHECK(same(hinge({"10", "9", "9"}, 0, 1.5), Rational(1)));
}

TEST_CASE("Q13 the hinge has the minimum 0, attained, and no maximum", "[Q13]") {
    CHECK(same(hinge({"1", "0", "-7"}, 0), Rational(0)));
    // L(a·z) ≥ a·(z_0 − z_1) grows past every bound.
    for (const int a : {1, 1000, 1000000}) CHECK(same(hinge({"0", std::to_string(a)}, 0), Rational(a + 1)));
}

TEST_CASE("Q14 the hinge of equal scores is K-1", "[Q14]") {
    for (const int classes : {1, 2, 3, 10, 1000}) CHECK(same(hinge(Scores(classes, "0"), 0), Rational(classes - 1)));
}

TEST_CASE("Q15 summing over all classes adds 1 and leaves the gradient alone", "[Q15]") {
    for (const int own : {0, 1, 2}) {
        const auto all = [&] { return std::vector<Argument<Rational>>{figures<Rational>(scores), label<Rational>(own)}; };
        CHECK(same(formula<Rational>("multiclass_hinge_all_classes", all())[0] - hinge(scores, own), Rational(1)));
        const Row<Rational> with = slope<Rational>("multiclass_hinge_all_classes", all()),
                            without = slope<Rational>("multiclass_hinge", all());
        for (Index j = 0; j < 3; ++j) CHECK(same(with[j], without[j]));
    }
}

TEST_CASE("Q18 with two classes the multiclass hinge is the binary one of the score difference", "[Q18]") {
    const Rational multi = hinge({"0.75", "0.5"}, 0);
    const Rational binary = formula<Rational>("binary_hinge", {figures<Rational>({"0.25"}), label<Rational>(1)})[0];
    CHECK(same(multi, binary));
    CHECK(same(multi, Rational::read("3/4")));
}
