// SPDX-License-Identifier: Apache-2.0
#include "python/bindings/judge.hpp"

#include "properties/sweep/question.hpp"
#include "python/bindings/arrays.hpp"
#include "reports/report.hpp"
#include "testing/failure.hpp"
#include "testing/function_subject.hpp"
#include "testing/run.hpp"

#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/set.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/variant.h>
#include <nanobind/stl/vector.h>

#include <cfenv>

namespace lossproof::python {
namespace {

/// A function of Python. What it raises besides what the package turns into an answer (KeyboardInterrupt) ends the run.
class Callee {
public:
    Callee(nb::callable function, std::atomic<bool>& stop) : function_(std::move(function)), stop_(stop) {}

    Reply operator()(const Request& request) {
        const nb::gil_scoped_acquire locked;
        if (raised_) return stopped();
        std::fenv_t ours;
        std::fegetenv(&ours);  // what a framework does to the rounding mode is its own affair
        Reply reply = asked(request);
        std::fesetenv(&ours);
        return reply;
    }
    /// Call with the lock held, after the run.
    void rethrow() {
        if (raised_) throw nb::python_error(std::move(*raised_));
    }

private:
    Reply asked(const Request& request) try {
        nb::dict shapes;
        for (const auto& wanted : request.outputs) shapes[wanted.name.c_str()] = nb::cast(wanted.shape);
        return reply_of(function_(nb::cast(request.question), shapes), request);
    } catch (nb::python_error& error) {
        raised_.emplace(std::move(error));
        stop_ = true;
        return stopped();
    }
    static Reply stopped() {
        Reply reply;
        reply.status = Reply::Status::unsupported;
        reply.message = "interrupted";
        return reply;
    }

