// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_answer.hpp"
#include "reference/oracle/certify.hpp"
#include "tests/fuzz/targets.hpp"

#include <array>
#include <cmath>
#include <cstring>

namespace lossproof::fuzz {
namespace {

/// The bytes as a source of choices; zeros once they are spent.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
    unsigned char next() {
        if (bytes_.empty()) return 0;
        const char first = bytes_.front();
        bytes_.remove_prefix(1);
        return static_cast<unsigned char>(first);
    }
    std::size_t below(std::size_t count) { return next() % count; }
    /// A number of the format: a small one, a power of two, one that people write, or any bits.
    double number(Format format) {
        const FormatSpec& numbers = spec(format);
        switch (below(4)) {
        case 0: return static_cast<double>(static_cast<signed char>(next()));
        case 1: return std::ldexp(1 + static_cast<double>(below(2)) / 2, numbers.min_exponent + static_cast<int>(next()) * 3);
        case 2: return round_to(format, static_cast<double>(next()) / 100);
        default: {
            std::uint64_t bits = 0;
            for (int i = 0; i < numbers.bytes; ++i) bits = bits << 8 | next();
            return decode(format, bits);
        }
        }
    }

private:
    std::string_view bytes_;
};

double parameter_in(Parameter::Range range, Bytes& bytes) {
    const double share = (static_cast<double>(bytes.next()) + 1) / 258;  // inside (0, 1)
    return range == Parameter::Range::any || range == Parameter::Range::at_least_one ? 1 + 8 * share : share;
}

Case drawn(Bytes& bytes) {
    const auto operations = catalogue();
    const Operation& operation = operations[bytes.below(operations.size())];
    Case question{.operation = std::string(operation.name), .format = all_formats[bytes.below(4)], .parameters = {}, .inputs = {}};
    for (const Parameter& parameter : operation.parameters)
        if (parameter.kind == Parameter::Kind::real && (parameter.fallback.empty() || bytes.below(4) == 0))
            question.parameters[std::string(parameter.name)] = parameter_in(parameter.range, bytes);
    constexpr std::array reductions{"none", "sum", "mean"};
    if (operation.reductions) question.parameters["reduction"] = std::string(reductions[bytes.below(reductions.size())]);
    std::array<std::int64_t, dim_count> extents{};
    for (std::int64_t& extent : extents) extent = static_cast<std::int64_t>(bytes.below(4)) + (bytes.below(8) == 0 ? 0 : 1);
    extents[static_cast<std::size_t>(Dim::one)] = 1;
    for (const Input& input : operation.inputs) {
        if (input.meaning == Meaning::position || (input.optional && bytes.below(3) != 0)) continue;
        Tensor tensor{.shape = {}, .values = {}, .integral = is_integral(input.meaning)};
        std::size_t count = 1;
        for (const Dim dim : input.shape) {
            tensor.shape.push_back(extents[static_cast<std::size_t>(dim)]);
            count *= static_cast<std::size_t>(tensor.shape.back());
        }
        for (std::size_t i = 0; i < count; ++i)
            tensor.values.push_back(input.meaning == Meaning::sign          ? (bytes.below(2) ? 1 : -1)
                                    : input.meaning == Meaning::class_index ? static_cast<double>(bytes.below(4))
                                                                            : bytes.number(question.format));
        question.inputs[std::string(input.name)] = std::move(tensor);
    }
    return question;
}

void check(const Answer& answer, Format format, const std::pair<std::string, std::string>& ends) {
    const auto low = read_number(ends.first), high = read_number(ends.second);
    insist(low && high, "the ends of an enclosure are numbers");
    insist(std::isnan(*low) == std::isnan(*high) && !(*low > *high), "the ends of an enclosure are in order");
    if (!answer.decided()) return;
    insist(representable(format, answer.rounded), "an answer is of the format");
    // Rounding keeps the order, so in binary64 the ends as they are read lie on either side of the answer.
    if (format == Format::f64 && !std::isnan(answer.rounded) && !std::isnan(*low))
        insist(*low <= answer.rounded && answer.rounded <= *high, "the answer lies in its enclosure");
}

}  // namespace

void certify(std::string_view bytes) {
    Bytes source(bytes);
    const Case question = drawn(source);
    try {
        Certificate certificate(question, {.outputs = {}, .enclosures = true});
        for (const auto& output : certificate.outputs())
            for (Index i = 0; i < output.answers.size(); ++i) {
                check(output.answers[i], question.format, output.enclosure(i));
                insist(!(certificate.condition(output.name, i) < 0), "a condition number is not negative");
            }
        cli::answer_json(question, {.output = "*", .condition = true, .admissible = true});
    } catch (const UsageError&) {
        // not every drawn case is a question: widths that an operation demands, weights that sum to zero
    }
}

}  // namespace lossproof::fuzz
