// SPDX-License-Identifier: Apache-2.0
// The ends of an enclosure, as numbers and as print, against MPFR at 5,000 bits and without slack: an end that rounds the wrong way by
// one unit shows.
#include "reference/numbers/ends.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include <mpfr.h>

using namespace lossproof;

namespace {

constexpr mpfr_prec_t bits = 5000;

/// A number of MPFR that frees itself.
class Big {
public:
    Big() { mpfr_init2(number_, bits); }
    explicit Big(double value) : Big() { mpfr_set_d(number_, value, MPFR_RNDN); }
    explicit Big(const std::string& decimal) : Big() { mpfr_set_str(number_, decimal.c_str(), 10, MPFR_RNDN); }
    Big(const Big&) = delete;
    Big& operator=(const Big&) = delete;
    ~Big() { mpfr_clear(number_); }
    mpfr_ptr get() { return number_; }
    bool below(const Big& other) const { return mpfr_less_p(number_, other.number_) != 0; }

private:
    mpfr_t number_;
};

using MpfrFunction = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

template <int B> void holds(const Enclosure<B>& x, Big& truth) {
    Big low(x.lower()), high(x.upper()), low_text(x.lower_text(25)), high_text(x.upper_text(25));
    CAPTURE(B, x.lower_text(25), x.upper_text(25));
    CHECK(low.below(truth));
    CHECK(truth.below(high));
    CHECK(low_text.below(truth));
    CHECK(truth.below(high_text));
    // As tight as the print and binary64 allow.
    CHECK(std::nextafter(x.lower(), HUGE_VAL) == x.upper());
    CHECK(x.lower_text(25) != x.upper_text(25));
    Big wide;
    mpfr_sub(wide.get(), high_text.get(), low_text.get(), MPFR_RNDU);
    mpfr_div(wide.get(), wide.get(), truth.get(), MPFR_RNDU);
    CHECK(std::fabs(mpfr_get_d(wide.get(), MPFR_RNDU)) < 2e-24);
}

template <int B> void check(Enclosure<B> (*ours)(const Enclosure<B>&), MpfrFunction theirs) {
    for (const double value : {0.1, 0.7, 1.5, 3.0, 17.0, 1e-9, 1e-300, 650.0}) {
        Big truth;
        theirs(truth.get(), Big(value).get(), MPFR_RNDN);
        holds(ours(Enclosure<B>::from(value)), truth);
        mpfr_neg(truth.get(), truth.get(), MPFR_RNDN);
        holds(-ours(Enclosure<B>::from(value)), truth);
    }
}

}  // namespace

TEST_CASE("both ends of an enclosure lie beyond the value, as binary64 and in print") {
    check<128>(exp<128>, mpfr_exp);
    check<128>(log<128>, mpfr_log);
    check<256>(exp<256>, mpfr_exp);
    check<256>(log1p<256>, mpfr_log1p);
    check<1024>(expm1<1024>, mpfr_expm1);
    check<4096>(tanh<4096>, mpfr_tanh);
}

TEST_CASE("the ends by themselves are points, and hold what is between them") {
    const Enclosure256 third = Enclosure256(1) / 3, low = lowest(third), high = highest(third);
    CHECK((low.is_point() && high.is_point()));
    CHECK((low < high) == Decision::yes);
    CHECK((inside(low, third) && inside(high, third)));
    const Enclosure256 wide = hull(Enclosure256(1), Enclosure256(2));
    CHECK((lowest(wide) == 1) == Decision::yes);
    CHECK((highest(wide) == 2) == Decision::yes);
}
