// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/documented.hpp"

#include "reference/oracle/operation.hpp"

#include <map>

namespace lossproof {
namespace {

std::map<std::string_view, Documented>& listed() {
    static std::map<std::string_view, Documented> all;
    return all;
}

}  // namespace

void document(std::string_view operation, const Documented& documented) { listed()[operation] = documented; }

Documented documented_of(std::string_view operation) {
    static const auto entries = catalogue();  // made once, and with it the list
    const auto found = listed().find(operation);
    return entries.empty() || found == listed().end() ? Documented{} : found->second;
}

}  // namespace lossproof
