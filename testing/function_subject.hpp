// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

#include <functional>
#include <set>

namespace lossproof::testing {

/// A function in this process as a subject: one operation, some formats, some outputs.
class FunctionSubject : public Subject {
public:
    using Answer = std::function<Reply(const Request&)>;

    /// `options`: the optional inputs and parameters that the function takes.
    FunctionSubject(SubjectIdentity identity, std::string operation, std::set<Format> formats, std::set<std::string, std::less<>> outputs,
                    std::set<std::string, std::less<>> options, Answer answer)
        : identity_(std::move(identity)), operation_(std::move(operation)), formats_(std::move(formats)), outputs_(std::move(outputs)),
          options_(std::move(options)), answer_(std::move(answer)) {}

    const SubjectIdentity& identity() const override { return identity_; }
    bool offers(std::string_view operation, Format format, std::string_view output) const override {
        return operation == operation_ && formats_.contains(format) && outputs_.find(output) != outputs_.end();
    }
    bool takes(std::string_view /*operation*/, std::string_view option) const override { return options_.contains(option); }
    std::vector<Reply> compute(std::span<const Request> requests) override {
        std::vector<Reply> replies;
        replies.reserve(requests.size());
        for (const Request& request : requests) replies.push_back(answer_(request));
        return replies;
    }

private:
    SubjectIdentity identity_;
    std::string operation_;
    std::set<Format> formats_;
    std::set<std::string, std::less<>> outputs_, options_;
    Answer answer_;
};

}  // namespace lossproof::testing
