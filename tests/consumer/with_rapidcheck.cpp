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
        const auto reduction = hard.parameters.find("reduction");
        const bool value_for_value = reduction == hard.parameters.end() || std::get<std::string>(reduction->second) == "none";
        RC_PRE(value_for_value && !hard.inputs.contains("sample_weights"));
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
