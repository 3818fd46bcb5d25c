// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>

namespace lossproof {

/// What a guest may use at most: no core file, files of 4 GiB, 4096 tasks more than run now, three quarters of the machine's memory as
/// data. It is data that is limited and not addresses, because GPU runtimes and sanitizers reserve terabytes that they never touch.
/// `LOSSPROOF_GUEST_MEMORY` sets another limit in MiB, 0 none.
void limit_resources();

/// Close every descriptor from `first` on but these.
void close_all_from(int first, std::initializer_list<int> except = {});

/// The host's handlers (its own, a sanitizer's) have no business in a guest: a crash must look like one.
void default_signals();

}  // namespace lossproof
