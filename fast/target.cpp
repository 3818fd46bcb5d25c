// SPDX-License-Identifier: Apache-2.0
#include "fast/call.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/target.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {
const char* Target() { return hwy::TargetName(HWY_TARGET); }
}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(Target);
std::string_view target() { return HWY_DYNAMIC_DISPATCH(Target)(); }
}  // namespace lossproof::fast
#endif
