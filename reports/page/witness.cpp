// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"
#include "reports/witness_text.hpp"

namespace lossproof::reports::page {
namespace {

std::string line(const std::string& label, const std::string& inside, std::string_view kind = {}) {
    return cat("<dt>", name(label), "</dt><dd class='", kind, "'>", inside, "</dd>");
}

/// Decimals are read, hexadecimal numbers are exact: these stand in a fold of their own.
std::string shown(const std::string& hex, const std::string& decimal) {
    return cat("<code>", text(decimal.empty() ? hex : decimal), "</code>");
}

std::string inputs(const Question& question) {
    std::string all;
    for (const Input& input : question.inputs)
        all += line(input.name, cat("<span class='shape'>", text(input.shape), "</span> ",
                                    shown(numbers_text(input.numbers), decimals_text(input.numbers))));
    for (const auto& [parameter, value] : question.parameters) {
        const auto number = read_hex(value);
        all += line(parameter, cat("<code>", text(number ? decimals_text({value}) : value), "</code>"));
    }
    return all;
}

/// Every number as it is, to the last bit.
std::string exact(const Witness& witness, Depth depth) {
    std::string all;
    const auto add = [&](const std::string& label, const std::string& value) { all += cat(text(label), " ", text(value), "\n"); };
    for (const Input& input : witness.question.inputs) add(input.name, numbers_text(input.numbers));
    if (witness.reference) add("reference", witness.reference->value.hex);
    if (witness.got) add("got", witness.got->hex);
    if (depth == Depth::full && witness.reference && !witness.reference->low.empty())
        add("enclosure", "[" + witness.reference->low + ", " + witness.reference->high + "]");
    return all.empty() ? "" : cat("<details class='exact'><summary>exact numbers</summary><pre>", all, "</pre></details>");
}

std::string reference(const Reference& reference, Depth depth) {
    std::string inside = shown(reference.value.hex, reference.value.decimal);
    if (depth == Depth::full && !reference.decided_by.empty())
        inside += cat("<span class='aside'>decided by ", text(reference.decided_by), "</span>");
    return line("certified", inside);
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
    if (witness.got) lines += line("got", shown(witness.got->hex, witness.got->decimal), "got");
    if (witness.ulps) lines += distance(witness);
    if (witness.bound) lines += line("bound", cat("<span class='formula'>", text(witness.bound->text), "</span>"));
    if (!witness.attainable.empty())
        lines += line("class", cat("attained <b>", text(title(witness.verdict)), "</b>, attainable <b>", text(witness.attainable), "</b>"));
    if (witness.cause) lines += line("cause", text(witness.cause->title));
    if (witness.diagnosis) lines += diagnosis(*witness.diagnosis);
    if (!witness.message.empty()) lines += line("message", text(witness.message));
    if (!witness.replay.empty()) lines += line("replay", replay(witness.replay), "line");
    const std::string program = witness.snippet.empty() ? ""
                                                        : cat("<pre class='snippet' tabindex='0' aria-label='program'><code>",
                                                              text(witness.snippet), "</code></pre>");
    return cat(program, "<dl class='witness'>", lines, "</dl>", exact(witness, depth));
}

}  // namespace lossproof::reports::page