    nb::callable function_;
    std::atomic<bool>& stop_;
    std::optional<nb::python_error> raised_;
};

struct Asked {
    nb::callable function;
    std::string name, version, operation, designation;
    std::set<std::string> formats;
    std::set<std::string, std::less<>> outputs, options;
    std::map<std::string, std::string> details;
};

testing::FunctionSubject subject_of(const Asked& asked, Callee& callee) {
    std::set<Format> formats;
    for (const auto& word : asked.formats) formats.insert(format_named(word).value());
    return {{.name = asked.name, .version = asked.version, .door = "function", .details = asked.details, .conventions = {}},
            asked.operation,
            formats,
            asked.outputs,
            asked.options,
            [&callee](const Request& request) { return callee(request); }};
}

nb::dict told(const testing::Failure& failure) {
    nb::dict all;
    all["operation"] = failure.question.operation;
    all["format"] = std::string(name(failure.question.format));
    all["case"] = nb::cast(failure.question);
    all["output"] = failure.output;
    all["index"] = failure.index;
    all["stratum"] = failure.stratum;
    all["verdict"] = failure.verdict;
    all["got"] = failure.got;
    all["certified"] = failure.certified;
    all["ulps"] = failure.ulps;
    all["allowed_ulps"] = failure.allowed_ulps;
    all["why"] = failure.why;
    all["cause"] = failure.cause;
    all["stable_form"] = failure.stable_form;
    all["message"] = failure.message;
    all["replay"] = failure.replay;
    all["text"] = testing::text(failure);
    return all;
}

/// One case, every output: what fell short (worst first within an output, one each), and counts by verdict.
nb::dict check(const Asked& asked, const Case& question, const std::string& stratum) {
    std::atomic<bool> stop = false;
    Callee callee(asked.function, stop);
    auto subject = subject_of(asked, callee);
    constexpr std::size_t shrinks = 60;  // calls of the function for one smaller witness
    SweepOptions options;
    options.designation = asked.designation;
    std::vector<Witness> witnesses;
    std::map<std::string, std::size_t> counts;
    std::string refusal;
    {
        const nb::gil_scoped_release unlocked;
        const Plan plan(question);
        for (const auto& output : plan.outputs()) {
            if (!asked.outputs.contains(output.name)) continue;
            const Trial trial = try_case(subject, question, output.name);
            if (trial.reply.status == Reply::Status::unsupported) refusal = trial.reply.message;
            for (const auto& [unused, finding] : trial.findings) ++counts[std::string(name(finding.judgement.verdict))];
            const auto worst = worst_of(trial, output.name);
            if (worst && worst->judgement.verdict == Verdict::error) ++counts["error"];
            if (worst && falls_short(worst->judgement.verdict))
                witnesses.push_back(make_witness(subject, options, question, output.name, *worst, stratum, shrinks));
        }
    }
    callee.rethrow();
    nb::list failures;
    for (const Witness& witness : witnesses) failures.append(told(testing::failure_of(witness)));
    nb::dict result;
    result["failures"] = failures;
    result["counts"] = nb::cast(counts);
    result["refusal"] = refusal;
    return result;
}

nb::dict judge(const Asked& asked, SweepOptions options, const std::string& path) {
    std::atomic<bool> stop = false;
    options.stop = &stop;
    Callee callee(asked.function, stop);
    auto subject = subject_of(asked, callee);
    testing::Totals totals;
    {
        const nb::gil_scoped_release unlocked;
        totals = testing::totals_of(testing::run(subject, options, path));
    }
    callee.rethrow();
    nb::dict result;
    result["cases"] = totals.cases;
    result["components"] = totals.components;
    result["undecided"] = totals.undecided;
    result["fell_short"] = totals.fell_short;
    result["refused"] = totals.refused;
    result["broke"] = totals.broke;
    return result;
}

nb::dict ledger_of(const std::string& path) {
    const auto ledger = reports::read_ledger(path);
    nb::list cells, failures, laws;
    for (const auto& r : ledger.results)
        cells.append(nb::make_tuple(r.cell.operation, r.cell.output, r.cell.format, r.stratum, std::string(reports::word(r.verdict)),
                                    reports::falls_short(r.verdict), r.components, r.undecided, r.unsupported));
    for (const auto& witness : ledger.witnesses) failures.append(told(testing::failure_of(witness)));
    for (const auto& law : ledger.laws)
        laws.append(nb::make_tuple(law.law, law.statement, law.format, std::string(reports::word(law.verdict)), law.witness));
    nb::dict all;
    all["cells"] = cells;
    all["failures"] = failures;
    all["laws"] = laws;
    return all;
}

Asked asked_of(const nb::dict& d) {
    return {.function = nb::cast<nb::callable>(d["function"]),
            .name = nb::cast<std::string>(d["name"]),
            .version = nb::cast<std::string>(d["version"]),
            .operation = nb::cast<std::string>(d["operation"]),
            .designation = nb::cast<std::string>(d["designation"]),
            .formats = nb::cast<std::set<std::string>>(d["formats"]),
            .outputs = nb::cast<std::set<std::string, std::less<>>>(d["outputs"]),
            .options = nb::cast<std::set<std::string, std::less<>>>(d["options"]),
            .details = nb::cast<std::map<std::string, std::string>>(d["details"])};
}

}  // namespace

void add_judge(nb::module_& m) {
    m.def("check", [](const nb::dict& asked, const Case& question, const std::string& stratum) {
        return check(asked_of(asked), question, stratum);
    });
    m.def("judge", [](const nb::dict& given, const std::string& effort, std::uint64_t seed, bool laws, const FixedParameters& fixed,
                      const std::string& path) {
        const Asked asked = asked_of(given);
        SweepOptions options{.operations = {&operation_named(asked.operation)},
                             .formats = {},
                             .seed = seed,
                             .designation = asked.designation,
                             .laws = laws,
                             .fixed = fixed};
        for (const Format format : all_formats)
            if (asked.formats.contains(std::string(name(format)))) options.formats.push_back(format);
        for (const Effort one : {Effort::smoke, Effort::ci, Effort::full})
            if (name(one) == effort) options.effort = one;
        return judge(asked, options, path);
    });
    m.def("read_ledger", &ledger_of);
    m.def("write_report", [](const std::vector<std::string>& paths, const std::string& directory) {
        std::vector<reports::Ledger> ledgers;
        for (const auto& path : paths) ledgers.push_back(reports::read_ledger(path));
        reports::write_reports(ledgers, directory);
    });
}

}  // namespace lossproof::python
