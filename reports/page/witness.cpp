// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"
#include "reports/witness_text.hpp"

namespace lossproof::reports::page {
namespace {

std::string line(const std::string& label, const std::string& inside, std::string_view kind = {}) {
    return cat("<dt>", name(label), "</dt><dd class='", kind, "'>", inside, "</dd>");
}

std::string exact(const std::string& hex, const std::string& decimal) {
    const std::string beside = decimal.empty() || decimal == hex ? "" : cat(" <span class='decimal'>", text(decimal), "</span>");
    return cat("<code>", text(hex), "</code>", beside);
}

std::string inputs(const Question& question) {
    std::string all;
    for (const Input& input : question.inputs)
        all += line(input.name, cat("<span class='shape'>", text(input.shape), "</span> ",
                                    exact(numbers_text(input.numbers), decimals_text(input.numbers))));
    for (const auto& [parameter, value] : question.parameters) all += line(parameter, cat("<code>", text(value), "</code>"));
    return all;
}

std::string reference(const Reference& reference, Depth depth) {
    std::string inside = exact(reference.value.hex, reference.value.decimal);
    if (depth == Depth::brief) return line("reference", inside);
    if (!reference.low.empty())
        inside += cat("<span class='aside'>enclosed in [", text(reference.low), ",<br/>", text(reference.high), "]</span>");
    if (!reference.decided_by.empty()) inside += cat("<span class='aside'>decided by ", text(reference.decided_by), "</span>");
    return line("reference", inside);
}

std::string short_number(const Maximum& number) { return short_text(number->value, Shorten::round); }

std::string distance(const Witness& witness) {
    std::string inside = cat("<strong>", short_number(witness.ulps), " ulp</strong>");
    if (witness.bound && witness.bound->ulps) inside += cat(", allowed ", short_number(witness.bound->ulps), " ulp");
    std::string measures;
    if (witness.alpha) measures += "α = " + short_number(witness.alpha);
    if (witness.beta) measures += (measures.empty() ? "" : ", ") + ("β = " + short_number(witness.beta));
    if (witness.condition) measures += (measures.empty() ? "" : ", ") + ("condition number κ = " + short_number(witness.condition));
    if (!measures.empty()) inside += cat("<span class='aside'>", measures, "</span>");
    return line("distance", inside);
}

std::string diagnosis(const Diagnosis& diagnosis) {
    std::string inside =
        cat("<strong>", text(diagnosis.name), "</strong> ", diagnosis.exact_match ? "gives the same bits" : "comes nearest");
    if (!diagnosis.stable_form.empty()) inside += cat("; write <span class='formula'>", text(diagnosis.stable_form), "</span>");
    return line("diagnosis", inside);
}

}  // namespace

std::string witness(const Witness& witness, Depth depth) {
    std::string lines = inputs(witness.question);
    if (witness.reference) lines += reference(*witness.reference, depth);
    if (witness.got) lines += line("got", exact(witness.got->hex, witness.got->decimal), "got");
    if (witness.ulps) lines += distance(witness);
    if (witness.bound) lines += line("bound", cat("<span class='formula'>", text(witness.bound->text), "</span>"));
    if (witness.diagnosis) lines += diagnosis(*witness.diagnosis);
    if (!witness.message.empty()) lines += line("message", text(witness.message));
    if (!witness.replay.empty()) lines += line("replay", replay(witness.replay), "line");
    return cat("<dl class='witness'>", lines, "</dl>");
}

}  // namespace lossproof::reports::page
