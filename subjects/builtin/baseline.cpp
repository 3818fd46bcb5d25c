// SPDX-License-Identifier: Apache-2.0
// The textbook formula in the format itself: the catalogue's own formulas evaluated in machine numbers.
#include "reference/oracle/machine_evaluate.hpp"
#include "subjects/builtin/builtin.hpp"
#include "subjects/subject.hpp"

namespace lossproof {
namespace {

class Baseline : public Subject {
public:
    const SubjectIdentity& identity() const override { return identity_; }

    bool offers(std::string_view operation, Format, std::string_view) const override { return find_operation(operation) != nullptr; }

    std::vector<Reply> compute(std::span<const Request> requests) override {
        std::vector<Reply> replies;
        for (const Request& request : requests) {
            Reply reply;
            const Plan plan(request.question);
            for (const auto& wanted : request.outputs)
                reply.outputs[wanted.name] = {.shape = wanted.shape, .values = textbook_values(plan, wanted.name)};
            replies.push_back(std::move(reply));
        }
        return replies;
    }

private:
    const SubjectIdentity identity_{.name = "baseline",
                                    .version = "1",
                                    .door = "built in",
                                    .details = {{"what", "the textbook formula, every operation rounded into the format"}},
                                    .conventions = {}};
};

}  // namespace

std::unique_ptr<Subject> open_baseline() { return std::make_unique<Baseline>(); }

}  // namespace lossproof
