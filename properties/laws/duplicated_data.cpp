// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// The data loss is a mean: doubling the data changes nothing. A sum doubles.
Law law_duplicated_data() {
    return law({.name = "duplicated data",
                .statement = "mean loss of the data twice = mean loss; sum loss of the data twice = 2·sum loss",
                .identity = "C45 L01 X1",
                .operations = {"mean_squared_error", "softmax_cross_entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("mean_squared_error", format, dice, {"moderate", "near_equal", "dyadic"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        Case twice = s.question;
                        for (auto& [name, tensor] : twice.inputs) {
                            const std::vector<double> once = tensor.values;
                            tensor.values.insert(tensor.values.end(), once.begin(), once.end());
                            tensor.shape[0] *= 2;
                        }
                        const auto reduced = [&](Case question, const char* how) {
                            question.parameters["reduction"] = std::string(how);
                            return check.one(question);
                        };
                        check.equal(reduced(twice, "mean"), reduced(s.question, "mean"));
                        check.equal(reduced(twice, "sum"), 2 * reduced(s.question, "sum"));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
