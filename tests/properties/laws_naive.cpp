// SPDX-License-Identifier: Apache-2.0
// What the textbook form in binary64 makes of every law: the last column of the lectures' identities, as a table.
#include "laws_subjects.hpp"
#include "properties/checker/law.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace lossproof;

namespace {

/// The laws it breaks, and why. All others it keeps: their forms neither cancel nor overflow on the samples drawn.
const std::map<std::string_view, std::string_view> refuted_laws = {
    {"focal loss without fading", "−log(p) of a p near 1"},
    {"gradient of label loss", "p_t − 1 cancels"},
    {"hessian annihilates ones", "1 − p cancels on the diagonal; ∞/∞"},
    {"hessian is positive semidefinite", "∞/∞"},
    {"info nce is a label loss", "exp overflows"},
    {"label loss is nll of log softmax", "exp overflows, log-softmax cancels"},
    {"label loss is not negative", "exp overflows; LSE − z_t may round below 0"},
    {"label losses sum to the multinomial", "LSE − z_t does not vanish for a single class"},
    {"label smoothing mixes losses", "LSE − z_t does not vanish for a single class"},
    {"log sigmoid is minus softplus", "log σ(x) is −∞ below −745"},
    {"log softmax is idempotent", "exp overflows"},
    {"log softmax is log of softmax", "exp overflows"},
    {"log sum exp is conjugate of entropy", "exp overflows"},
    {"log sum exp is nearly the maximum", "log Σ exp is relative to 1, not to a small maximum"},
    {"losses are not negative", "exp overflows"},
    {"one hot target is the label", "exp overflows; 0·(−∞)"},
    {"softmax is a distribution", "∞/∞"},
    {"softmax jacobian annihilates ones", "∞/∞"},
    {"softmax keeps the order", "∞/∞"},
    {"softmax shift invariant", "the unshifted form loses |LSE|"},
    {"softplus reflection", "exp overflows"},
    {"squared error on softmax saturates", "p_t − 1 cancels"},
    {"unnormalised bernoulli", "exp(−x) overflows before σ(x) underflows"},
};

}  // namespace

TEST_CASE("the textbook form in binary64 breaks the laws that cancel or overflow, and keeps the others", "[laws]") {
    FunctionSubject naive("textbook", [](const Plan& plan, const std::string& output) { return textbook_values(plan, output); });
    for (const Law& law : laws()) {
        if (!law.on_subject) continue;
        const LawOutcome outcome = law.on_subject(naive, 11, 100, Format::f64);
        INFO(outcome.law << ": worst " << outcome.worst << " of the bound; " << outcome.witness);
        CHECK((outcome.verdict == LawVerdict::failed) == refuted_laws.contains(law.name));
    }
}
