// SPDX-License-Identifier: Apache-2.0
#include "subjects/subject.hpp"

#include <algorithm>
#include <array>

namespace lossproof {
namespace {

constexpr std::array<std::string_view, 9> fault_names{
    "none", "crash", "timeout", "wrong_shape", "short_answer", "noise_on_stdout", "out_of_bounds_write", "protocol", "refused"};
static_assert(fault_names.size() == static_cast<std::size_t>(Fault::refused) + 1);

constexpr std::array<std::string_view, 12> kind_names{
    "not_reproducible",  "noise",           "rounding",        "flush_to_zero",    "traps", "x87", "second_call_differs",
    "address_dependent", "batch_dependent", "neighbour_leaks", "outside_contract", "told"};
static_assert(kind_names.size() == static_cast<std::size_t>(Remark::Kind::told) + 1);

}  // namespace

std::string_view text(Fault fault) { return fault_names[static_cast<std::size_t>(fault)]; }
std::string_view text(Remark::Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<Remark::Kind> remark_kind_named(std::string_view name) {
    const auto found = std::find(kind_names.begin(), kind_names.end(), name);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<Remark::Kind>(found - kind_names.begin());
}

std::string_view demand_of(Remark::Kind kind) {
    switch (kind) {
    case Remark::Kind::outside_contract: return demand_validation;
    case Remark::Kind::address_dependent:
    case Remark::Kind::batch_dependent: return demand_reproducible;
    default: return "";
    }
}

bool counts_against(Remark::Kind kind, const std::set<std::string>& demands) {
    const std::string_view needed = demand_of(kind);
    return kind != Remark::Kind::told && (needed.empty() || demands.contains(std::string(needed)));
}

void add_remark(std::vector<Remark>& remarks, Remark remark) {
    constexpr std::size_t kept = 32;
    const auto same = [&](const Remark& other) { return other.kind == remark.kind && other.message == remark.message; };
    const auto found = std::find_if(remarks.begin(), remarks.end(), same);
    if (found != remarks.end()) found->times += remark.times;
    else if (remarks.size() < kept) remarks.push_back(std::move(remark));
}

const Remark* Reply::not_reproducible() const {
    const auto found =
        std::find_if(remarks.begin(), remarks.end(), [](const Remark& r) { return r.kind == Remark::Kind::not_reproducible; });
    return found == remarks.end() ? nullptr : &*found;
}

}  // namespace lossproof
