// SPDX-License-Identifier: Apache-2.0
// A library whose constructor throws: always, or, with MISDEED_MARK, when the file of that name is there already. It leaves the file
// behind and crashes at its first call, so that it is loaded a second time.
#include "lossproof_subject.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace {

struct Thrower {
    Thrower() {
        const char* mark = std::getenv("MISDEED_MARK");
        FILE* there = mark ? std::fopen(mark, "r") : nullptr;
        if (!mark || there) throw std::runtime_error("no license found");
        std::fclose(std::fopen(mark, "w"));
    }
} const thrower;

int32_t compute(const lossproof_request*) { std::abort(); }

const lossproof_offer offers[] = {{"relu", LOSSPROOF_IN(LOSSPROOF_F64), "value"}};
const lossproof_subject subject = {
    sizeof(lossproof_subject), LOSSPROOF_ABI, 0, "thrower", "1", nullptr, nullptr, sizeof(lossproof_offer), 1, offers, compute};

}  // namespace

const lossproof_subject* lossproof_subject_v1(void) { return &subject; }
