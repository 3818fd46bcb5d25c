// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/environment.hpp"

#include <sys/utsname.h>

#include <cfenv>
#include <fstream>
#include <limits>

#ifndef LOSSPROOF_VERSION
#define LOSSPROOF_VERSION "unknown"
#endif

namespace lossproof {
namespace {

std::string cpu_name() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown";
}

std::string system_name() {
    utsname names{};
    return uname(&names) == 0 ? std::string(names.sysname) + " " + names.release + " " + names.machine : "unknown";
}

/// Observed, not asked: does a product that should be subnormal come back as zero?
bool flushes_to_zero() {
    volatile double tiny = std::numeric_limits<double>::min();
    volatile double half = 0.5;
    return tiny * half == 0;
}

std::string rounding_name() {
    switch (std::fegetround()) {
    case FE_TONEAREST: return "nearest";
    case FE_DOWNWARD: return "down";
    case FE_UPWARD: return "up";
    default: return "towards zero";
    }
}

}  // namespace

Environment environment() {
    return {.tool = "lossproof " LOSSPROOF_VERSION,
            .cpu = cpu_name(),
            .system = system_name(),
            .compiler = "g++ " __VERSION__,
            .flags = "-ffp-contract=off",
            .flush_to_zero = flushes_to_zero() ? "on" : "off",
            .rounding = rounding_name()};
}

}  // namespace lossproof
