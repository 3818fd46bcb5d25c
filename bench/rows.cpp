// SPDX-License-Identifier: Apache-2.0
// What certifying rows costs: batches in lanes, the same in batches too small for lanes (balls, one number at a time), with decimal ends
// (enclosures of MPFR alone) and in Arb. All contestants take turns in one process; CPU seconds of this thread, the least of seven rounds.
#include "reference/oracle/row_lanes.hpp"

#include <arb.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>

using namespace lossproof;

namespace {

double cpu_seconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Ordinary logits and probabilities.
Case batch(const std::string& name, std::int64_t n, std::int64_t k) {
    std::mt19937_64 random(7);
    std::normal_distribution<double> logit(0, 3);
    std::uniform_real_distribution<double> share(0, 1);
    const Operation& operation = operation_named(name);
    Case question{.operation = name, .format = Format::f64, .parameters = {}, .inputs = {}};
    if (operation.reductions) question.parameters["reduction"] = "none";
    for (const Input& input : operation.inputs) {
        if (input.optional) continue;
        Tensor tensor{.shape = {n}, .values = {}, .integral = is_integral(input.meaning)};
        if (input.shape.size() == 2) tensor.shape.push_back(k);
        for (std::int64_t i = 0; i < n * (input.shape.size() == 2 ? k : 1); ++i)
            tensor.values.push_back(tensor.integral                   ? static_cast<double>(random() % static_cast<std::uint64_t>(k))
                                    : input.meaning == Meaning::logit ? logit(random)
                                                                      : share(random));
        question.inputs.emplace(input.name, std::move(tensor));
    }
    return question;
}
/// The first rows of a batch.
Case first_rows(Case question, std::int64_t rows) {
    for (auto& [name, tensor] : question.inputs) {
        tensor.values.resize(tensor.values.size() / static_cast<std::size_t>(tensor.rows()) * static_cast<std::size_t>(rows));
        tensor.shape[0] = rows;
    }
    return question;
}
/// The first elements of its first row, too few for lanes.
Case first_elements(Case question, std::int64_t elements) {
    for (auto& [name, tensor] : question.inputs) {
        tensor.values.resize(static_cast<std::size_t>(elements));
        tensor.shape = {1, elements};
    }
    return question;
}

struct Measured {
    double seconds = HUGE_VAL;
    std::size_t numbers = 0, apart = 0, open = 0;
    double each() const { return seconds / static_cast<double>(numbers); }
};
/// Certify and compare with a candidate: what a sweep asks first.
void certify(const Case& question, const std::string& output, bool ends, const std::vector<double>& candidate, Measured& measured) {
    Certificate::Options options;
    options.outputs = {output};
    options.enclosures = ends;
    const double start = cpu_seconds();
    const Certificate certificate(question, options);
    const auto& answers = certificate.outputs().front().answers;
    measured.apart = measured.open = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) measured.apart += answers[i].rounded != candidate[i] ? 1 : 0;
    measured.seconds = std::min(measured.seconds, cpu_seconds() - start);
    measured.numbers = answers.size();
    for (const Answer& answer : answers) measured.open += answer.precision != lanes_precision ? 1 : 0;
}

