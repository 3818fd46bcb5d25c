// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace lossproof {

inline std::ostream& operator<<(std::ostream& out, Reply::Fault fault) { return out << text(fault); }
inline std::ostream& operator<<(std::ostream& out, Reply::Status status) { return out << static_cast<int>(status); }

/// A relu of a 3×5 matrix whose first element is given; the misbehaving guests stumble over 666.
inline Request relu_of(double first) {
    Tensor x{.shape = {3, 5}, .values = {}, .integral = false};
    for (int i = 0; i < 15; ++i) x.values.push_back(i == 0 ? first : i - 7.0);
    return {.question = {.operation = "relu", .format = Format::f64, .parameters = {{"reduction", "none"}}, .inputs = {{"x", x}}},
            .outputs = {{.name = "value", .shape = {3, 5}}}};
}

inline std::vector<Request> batch_with_guilty_at(std::size_t size, std::vector<std::size_t> guilty) {
    std::vector<Request> batch;
    for (std::size_t i = 0; i < size; ++i) batch.push_back(relu_of(1.0 + static_cast<double>(i)));
    for (const std::size_t place : guilty) batch[place] = relu_of(666);
    return batch;
}

inline bool is_right(const Request& request, const Reply& reply) {
    if (reply.status != Reply::Status::answered) return false;
    const Tensor& x = request.question.inputs.at("x");
    const auto value = reply.outputs.find("value");
    if (value == reply.outputs.end() || value->second.shape != x.shape) return false;
    for (std::size_t i = 0; i < x.values.size(); ++i)
        if (value->second.values[i] != std::fmax(x.values[i], 0)) return false;
    return true;
}

/// The guilty are convicted of this fault, and everybody else has the right answer.
inline void check_convictions(Subject& subject, std::size_t size, std::vector<std::size_t> guilty, Reply::Fault fault) {
    const auto batch = batch_with_guilty_at(size, guilty);
    const auto replies = subject.compute(batch);
    REQUIRE(replies.size() == size);
    for (std::size_t i = 0; i < size; ++i) {
        CAPTURE(i, replies[i].message);
        if (std::find(guilty.begin(), guilty.end(), i) == guilty.end()) {
            CHECK(is_right(batch[i], replies[i]));
            continue;
        }
        CHECK(replies[i].status == Reply::Status::broke);
        CHECK(replies[i].fault == fault);
        CHECK(!replies[i].message.empty());
        CHECK(replies[i].message.find('\n') == std::string::npos);
    }
}

inline const Patience impatient{.answer_seconds = 0.5, .hello_seconds = 20};

}  // namespace lossproof
