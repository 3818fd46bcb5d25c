// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/progress.hpp"

#include "properties/sweep/exhaust.hpp"
#include "properties/sweep/question.hpp"
#include "properties/sweep/sweep.hpp"

#include <cmath>
#include <cstdio>
#include <utility>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace lossproof::cli {
namespace {

const Operation& one_argument_operation(const std::string& pattern) {
    const Operation& operation = *operations_matching(pattern).front();
    if (operation.formula_inputs != 1 || operation.role(0) != Role::element)
        throw UsageError("exhaust works on operations of one number such as sigmoid; " + std::string(operation.name) + " takes more");
    return operation;
}

/// Errors by powers of two, of numbers that are not correctly rounded: `≤ 1 ulp 12, ≤ 2 ulp 3`.
std::string histogram_text(const Tally& tally, std::size_t rounded) {
    std::string text;
    for (int bin = 0; bin < Tally::histogram_bins; ++bin) {
        std::size_t count = tally.histogram()[static_cast<std::size_t>(bin)];
        if (bin == 0) count -= std::min(count, rounded);
        if (count == 0) continue;
        char part[64];
        const bool last = bin + 1 == Tally::histogram_bins;
        if (last) std::snprintf(part, sizeof part, "beyond all %zu", count);
        else std::snprintf(part, sizeof part, "< %g ulp %zu", std::ldexp(1.0, bin + Tally::histogram_from), count);
        text += (text.empty() ? "" : ", ") + std::string(part);
    }
    return text;
}

void tell(const Operation& operation, const std::string& output, Format format, const Exhausted& found) {
    const Tally& tally = found.tally;
    const std::size_t exact = tally.count(Verdict::exact), rounded = tally.count(Verdict::correctly_rounded) + exact;
    std::printf("%s %s %s: %s; max error = %.4g ulp over all %zu inputs; %zu not correctly rounded, %zu undecided\n",
                std::string(operation.name).c_str(), output.c_str(), std::string(name(format)).c_str(),
                std::string(name(tally.verdict())).c_str(), tally.ulps(), tally.components(),
                tally.components() - rounded - tally.count(Verdict::undecided), tally.count(Verdict::undecided));
    if (const std::string errors = histogram_text(tally, rounded); !errors.empty()) std::printf("  errors: %s\n", errors.c_str());
    std::printf("  decided by:");
    const char* separator = " ";
    for (const char* tier : {"lanes", "balls", "enclosures", "exact", "special", "undecided"})
        if (const auto count = found.tiers.find(tier); count != found.tiers.end() && count->second > 0)
            std::printf("%s%s %zu", std::exchange(separator, ", "), tier, count->second);
    std::printf("\n");
    if (tally.error() && !tally.error()->message.empty()) std::printf("  %s\n", tally.error()->message.c_str());
}

/// What one block frees the next one asks for again: glibc would give it back to the system in between, and that costs more than the truth.
void keep_freed_memory() {
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 1 << 28);
    mallopt(M_MMAP_THRESHOLD, 1 << 24);
#endif
}

}  // namespace

int exhaust(const std::string& pattern, const std::string& designation, const std::string& format_name) {
    const Operation& operation = one_argument_operation(pattern);
    const Format format = formats_named(format_name).front();
    if (format == Format::f64) throw UsageError("f64 has 2^64 inputs; exhaust takes f16, bf16 or f32");
    if (!open_subject(designation)->offers(operation.name, format, operation.results.front())) {
        std::printf("%s does not offer %s in %s\n", designation.c_str(), std::string(operation.name).c_str(), format_name.c_str());
        return nothing_tested;
    }
    keep_freed_memory();
    Progress progress(designation, false);
    const auto found = lossproof::exhaust({.operation = &operation,
                                           .format = format,
                                           .open = [&] { return open_subject(designation); },
                                           .progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); }});
    progress.clear();
    bool failed = false;
    for (const auto& [output, each] : found) {
        failed |= falls_short(each.tally.verdict());
        tell(operation, output, format, each);
        if (each.tally.worst() && falls_short(each.tally.verdict()))
            std::printf("  %s\n", replay_line(designation, input_case(operation, format, each.tally.worst()->case_number)).c_str());
    }
    return failed ? fell_short : held;
}

}  // namespace lossproof::cli
