// SPDX-License-Identifier: Apache-2.0
#include "reference/define/definition.hpp"
#include "reference/json/one_line.hpp"
#include "reference/numbers/format.hpp"

#include <algorithm>

namespace lossproof {
namespace {

using defined::Source;

constexpr std::size_t most_bytes = std::size_t{1} << 16;
constexpr std::string_view blanks = " \t\r";

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return "";
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

int characters(std::string_view text) {
    int count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return count;
}

/// One line of a definition with those that go on with it, cut into its first word and the rest.
struct Line {
    Source whole;

    std::size_t end_of_word() const { return std::min(whole.text.find_first_of(" \t"), whole.text.size()); }
    std::string word() const { return whole.text.substr(0, end_of_word()); }
    /// The part from a byte on, at its place.
    Source from(std::size_t byte, std::size_t end = std::string::npos) const {
        const std::string_view text = whole.text;
        byte = std::min(text.find_first_not_of(" \t\r\n", byte), text.size());
        Source part = whole;
        for (const char c : text.substr(0, byte)) part.line += c == '\n' ? 1 : 0;
        const auto begin = text.substr(0, byte).rfind('\n');  // npos + 1 is 0
        part.column = 1 + characters(text.substr(begin + 1, byte - begin - 1));
        part.text = end > byte ? trimmed(text.substr(byte, end == std::string::npos ? end : end - byte)) : "";
        return part;
    }
    Source rest() const { return from(end_of_word()); }
};

std::vector<Line> lines_of(const std::string& text, const std::string& file) {
    std::vector<Line> lines;
    int number = 0;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        line = line.substr(0, std::min(line.find('#'), line.size()));
        const bool blank = line.find_first_not_of(blanks) == line.npos;
        const bool goes_on = !line.empty() && (line[0] == ' ' || line[0] == '\t') && !lines.empty();
        if (goes_on || blank) {  // a comment between keeps the count of lines
            if (!lines.empty()) lines.back().whole.text += "\n" + std::string(line);
            continue;
        }
        lines.push_back({.whole = {.text = std::string(line), .place = file, .line = number + 1, .column = 1}});
    }
    for (Line& line : lines) {
        const auto last = line.whole.text.find_last_not_of(" \t\r\n");
        line.whole.text.resize(last == std::string::npos ? 0 : last + 1);
    }
    return lines;
}

/// `NAME: MEANING [N,K]`
Definition::Variable read_input(const Line& line) {
    const std::string& text = line.whole.text;
    const auto colon = text.find(':'), bracket = text.find('[');
    if (colon == text.npos) line.whole.refuse(text.size(), "expected ':' and a meaning, as in `input z: logit [N,K]`, found the end");
    const auto end = std::min(bracket, text.size());
    if (end < colon) line.whole.refuse(end, "expected ':' before the shape, as in `input z: logit [N,K]`");
    Definition::Variable input{.name = line.from(line.end_of_word(), colon), .meaning = line.from(colon + 1, end).text};
    if (bracket != text.npos) input.shape = trimmed(text.substr(bracket));
    return input;
}

/// `NAME = DEFAULT in RANGE`, the last two as one likes.
Definition::Constant read_parameter_line(const Line& line) {
    const std::string text = line.whole.text;
    const auto equal = std::min(text.find('='), text.size());
    auto in = text.find(" in ", line.end_of_word());
    in = std::min(in, text.size());
    if (in < equal && equal < text.size())
        line.whole.refuse(equal, "expected the default before the range, as in `parameter a = 1 in (0, inf)`");
    Definition::Constant parameter{.name = line.from(line.end_of_word(), std::min(equal, in))};
    if (equal < text.size()) {
        const Source fallback = line.from(equal + 1, in);
        parameter.fallback = fallback.text;
        if (!read_number(parameter.fallback)) fallback.refuse(0, "expected a number as the default, found '" + fallback.text + "'");
    }
    if (in < text.size()) parameter.range = line.from(in + 3).text;
    return parameter;
}

/// `NAME: SUMMARY`
void read_name(Definition& definition, const Line& line) {
    const std::string& text = line.whole.text;
    const auto colon = std::min(text.find(':'), text.size());
    definition.name = line.from(line.end_of_word(), colon);
    if (colon < text.size()) definition.summary = line.from(colon + 1).text;
}

void read_line(Definition& definition, const Line& line) {
    const std::string word = line.word();
    const auto once = [&](const Source& earlier) {
        if (!earlier.text.empty()) line.whole.refuse(0, "expected one line '" + word + "', found another");
    };
    if (word == "loss") {
        once(definition.name);
        read_name(definition, line);
    } else if (word == "input") definition.inputs.push_back(read_input(line));
    else if (word == "parameter") definition.parameters.push_back(read_parameter_line(line));
    else if (word == "value" || word == "stable") {
        Source& formula = word == "value" ? definition.value : definition.stable;
        once(formula);
        formula = line.rest();
        if (formula.text.empty()) line.whole.refuse(line.whole.text.size(), "expected a formula, found the end");
    } else
        line.whole.refuse(0,
                          "expected a line that begins with loss, input, parameter, value or stable, found '" + word.substr(0, 40) + "'");
}

/// A summary, or a formula that stood on several lines.
std::string as_one_line(std::string_view text) { return one_line(text, most_bytes); }

}  // namespace

Definition read_definition(const std::string& text, const std::string& file) {
    const Source whole{.text = text, .place = file, .line = 1};
    if (text.size() > most_bytes)
        whole.refuse(0, "expected a definition of at most " + std::to_string(most_bytes) + " bytes, found " + std::to_string(text.size()));
    if (text.find('\0') != text.npos) whole.refuse(text.find('\0'), "expected text, found a zero byte");
    Definition definition;
    definition.name.place.clear();
    for (const Line& line : lines_of(text, file)) read_line(definition, line);
    if (definition.name.text.empty()) whole.refuse(text.size(), "expected a line `loss NAME`, found the end");
    if (definition.value.text.empty()) whole.refuse(text.size(), "expected a line `value FORMULA`, found the end");
    return definition;
}

std::string text_of(const Definition& d) {
    std::string text = "loss " + d.name.text + (d.summary.empty() ? "" : ": " + as_one_line(d.summary)) + "\n";
    for (const auto& input : d.inputs) text += "input " + input.name.text + ": " + input.meaning + " " + input.shape + "\n";
    for (const auto& parameter : d.parameters)
        text += "parameter " + parameter.name.text + (parameter.fallback.empty() ? "" : " = " + parameter.fallback) +
                (parameter.range.empty() ? "" : " in " + parameter.range) + "\n";
    text += "value " + as_one_line(d.value.text) + "\n";
    if (!d.stable.text.empty()) text += "stable " + as_one_line(d.stable.text) + "\n";
    return text;
}

}  // namespace lossproof
