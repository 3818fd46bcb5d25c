// SPDX-License-Identifier: Apache-2.0
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

double columns_of(const Plan& plan) { return static_cast<double>(plan.question().inputs.begin()->second.columns()); }
void scale(std::vector<double>& values, double factor) {
    for (double& v : values) v *= factor;
}

}  // namespace

TEST_CASE("the mean where the sum was asked is convicted") {
    convicted(Mutant("mean for sum")
                  .distorts("squared_error", "value",
                            [](const Plan& plan, std::vector<double>& values) {
                                if (plan.reduction() == Reduction::sum) scale(values, 1 / static_cast<double>(plan.denominator()));
                            }),
              "inaccurate");
}

TEST_CASE("the sum where the mean was asked is convicted") {
    convicted(Mutant("sum for mean")
                  .distorts("softmax_cross_entropy", "value",
                            [](const Plan& plan, std::vector<double>& values) {
                                if (plan.reduction() == Reduction::mean && plan.denominator() > 0)
                                    scale(values, static_cast<double>(plan.denominator()));
                            }),
              "wrong");
}

TEST_CASE("batchmean, divided by rows where elements were asked, is convicted") {
    convicted(Mutant("batchmean")
                  .distorts("huber", "value",
                            [](const Plan& plan, std::vector<double>& values) {
                                if (plan.reduction() == Reduction::mean) scale(values, columns_of(plan));
                            }),
              "wrong");
}

TEST_CASE("a mean over the entries of a row where their sum was asked is convicted") {
    convicted(
        Mutant("mean over classes")
            .distorts("kl_divergence", "value", [](const Plan& plan, std::vector<double>& values) { scale(values, 1 / columns_of(plan)); }),
        "inaccurate");
}

TEST_CASE("rows read with the strides of the transposed matrix are convicted") {
    convicted(Mutant("transposed strides")
                  .lies("softmax", "value",
                        [](const Plan& plan, const Plan::Output& output) {
                            Case turned = plan.question();
                            Tensor& logits = turned.inputs.at("logits");
                            const auto rows = static_cast<std::size_t>(logits.rows()), columns = static_cast<std::size_t>(logits.columns());
                            const auto straight = logits.values;
                            for (std::size_t n = 0; n < rows; ++n)
                                for (std::size_t k = 0; k < columns; ++k) logits.values[n * columns + k] = straight[k * rows + n];
                            return Mutant::certified(Plan(turned), output.name);
                        }),
              "wrong");
}

TEST_CASE("ignored rows kept in the denominator are convicted") {
    convicted(Mutant("ignored rows count")
                  .distorts("softmax_cross_entropy", "value",
                            [](const Plan& plan, std::vector<double>& values) {
                                if (plan.reduction() == Reduction::mean && plan.denominator() > 0)
                                    scale(values, static_cast<double>(plan.denominator()) / static_cast<double>(plan.groups()));
                            }),
              "inaccurate");
}

TEST_CASE("a gradient that forgets the mean's divisor is convicted") {
    convicted(Mutant("no divisor")
                  .distorts("mean_squared_error", "d_prediction",
                            [](const Plan& plan, std::vector<double>& values) {
                                if (plan.reduction() == Reduction::mean) scale(values, static_cast<double>(plan.denominator()));
                            }),
              "wrong");
}

TEST_CASE("a Hessian that forgets the mean's divisor is convicted") {
    const auto undivided = [](const Plan& plan, std::vector<double>& values) {
        if (plan.reduction() == Reduction::mean && plan.denominator() > 0) scale(values, static_cast<double>(plan.denominator()));
    };
    convicted(Mutant("no divisor")
                  .distorts("softmax_cross_entropy", "H_logits", undivided)
                  .distorts("binary_cross_entropy_with_logits", "H_logits", undivided),
              "wrong");
}

TEST_CASE("a Hessian of a target that is taken for normalised is convicted") {
    convicted(Mutant("mass taken as 1")
                  .slips("softmax_cross_entropy_with_distribution", "H_logits",
                         [](const Data& d) {
                             const RowM p = shifted_softmax(row(d));
                             RowM hessian;
                             for (Index i = 0; i < p.size(); ++i)
                                 for (Index j = 0; j < p.size(); ++j)
                                     hessian.push_back(i == j ? p[i] * sum_except(p, i, [&](Index k) { return p[k]; }) : -(p[i] * p[j]));
                             return hessian;
                         }),
              "wrong");
}

TEST_CASE("the last element of a batch never computed is convicted") {
    convicted(Mutant("tail left out")
                  .distorts("sigmoid", "value",
                            [](const Plan& plan, std::vector<double>& values) {
                                if (plan.reduction() == Reduction::none && values.size() % 2 == 1) values.back() = 0;
                            }),
              "wrong");
}
