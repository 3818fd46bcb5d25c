// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

namespace lossproof {

/// How a guest ended, as `waitid` tells it.
struct GuestEnd {
    int code;    ///< CLD_EXITED, CLD_KILLED …
    int status;  ///< exit status or signal
};

/// The keeper's ends of the pipes to the host.
struct KeeperPipes {
    int lifeline;  ///< nothing is ever written: end of file means that the host wants the guest to end, or is gone itself
    int news;      ///< one GuestEnd, once there is one
};

/// Between host and guest stands a keeper. It runs `guest` in a process of its own, tells how that ended, and kills everything that the
/// guest started, whatever session or process group it moved to, once the lifeline is closed. Where the machine allows it, keeper and
/// guest live in a PID namespace, so that the kernel sees to it and no guest can signal the host; else the keeper adopts orphans.
[[noreturn]] void keep(const KeeperPipes& pipes, const std::function<void()>& guest);

/// May this process make PID namespaces? Tried once; `LOSSPROOF_NAMESPACES=off` in the environment says no.
bool namespaces_allowed();

}  // namespace lossproof