constexpr slong bits = 128;
struct Arb {
    arb_t x;
    Arb() { arb_init(x); }
    ~Arb() { arb_clear(x); }
    Arb(const Arb&) = delete;
    Arb& operator=(const Arb&) = delete;
};
/// Softmax of one row in Arb, rounded where it can be.
std::size_t softmax_in_arb(const double* z, std::size_t k, std::vector<Arb>& p, double* rounded) {
    std::size_t open = 0;
    Arb total;
    for (std::size_t j = 0; j < k; ++j) {
        arb_set_d(p[j].x, z[j]);
        arb_exp(p[j].x, p[j].x, bits);
        arb_add(total.x, total.x, p[j].x, bits);
    }
    for (std::size_t j = 0; j < k; ++j) {
        arb_div(p[j].x, p[j].x, total.x, bits);
        open += arb_can_round_arf(p[j].x, 53, ARF_RND_NEAR) ? 0 : 1;
        rounded[j] = arf_get_d(arb_midref(p[j].x), ARF_RND_NEAR);
    }
    return open;
}
void arb_softmax(const Case& few, const std::vector<double>& candidate, Measured& measured) {
    const Tensor& z = few.inputs.at("logits");
    const auto k = static_cast<std::size_t>(z.columns());
    std::vector<Arb> p(k);
    std::vector<double> rounded(z.values.size());
    const double start = cpu_seconds();
    measured.open = measured.apart = 0;
    for (std::size_t row = 0; row * k < z.values.size(); ++row)
        measured.open += softmax_in_arb(&z.values[row * k], k, p, &rounded[row * k]);
    for (std::size_t i = 0; i < rounded.size(); ++i) measured.apart += rounded[i] != candidate[i] ? 1 : 0;
    measured.seconds = std::min(measured.seconds, cpu_seconds() - start);
    measured.numbers = rounded.size();
}

/// The truth, with every thousandth number off by one: a candidate that is nearly right.
std::vector<double> candidate_for(const Case& question, const std::string& output) {
    Certificate::Options options;
    options.outputs = {output};
    const Certificate certificate(question, options);
    std::vector<double> values;
    for (const Answer& answer : certificate.outputs().front().answers) values.push_back(answer.rounded);
    for (std::size_t i = 0; i < values.size(); i += 1000) values[i] = std::nextafter(values[i], HUGE_VAL);
    return values;
}

void line(const std::string& name, const std::string& output, std::int64_t k) {
    constexpr std::int64_t numbers = 400'000;
    const bool elements = operation_named(name).by_element();
    const Case all = batch(name, numbers / k, k);
    const Case few = elements ? first_elements(all, 7) : first_rows(all, std::min<std::int64_t>(7, std::max<std::int64_t>(1, 700 / k)));
    const std::vector<double> candidate = candidate_for(all, output);
    Measured lanes, balls, enclosures, arb;
    for (int round = 0; round < 7; ++round) {
        certify(all, output, false, candidate, lanes);
        certify(few, output, false, candidate, balls);
        certify(few, output, true, candidate, enclosures);
        if (name == "softmax") arb_softmax(few, candidate, arb);
    }
    std::printf("| %s | %s | %ld | %.1f | %.0f | %.0f | %.0f | %.1e |", name.c_str(), output.c_str(), static_cast<long>(k),
                lanes.each() * 1e9, 1e-6 / lanes.each(), balls.each() / lanes.each(), enclosures.each() / lanes.each(),
                static_cast<double>(lanes.open) / static_cast<double>(lanes.numbers));
    if (arb.numbers) std::printf(" %.0f |\n", arb.each() / lanes.each());
    else std::printf(" |\n");
}

}  // namespace

int main() {
    std::printf("| operation | output | K | ns a number | million/s | over balls | over enclosures | open | over Arb |\n"
                "|---|---|---|---|---|---|---|---|---|\n");
    struct Asked {
        const char *operation, *output;
    };
    for (const Asked& asked : {Asked{"softmax", "value"},
                               {"log_softmax", "value"},
                               {"logsumexp", "value"},
                               {"logsumexp", "d_logits"},
                               {"softmax_cross_entropy", "value"},
                               {"softmax_cross_entropy", "d_logits"},
                               {"kl_divergence", "value"},
                               {"kl_divergence", "d_p"},
                               {"binary_cross_entropy_with_logits", "value"},
                               {"binary_cross_entropy_with_logits", "d_logits"}})
        for (const std::int64_t k : {10, 100, 1000}) {
            if (k != 100 && operation_named(asked.operation).by_element()) continue;
            line(asked.operation, asked.output, k);
        }
}
