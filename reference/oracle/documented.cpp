// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/documented.hpp"

#include "reference/oracle/operation.hpp"

#include <map>
#include <mutex>

namespace lossproof {
namespace {

std::map<std::string_view, Documented>& listed() {
    static std::map<std::string_view, Documented> all;
    return all;
}

std::mutex& guard() {
    static std::mutex mutex;
    return mutex;
}

}  // namespace

void document(std::string_view operation, const Documented& documented) {
    const std::lock_guard lock(guard());
    listed()[operation] = documented;
}

Documented documented_of(std::string_view operation) {
    static const auto entries = catalogue();  // made once, and with it the list
    const std::lock_guard lock(guard());
    const auto found = listed().find(operation);
    return entries.empty() || found == listed().end() ? Documented{} : found->second;
}

}  // namespace lossproof
