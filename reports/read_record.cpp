// SPDX-License-Identifier: Apache-2.0
#include "reports/read_record.hpp"

#include <cmath>
#include <limits>

namespace lossproof::reports {
namespace {

std::set<std::string> one_text(const Fields& record, const char* name) {
    const std::string text = record.text_or(name, "");
    return text.empty() ? std::set<std::string>{} : std::set{text};
}

std::array<Count, verdict_count> read_counts(const Fields& counts) {
    std::array<Count, verdict_count> read{};
    for (const auto& entry : verdict_words)
        read[static_cast<std::size_t>(entry.verdict)] = counts.count_or_zero(std::string(entry.word).c_str());
    return read;
}

Histogram read_histogram(const Fields& histogram) {
    constexpr std::size_t most_bins = 4096;  // the errors of a binary64 span fewer powers of two
    Histogram read;
    const std::int64_t from = histogram.integer("from");
    if (std::abs(from) > 1 << 20) histogram.fail("from", "a power of two, as an exponent");
    read.from = static_cast<int>(from);
    for (const Json& bin : histogram.array("bins")) {
        if (!bin.is_number_unsigned() || bin.get<Count>() > Count{1} << 53 || read.bins.size() == most_bins)
            histogram.fail("bins", "at most 4096 counts");
        read.bins.push_back(bin.get<Count>());
    }
    return read;
}

/// The error of an answer that is not a number is infinite; a place that is not a number cannot be drawn.
std::optional<CurvePoint> read_point(const Fields& curve, const Json& point) {
    const auto coordinate = [&](std::size_t i) {
        const auto value = point[i].is_string() ? read_hex(point[i].get<std::string>()) : std::nullopt;
        if (!value) curve.fail("points", R"(pairs of hex floats, ["0x1.9p+5","0x1p+0"])");
        return *value;
    };
    if (!point.is_array() || point.size() < 2 || point.size() > 3) curve.fail("points", "pairs [x, error] or triples [x, error, bound]");

    CurvePoint read{.x = coordinate(0), .error = coordinate(1), .bound = std::nullopt};
    if (point.size() == 3 && !point[2].is_null()) read.bound = coordinate(2);
    if (read.bound && !std::isfinite(*read.bound)) read.bound.reset();
    if (std::isnan(read.error)) read.error = std::numeric_limits<double>::infinity();
    return std::isfinite(read.x) ? std::optional(read) : std::nullopt;
}

}  // namespace

Header read_header(const Fields& record) {
    const Fields subject = record.object("subject");
    return {.subject = {.name = subject.text("name"),
                        .version = subject.text_or("version", ""),
                        .door = subject.text_or("door", ""),
                        .details = subject.facts("details"),
                        .conventions = subject.text_set("conventions")},
            .convention = record.text_or("convention", "lim"),
            .tools = one_text(record, "tool"),
            .seeds = one_text(record, "seed"),
            .efforts = one_text(record, "effort"),
            .formats = record.text_set("formats"),
            .operations = record.text_set("operations"),
            .environment = record.facts("environment"),
            .laws = record.flag_or("laws", true),
            .budget = record.real("budget"),
            .demand = record.text_or("demand", "stable"),
            .demands = record.text_set("demands"),
            .allow_refusals = record.flag_or("allow_refusals", false)};
}

NotTested read_not_tested(const Fields& record) {
    return {.operation = record.text("operation"),
            .format = record.optional_text("format"),
            .output = record.optional_text("output"),
            .reason = record.text("reason")};
}

Result read_result(const Fields& record) {
    Result result{.cell = record.cell(),
                  .stratum = record.text("stratum"),
                  .lecture = record.text_or("lecture", ""),
                  .cases = record.count("cases"),
                  .components = record.count_or_zero("components"),
                  .undecided = record.count_or_zero("undecided"),
                  .unsupported = record.count_or_zero("unsupported"),
                  .refused = record.count_or_zero("refused"),
                  .below_attainable = record.count_or_zero("below_attainable"),
                  .verdict = record.verdict("verdict"),
                  .grade = record.text_or("grade", ""),
                  .attainable = record.text_or("attainable", ""),
                  .counts = {},
                  .profiles = {},
                  .alpha_max = record.number("alpha_max"),
                  .beta_max = record.number("beta_max"),
                  .ulp_max = record.number("ulp_max"),
                  .bits_lost = record.number("bits_lost"),
                  .exhaustive = record.flag_or("exhaustive", false),
                  .histogram = {},
                  .duration = record.duration()};
    if (record.has("counts")) result.counts = read_counts(record.object("counts"));
    if (record.has("histogram")) result.histogram = read_histogram(record.object("histogram"));
    if (record.has("profiles"))
        for (const auto& [name, unused] : record.raw("profiles").items())
            result.profiles[name] = record.object("profiles").count(name.c_str());
    return result;
}

Curve read_curve(const Fields& record) {
    Curve curve{.cell = record.cell(), .axis = record.text("axis"), .points = {}};
    for (const Json& point : record.array("points"))
        if (const auto read = read_point(record, point)) curve.points.push_back(*read);
    return curve;
}

LawOutcome read_law(const Fields& record) {
    return {.law = record.text("law"),
            .statement = record.text_or("statement", ""),
            .identity = record.text_or("identity", ""),
            .operation = record.text("operation"),
            .format = record.text_or("format", ""),
            .verdict = record.word("verdict", law_verdict_named, "held, failed or undecided"),
            .cases = record.count_or_zero("cases"),
            .worst = record.number("worst"),
            .bound = record.text_or("bound", ""),
            .witness = record.text_or("witness", "")};
}

SpecialOutcome read_special(const Fields& record) {
    return {.cell = record.cell(),
            .name = record.text("case"),
            .reference = record.text_or("reference", ""),
            .got = record.text_or("got", ""),
            .verdict = record.verdict("verdict"),
            .profile = record.text_or("profile", ""),
            .replay = record.text_or("replay", "")};
}

OperationRow read_operation(const Fields& record) {
    return {.name = record.text("operation"),
            .family = record.text_or("family", ""),
            .formula = record.text_or("formula", ""),
            .gradient = record.text_or("gradient", ""),
            .domain = record.text_or("domain", ""),
            .lecture = record.text_or("lecture", ""),
            .stable_form = record.text_or("stable_form", ""),
            .claimed = record.text_or("class", "")};
}

Remark read_remark(const Fields& record) {
    return {.gravity = record.word("verdict", run_verdict_named, "held, fell_short or broke"),
            .kind = record.text("kind"),
            .operation = record.text_or("operation", ""),
            .format = record.text_or("format", ""),
            .output = record.text_or("output", ""),
            .stratum = record.text_or("stratum", ""),
            .message = record.text_or("message", ""),
            .question = record.has("case") ? record.raw("case").dump(-1, ' ', false, Json::error_handler_t::replace) : "",
            .count = record.count_or_zero("count")};
}

Unavailable read_unavailable(const Fields& record) {
    const std::string kind = record.text("kind");
    if (kind != "skipped" && kind != "broke") record.fail("kind", "skipped or broke");
    return {.broke = kind == "broke", .reason = record.text("reason")};
}

StratumKey read_stratum_key(const Fields& record) {
    return {.operation = record.text("operation"), .format = record.text("format"), .stratum = record.text("stratum")};
}

StratumMark read_stratum_mark(const Fields& record) {
    return {.cases = record.count_or_zero("cases"), .left_out = record.text_or("left_out", "")};
}

Footer read_footer(const Fields& record) {
    std::map<std::string, Count> short_of;
    if (record.has("short_of"))
        for (const auto& [demand, unused] : record.raw("short_of").items())
            short_of[demand] = record.object("short_of").count(demand.c_str());
    return {.verdict = record.word("verdict", run_verdict_named, "held, fell_short, broke, nothing_tested or interrupted"),
            .cases = record.count_or_zero("cases"),
            .components = record.count_or_zero("components"),
            .undecided = record.count_or_zero("undecided"),
            .remarks = record.count_or_zero("remarks"),
            .not_asked = record.count_or_zero("not_asked"),
            .short_of = std::move(short_of),
            .duration = record.duration()};
}

}  // namespace lossproof::reports
