// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include "cli/command.hpp"
#include "reference/define/definition.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>

namespace lossproof::cli {
namespace {

using Action = std::function<int()>;
constexpr const char* subject_help = "fast, baseline, stable, a shared library, cmd:PROGRAM ARGS, or a peer (torch, scipy …)";

/// `--define FILE`: what it defines is known before the command starts.
void add_define(CLI::App& command) {
    const auto define = [](const std::vector<std::string>& files) {
        for (const std::string& file : files) define_operation(file_content(file), file);
    };
    command.add_option_function<std::vector<std::string>>("--define", define, "A file that defines a loss of your own (docs/define.md)")
        ->take_all()
        ->allow_extra_args(false);
}

void add_list(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("list", "Operations, families, formats, laws, and where they stand in the lectures");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "Everything, as JSON");
    add_define(*command);
    command->footer("Example: lossproof list --json");
    command->callback([&action, json] { action = [json] { return list(*json); }; });
}

void add_eval(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("eval", "The certified value and gradient of one input: a correct-rounding calculator");
    auto options = std::make_shared<EvalOptions>();
    command->add_option("operation", options->operation, "An operation of `lossproof list`");
    command->add_option("--format", options->format, "f64, f32, f16 or bf16")->capture_default_str();
    command->add_option("--param", options->parameters, "name=value, any number of times")->take_all()->allow_extra_args(false);
    command->add_option("--case", options->file, "One case or an array of cases as JSON, or a file of it");
    command->add_option("--output", options->output, "Which outputs, as a shell pattern: value, 'd_*' …")->capture_default_str();
    command->add_flag("--condition", options->condition, "Also the condition number κ of each number");
    command->add_flag("--admissible", options->admissible, "Also the ends of the subdifferential, at a kink (JSON)");
    command->add_flag("--json", options->json, "Bits and enclosures as JSON");
    command->allow_extras();
    add_define(*command);
    command->footer("Inputs are given as --NAME v,v,v (decimal or hex float; rows separated by ;).\n"
                    "Example: lossproof eval softmax_cross_entropy --logits 50,0,0 --label 0");
    command->callback([&action, options, command] {
        options->inputs = command->remaining();
        action = [options] { return eval(*options); };
    });
}

void add_bound(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("bound", "The error that each output of a case may have: a tolerance nobody picked");
    auto options = std::make_shared<BoundOptions>();
    command->add_option("case", options->file, "One case or an array of cases as JSON, or a file of it")->required();
    command->add_option("--grade", options->grade, "How sums are formed: exact, compensated, pairwise, blocked or recursive")
        ->capture_default_str();
    command->add_option("--library-ulps", options->library_ulps, "What exp, log, tanh … may err by, in ulp")->capture_default_str();
    command->add_flag("--json", options->json, "Everything as JSON, numbers also as hex floats");
    command->add_flag("--certificate", options->certificate, "JSON with every step, for docs/check_certificate.py to check");
    add_define(*command);
    command->footer("Example: lossproof bound case.json --grade pairwise --library-ulps 2");
    command->callback([&action, options] { action = [options] { return bound(*options); }; });
}

void add_verify(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("verify", "Judge an implementation and write a ledger");
    auto options = std::make_shared<VerifyOptions>();
    command->add_option("subject", options->subject, subject_help)->required();
    command->add_option("--op", options->operations, "Operations, as shell patterns; several with commas, or again [*]")
        ->take_all()
        ->allow_extra_args(false);
    command->add_option("--format", options->formats, "f64, f32, f16, bf16, several with commas, or all [all]");
    command->add_option(
        "--convention", options->convention,
        "By which documented choices a subject may answer: lim (those it declares), or one by name: ieee, torch, keras, scipy … [lim]");
    command->add_option("--effort", options->effort, "smoke, ci or full [ci]");
    command->add_option("--seed", options->seed, "A number, or random [0]");
    command->add_option("--budget", options->budget, "How long to ask, as 60s, 15m, 2h: the most telling strata first");
    auto* ledger =
        command->add_option("--ledger", options->ledger,
                            "Where to write the ledger, - for standard output [lossproof-SUBJECT.jsonl, with a number if that is there]");
    command->add_option("--resume", options->resume, "Go on with the ledger of an interrupted run, as it was begun")->excludes(ledger);
    command->add_option("--junit", options->junit, "Also write JUnit XML");
    command->add_option("--known", options->known, "Findings that are known: exit 0 if nothing else falls short");
    command->add_option("--write-known", options->write_known, "Write this run's findings for a later --known");
    command->add_option(
        "--demand", options->demand,
        "What a number must be for the run to hold: stable, accurate, attainable (accurate where an algorithm is known that "
        "is) or full-range (also where the stable algorithm leaves the format) [stable]; with a comma also validation (no finite number "
        "where a label is no class, a parameter is out of range, or shapes do not go together) and reproducible (a row has the same bits "
        "in any batch and at any address)");
    command->add_flag("--allow-refusals", options->allow_refusals,
                      "Hold even where less than nine tenths of an offered output were answered in a stratum");
    command->add_flag("--no-laws", options->no_laws, "Only values, no laws");
    command->add_flag("--json", options->json, "What `report` writes into report.json, on standard output instead of the summary");
    command->add_flag("--quiet", options->quiet, "No progress");
    add_define(*command);
    command->footer("Example: lossproof verify torch --op 'softmax*' --format f64 --ledger torch.jsonl");
    command->callback([&action, options] { action = [options] { return verify(*options); }; });
}

void add_replay(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("replay", "One witness again, with the explanation; paste the line a report shows");
    auto arguments = std::make_shared<std::pair<std::string, std::string>>();
    command->add_option("subject", arguments->first, subject_help)->required();
    command->add_option("case", arguments->second, "The case, one line of JSON")->required();
    add_define(*command);
    command->footer(
        "Example: lossproof replay baseline "
        "'{\"op\":\"sigmoid\",\"format\":\"f64\",\"params\":{},\"inputs\":{\"x\":{\"shape\":[1,1],\"data\":[\"-0x1.64p+9\"]}}}'");
    command->callback([&action, arguments] { action = [arguments] { return replay(arguments->first, arguments->second); }; });
}

void add_exhaust(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("exhaust", "Every input of a one-argument operation");
    struct Arguments {
        std::string operation, subject, format = "f16";
    };
    auto arguments = std::make_shared<Arguments>();
    command->add_option("operation", arguments->operation)->required();
    command->add_option("subject", arguments->subject, subject_help)->required();
    command->add_option("--format", arguments->format, "f16, bf16 or f32 (2^32 inputs, about a minute)")->capture_default_str();
    add_define(*command);
    command->footer("Example: lossproof exhaust sigmoid torch --format bf16");
    command->callback(
        [&action, arguments] { action = [arguments] { return exhaust(arguments->operation, arguments->subject, arguments->format); }; });
}

void add_vectors(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("vectors", "Frozen cases with certified answers");
    command->require_subcommand(1);
    command->footer("Example: lossproof vectors export --op softmax --format f32 softmax.json");
    auto options = std::make_shared<VectorOptions>();
    auto* exporting = command->add_subcommand("export", "Write cases with their certified answers");
    add_define(*exporting);
    exporting->add_option("--op", options->operations, "Operations, as a shell pattern")->capture_default_str();
    exporting->add_option("--format", options->formats)->capture_default_str();
    exporting->add_option("--seed", options->seed)->capture_default_str();
    exporting->add_option("--count", options->count, "Cases a stratum")->capture_default_str();
    exporting->add_option("file", options->file)->required();
    exporting->callback([&action, options] { action = [options] { return export_vectors(*options); }; });
    auto* checking = command->add_subcommand("check", "Certify the cases of a file again and compare");
    checking->add_option("file", options->file)->required();
    checking->callback([&action, options] { action = [options] { return check_vectors(*options); }; });
}

void add_report(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("report", "HTML, Markdown, JSON and JUnit XML from one or several ledgers");
    auto ledgers = std::make_shared<std::vector<std::string>>();
    auto directory = std::make_shared<std::string>("report");
    command->add_option("ledgers", *ledgers, "Ledgers written by `verify`; several implementations stand side by side")->required();
    command->add_option("-o,--output", *directory, "The folder to write to")->capture_default_str();
    command->footer("Example: lossproof report fast.jsonl torch.jsonl -o report");
    command->callback([&action, ledgers, directory] { action = [ledgers, directory] { return report(*ledgers, *directory); }; });
}

void add_diff(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("diff", "What a newer ledger holds against a subject that an older one did not");
    auto ledgers = std::make_shared<std::pair<std::string, std::string>>();
    command->add_option("old", ledgers->first, "A ledger written by `verify`")->required();
    command->add_option("new", ledgers->second, "A later one of the same subject")->required();
    command->footer("Example: lossproof diff yesterday.jsonl today.jsonl");
    command->callback([&action, ledgers] { action = [ledgers] { return diff(ledgers->first, ledgers->second); }; });
}

void add_doctor(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("doctor", "Talks to a new subject and says in words what is wrong with it");
    auto options = std::make_shared<DoctorOptions>();
    command->add_option("subject", options->subject, subject_help)->required();
    command->add_flag("--json", options->json, "The same as JSON");
    add_define(*command);
    command->footer("Example: lossproof doctor ./libmine.so");
    command->callback([&action, options] { action = [options] { return doctor(*options); }; });
}

}  // namespace

int run(int argc, char** argv) {
    CLI::App app("Certified numerical verification of machine-learning losses", "lossproof");
    app.set_version_flag("--version", "lossproof " LOSSPROOF_VERSION);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 held, 1 fell short, 2 interrupted, 3 internal error, 4 usage, 5 nothing tested, 10 the subject broke.");
    Action action;
    for (const auto add :
         {add_list, add_eval, add_bound, add_verify, add_replay, add_exhaust, add_vectors, add_report, add_diff, add_doctor})
        add(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& wanted) {
        return app.exit(wanted);  // --help, --version
    } catch (const CLI::ParseError& error) {
        const auto extras = app.remaining();
        if (app.get_subcommands().empty() && !extras.empty())
            std::cerr << "lossproof: unknown command '" << extras.front()
                      << "'; expected list, eval, bound, verify, replay, exhaust, vectors, report, diff or doctor\n";
        else std::cerr << "lossproof: " << error.what() << " (--help tells what is expected)\n";
        return usage;
    }
    return action();
}

}  // namespace lossproof::cli
