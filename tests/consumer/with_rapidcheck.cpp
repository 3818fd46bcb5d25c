// SPDX-License-Identifier: Apache-2.0
#include "losses.hpp"

#include <lossproof/rapidcheck.hpp>
#include <lossproof/testing.hpp>
#include <rapidcheck.h>

#include <cstdlib>

namespace {

template <class F> bool softplus_holds(F softplus) {
    return rc::check([&] {
        const lossproof::Case hard = *lossproof::hard_case("softplus", lossproof::Format::f64);
        RC_PRE(!hard.parameters.contains("reduction") || std::get<std::string>(hard.parameters.at("reduction")) == "none");
        std::vector<double> got;
        for (const double x : hard.inputs.at("x").values) got.push_back(softplus(x));
        RC_ASSERT(lossproof::certified(hard).match(got));
    });
}

}  // namespace

int main() {
    setenv("RC_PARAMS", "seed=1 max_success=40", 1);
    const bool right = softplus_holds([](double x) { return mine::softplus(x); });
    const bool wrong = softplus_holds([](double x) { return mine::naive_softplus(x); });
    return right && !wrong ? 0 : 1;
}
