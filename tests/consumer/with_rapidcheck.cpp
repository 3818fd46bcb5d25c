// SPDX-License-Identifier: Apache-2.0
#include "losses.hpp"

#include <lossproof/rapidcheck.hpp>
#include <lossproof/testing.hpp>
#include <rapidcheck.h>

namespace {

template <class F> bool softplus_holds(F softplus) {
    const rc::detail::TestParams few{.seed = 1, .maxSuccess = 40, .maxSize = 100, .maxDiscardRatio = 10, .disableShrinking = false};
    const auto result = rc::detail::checkTestable(
        [&] {
            const lossproof::Case hard = *lossproof::hard_case("softplus", lossproof::Format::f64);
            std::vector<double> got;
            for (const double x : hard.inputs.at("x").values) got.push_back(softplus(x));
            RC_PRE(!hard.parameters.contains("reduction") || std::get<std::string>(hard.parameters.at("reduction")) == "none");
            RC_ASSERT(lossproof::certified(hard).match(got));
        },
        rc::detail::TestMetadata{}, few, rc::detail::TestListener::none());
    return result.template is<rc::detail::SuccessResult>();
}

}  // namespace

int main() {
    const bool right = softplus_holds([](double x) { return mine::softplus(x); });
    const bool wrong = softplus_holds([](double x) { return mine::naive_softplus(x); });
    return right && !wrong ? 0 : 1;
}
