// SPDX-License-Identifier: Apache-2.0
// The catalogue's own formulas evaluated in the format itself: `baseline` is the textbook formula, `stable` the entry's stable
// algorithm, which the verdict must acquit.
#include "reference/oracle/machine_evaluate.hpp"
#include "subjects/builtin/builtin.hpp"
#include "subjects/subject.hpp"

namespace lossproof {
namespace {

class InTheFormat : public Subject {
public:
    using Values = std::vector<double> (*)(const Plan&, std::string_view output);
    InTheFormat(std::string name, std::string what, Values values)
        : values_(values), identity_{.name = std::move(name),
                                     .version = "1",
                                     .door = "built in",
                                     .details = {{"what", std::move(what)}},
                                     .conventions = {}} {}

    const SubjectIdentity& identity() const override { return identity_; }
    bool offers(std::string_view operation, Format, std::string_view) const override { return find_operation(operation) != nullptr; }

    std::vector<Reply> compute(std::span<const Request> requests) override {
        std::vector<Reply> replies;
        for (const Request& request : requests) {
            Reply reply;
            const Plan plan(request.question);
            for (const auto& wanted : request.outputs)
                reply.outputs[wanted.name] = {.shape = wanted.shape, .values = values_(plan, wanted.name)};
            replies.push_back(std::move(reply));
        }
        return replies;
    }

private:
    Values values_;
    SubjectIdentity identity_;
};

}  // namespace

std::unique_ptr<Subject> open_baseline() {
    return std::make_unique<InTheFormat>("baseline", "the textbook formula, every operation rounded into the format", textbook_values);
}
std::unique_ptr<Subject> open_stable() {
    return std::make_unique<InTheFormat>("stable", "the entries' stable algorithms, every operation rounded into the format",
                                         [](const Plan& plan, std::string_view output) { return stable_values(plan, output); });
}

}  // namespace lossproof
