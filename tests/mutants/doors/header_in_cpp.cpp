// SPDX-License-Identifier: Apache-2.0
// The header as C++ sees it, and a library that throws through the C interface.
#include "lossproof_subject.h"

#include <stdexcept>

namespace {

int32_t compute(const lossproof_request*) { throw std::runtime_error("C knows no exceptions"); }

const lossproof_offer offers[] = {{"relu", LOSSPROOF_IN(LOSSPROOF_F64), "value", nullptr}};
const lossproof_subject subject = {
    sizeof(lossproof_subject), LOSSPROOF_ABI, 0, "thrower", "1", nullptr, nullptr, sizeof(lossproof_offer), 1, offers, compute};

}  // namespace

const lossproof_subject* lossproof_subject_v1(void) { return &subject; }
