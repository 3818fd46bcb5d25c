// SPDX-License-Identifier: Apache-2.0
#include "subjects/library/environment.hpp"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace lossproof {
namespace {

/// One bit or field of a control word, with the name under which a change is reported.
struct Switch {
    std::uint64_t bit;
    const char* name;
};

#if defined(__x86_64__) || defined(__i386__)
constexpr Switch switches[] = {{1u << 15, "flush-to-zero"}, {1u << 6, "denormals-are-zero"}};
constexpr std::uint64_t trap_masks = 0x3fu << 7;
std::uint64_t control_word() { return _mm_getcsr(); }
std::uint16_t x87_control_word() {
    std::uint16_t word;
    __asm__ volatile("fnstcw %0" : "=m"(word));
    return word;
}
#elif defined(__aarch64__)
constexpr Switch switches[] = {{1u << 24, "flush-to-zero"}, {1u << 19, "flush-to-zero of binary16"}, {1u << 25, "default NaN"}};
constexpr std::uint64_t trap_masks = 0x9f00;
std::uint64_t control_word() {
    std::uint64_t word;
    __asm__ volatile("mrs %0, fpcr" : "=r"(word));
    return word;
}
std::uint16_t x87_control_word() { return 0; }
#else
constexpr Switch switches[] = {{0, "flush-to-zero"}};
constexpr std::uint64_t trap_masks = 0;
std::uint64_t control_word() { return 0; }
std::uint16_t x87_control_word() { return 0; }
#endif

const char* rounding_name(int mode) {
    switch (mode) {
    case FE_TONEAREST: return "to nearest";
    case FE_UPWARD: return "upward";
    case FE_DOWNWARD: return "downward";
    case FE_TOWARDZERO: return "toward zero";
    default: return "unknown";
    }
}

}  // namespace

FloatingPointEnvironment FloatingPointEnvironment::current() {
    FloatingPointEnvironment now;
    // Read the control words first: fegetenv masks the x87 traps as a side effect on x86.
    now.control_ = control_word();
    now.x87_ = x87_control_word();
    now.rounding_ = std::fegetround();
    std::fegetenv(&now.all_);
    std::fesetenv(&now.all_);
    return now;
}

void FloatingPointEnvironment::restore() const { std::fesetenv(&all_); }

std::vector<Remark> FloatingPointEnvironment::changes_since(const FloatingPointEnvironment& before) const {
    using Kind = Remark::Kind;
    std::vector<Remark> changes;
    const auto note = [&](Kind kind, std::string message) { changes.push_back({.kind = kind, .message = std::move(message)}); };
    const std::uint64_t changed = control_ ^ before.control_;
    for (const Switch& one : switches)
        if (changed & one.bit) note(Kind::flush_to_zero, std::string(one.name) + " was switched " + (control_ & one.bit ? "on" : "off"));
    if (rounding_ != before.rounding_)
        note(Kind::rounding,
             std::string("the rounding mode was changed from ") + rounding_name(before.rounding_) + " to " + rounding_name(rounding_));
    if (changed & trap_masks) note(Kind::traps, "the masks of the floating-point exceptions were changed");
    if ((x87_ ^ before.x87_) & 0x0f3f) note(Kind::x87, "the x87 control word (precision, rounding or masks) was changed");
    return changes;
}

}  // namespace lossproof
