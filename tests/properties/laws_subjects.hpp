// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"
#include "reference/oracle/machine_evaluate.hpp"
#include "subjects/subject.hpp"

#include <functional>

namespace lossproof {

/// A subject that answers by a function: the correctly rounded value, the textbook formula, or something wrong.
class FunctionSubject : public Subject {
public:
    using Answers = std::function<std::vector<double>(const Plan&, const std::string& output)>;
    FunctionSubject(std::string name, Answers answers)
        : answers_(std::move(answers)), identity_{
                                            .name = std::move(name), .version = "1", .door = "test", .details = {}, .conventions = {}} {}

    const SubjectIdentity& identity() const override { return identity_; }
    bool offers(std::string_view operation, Format, std::string_view) const override { return find_operation(operation) != nullptr; }
    std::vector<Reply> compute(std::span<const Request> requests) override {
        ++batches;
        std::vector<Reply> replies;
        for (const Request& request : requests) {
            Reply reply;
            const Plan plan(request.question);
            for (const auto& wanted : request.outputs)
                reply.outputs[wanted.name] = {.shape = wanted.shape, .values = answers_(plan, wanted.name)};
            replies.push_back(std::move(reply));
        }
        return replies;
    }
    std::size_t batches = 0;

private:
    Answers answers_;
    SubjectIdentity identity_;
};

inline std::vector<double> correctly_rounded(const Plan& plan, const std::string& output) {
    std::vector<double> values;
    const Certificate certificate(plan.question(), {.outputs = {output}});
    for (const auto& answer : certificate.output(output)->answers) values.push_back(answer.rounded);
    return values;
}

}  // namespace lossproof
