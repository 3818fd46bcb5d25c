// SPDX-License-Identifier: Apache-2.0
#include "reports/read_record.hpp"

namespace lossproof::reports {
namespace {

std::string plain(const Json& value) { return value.is_string() ? value.get<std::string>() : excerpt(value, 200); }

Input read_input(const std::string& name, const Fields& tensor) {
    Input input{.name = name, .shape = excerpt(tensor.array("shape"), 80), .numbers = {}};
    for (const Json& number : tensor.array("data")) input.numbers.push_back(plain(number));
    return input;
}

Question read_question(const Fields& witness) {
    const Fields question = witness.object("case");
    Question read{.parameters = {}, .inputs = {}, .json = witness.raw("case").dump(-1, ' ', false, Json::error_handler_t::replace)};
    if (question.has("params"))
        for (const auto& [name, value] : question.raw("params").items()) read.parameters[name] = plain(value);
    if (!question.has("inputs")) return read;

    const Fields inputs = question.object("inputs");
    for (const auto& [name, tensor] : question.raw("inputs").items()) read.inputs.push_back(read_input(name, inputs.object(name.c_str())));
    return read;
}

Value read_value(const Fields& value) {
    return {.bits = value.text_or("bits", ""), .hex = value.text("hex"), .decimal = value.text_or("decimal", "")};
}

Reference read_reference(const Fields& reference) {
    const auto enclosure = reference.texts("enclosure");
    if (!enclosure.empty() && enclosure.size() != 2) reference.fail("enclosure", "two ends, [\"lo\",\"hi\"]");
    return {.value = read_value(reference),
            .low = enclosure.empty() ? "" : enclosure[0],
            .high = enclosure.empty() ? "" : enclosure[1],
            .decided_by = reference.text_or("decided_by", "")};
}

Diagnosis read_diagnosis(const Fields& diagnosis) {
    return {.name = diagnosis.text("name"),
            .stable_form = diagnosis.text_or("stable_form", ""),
            .exact_match = diagnosis.flag_or("exact_match", false)};
}

}  // namespace

Witness read_witness(const Fields& record) {
    Witness witness{.cell = record.cell(),
                    .index = record.count_or_zero("index"),
                    .stratum = record.text_or("stratum", ""),
                    .verdict = record.verdict("verdict"),
                    .grade = record.text_or("grade", ""),
                    .regime = record.has("regime") ? record.word("regime", regime_named, "a regime") : Regime::unknown,
                    .attainable = record.text_or("attainable", ""),
                    .cause = std::nullopt,
                    .question = record.has("case") ? read_question(record) : Question{},
                    .reference = std::nullopt,
                    .got = std::nullopt,
                    .alpha = record.number("alpha"),
                    .beta = record.number("beta"),
                    .ulps = record.number("ulps"),
                    .condition = record.number("condition"),
                    .bound = std::nullopt,
                    .diagnosis = std::nullopt,
                    .message = record.text_or("message", ""),
                    .not_reproducible = record.flag_or("not_reproducible", false),
                    .snippet = record.text_or("snippet", ""),
                    .replay = record.text_or("replay", "")};
    if (record.has("reference")) witness.reference = read_reference(record.object("reference"));
    if (record.has("got")) witness.got = read_value(record.object("got"));
    if (record.has("diagnosis")) witness.diagnosis = read_diagnosis(record.object("diagnosis"));
    if (record.has("cause")) {
        const Fields cause = record.object("cause");
        witness.cause =
            Cause{.id = cause.text("id"), .title = cause.text_or("title", cause.text("id")), .remedy = cause.text_or("remedy", "")};
    }
    if (record.has("bound")) {
        const Fields bound = record.object("bound");
        witness.bound = Bound{.text = bound.text("text"), .ulps = bound.number("ulps")};
    }
    return witness;
}

}  // namespace lossproof::reports
