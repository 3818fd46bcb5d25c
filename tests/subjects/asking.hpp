// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/subject.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <unistd.h>

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

/// Guests started while this lives, and whatever they start, carry a mark in their environment, by which they are counted.
class MarkedGuests {
public:
    MarkedGuests() { ::setenv(name, std::to_string(::getpid()).c_str(), 1); }
    ~MarkedGuests() { ::unsetenv(name); }
    /// Programs that run; a killed orphan may stay a zombie until init looks after it.
    int living() const {
        const std::string mark = std::string(name) + "=" + std::to_string(::getpid());
        int found = 0;
        for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
            std::ifstream file(entry.path() / "environ", std::ios::binary);
            const std::string all{std::istreambuf_iterator<char>(file), {}};
            found += all.find(mark + '\0') != all.npos || all.ends_with(mark);
        }
        return found;
    }

private:
    static constexpr const char* name = "LOSSPROOF_TEST_MARK";
};

inline const Patience impatient{.answer_seconds = 0.5, .hello_seconds = 20, .hangs = 1000};

}  // namespace lossproof
