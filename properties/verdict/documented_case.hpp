// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/convention.hpp"

#include <memory>

namespace lossproof {

/// The documented choices for one case. What a profile makes of the case, of an output or of a group is found out once and serves all
/// components: a row of K wrong numbers costs one evaluation, not K. The certificate must outlive it.
class DocumentedCase {
public:
    DocumentedCase(Certificate& certificate, Grants grants);
    ~DocumentedCase();
    /// The granted profile under which an answer is a documented, legitimate choice, as `documented_convention` tells it.
    std::optional<std::string> convention(const CertifiedOutput& output, Index index, double got);

    struct Known;

private:
    Certificate& certificate_;
    Grants grants_;
    std::unique_ptr<Known> known_;
};

}  // namespace lossproof
