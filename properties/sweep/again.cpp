// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/again.hpp"

#include "properties/sweep/question.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

constexpr std::int64_t nan_row = -1;  ///< a row whose first input is NaN

/// The same bits; one NaN is as good as another.
bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b); }

/// Does this input have a row for every row of the batch? Weights of classes do not, nor does one number for all.
bool is_cut(const Input& input, const Tensor& tensor) {
    const bool by_row = input.shape.size() > 0 && (input.shape[0] == Dim::N || input.shape[0] == Dim::P);
    return by_row && !(input.broadcast && tensor.shape == std::vector<std::int64_t>{1, 1});
}

/// Rows that know nothing of each other: no reduction, nothing shared by position.
bool is_separable(const Plan& plan) {
    const Operation& operation = plan.operation();
    return operation.batch != Batch::whole && plan.reduction() == Reduction::none && !operation.takes(Meaning::position) &&
           plan.groups() > 0;
}

std::int64_t rows_of(const Operation& operation, const Case& question) {
    for (const Input& input : operation.inputs)
        if (const auto found = question.inputs.find(input.name); found != question.inputs.end() && is_cut(input, found->second))
            return found->second.rows();
    return 0;
}

/// The batch of those rows of a case, in that order.
Case batch_of(const Operation& operation, const Case& question, const std::vector<std::int64_t>& rows) {
    Case batch = question;
    const Input* spoilt = nullptr;
    for (const Input& input : operation.inputs) {
        const auto found = question.inputs.find(input.name);
        if (found == question.inputs.end() || !is_cut(input, found->second)) continue;
        if (!spoilt && !is_integral(input.meaning)) spoilt = &input;
        const Tensor& whole = found->second;
        const auto length = static_cast<std::ptrdiff_t>(whole.values.size()) / whole.rows();
        Tensor& cut = batch.inputs.find(input.name)->second;
        cut.shape[0] = static_cast<std::int64_t>(rows.size());
        cut.values.clear();
        for (const std::int64_t row : rows) {
            const auto from = whole.values.begin() + std::max<std::int64_t>(row, 0) * length;
            if (row == nan_row && spoilt == &input)
                cut.values.insert(cut.values.end(), static_cast<std::size_t>(length), std::numeric_limits<double>::quiet_NaN());
            else cut.values.insert(cut.values.end(), from, from + length);
        }
    }
    return batch;
}

std::size_t row_length(const Tensor& output) {
    return output.values.size() / static_cast<std::size_t>(std::max<std::int64_t>(output.rows(), 1));
}

/// The first element in which a row of one answer differs from a row of another.
std::optional<std::size_t> difference(const Tensor& one, std::int64_t row, const Tensor& other, std::int64_t other_row) {
    const std::size_t length = row_length(one);
    if (length != row_length(other)) return std::nullopt;
    for (std::size_t j = 0; j < length; ++j)
        if (!same_bits(one.values[static_cast<std::size_t>(row) * length + j],
                       other.values[static_cast<std::size_t>(other_row) * length + j]))
            return j;
    return std::nullopt;
}

}  // namespace

Again::Again(WatchedSubject& subject, std::span<const Request> requests, std::span<const Reply> replies)
    : subject_(subject), requests_(requests), replies_(replies) {}

void Again::look() {
    const auto broke = [](const Reply& reply) { return reply.status == Reply::Status::broke || reply.status == Reply::Status::not_asked; };
    if (std::any_of(replies_.begin(), replies_.end(), broke)) return;  // every break costs a restart
    repeat();
    move_rows();
}

/// Backwards, so that each comes after another request than the first time.
void Again::repeat() {
    std::vector<Request> again;
    std::vector<std::size_t> origins;
    for (std::size_t i = requests_.size(); i-- > 0;)
        if (replies_[i].status == Reply::Status::answered && !requests_[i].outputs.empty()) {
            again.push_back(requests_[i]);
            origins.push_back(i);
        }
    const auto replies = subject_.compute(again);
    for (std::size_t k = 0; k < replies.size(); ++k) {
        if (replies[k].status != Reply::Status::answered) continue;
        for (const auto& [name, tensor] : replies_[origins[k]].outputs) {
            const auto found = replies[k].outputs.find(name);
            if (found == replies[k].outputs.end() ||
                std::equal(tensor.values.begin(), tensor.values.end(), found->second.values.begin(), found->second.values.end(), same_bits))
                continue;
            subject_.note(again[k], {.kind = Remark::Kind::second_call_differs,
                                     .message = "asked again, after other requests, the same request answered another " + name});
            break;
        }
    }
}

/// Every row one place further on, behind a row of NaN; and the last row alone.
void Again::move_rows() {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        if (replies_[i].status != Reply::Status::answered || requests_[i].outputs.empty()) continue;
        const Plan plan(requests_[i].question);
        if (!is_separable(plan)) continue;
        const std::int64_t rows = rows_of(plan.operation(), plan.question());
        if (rows == 0) continue;
        std::vector<std::int64_t> moved{nan_row, rows - 1};
        for (std::int64_t row = 0; row + 1 < rows; ++row) moved.push_back(row);
        add_moved(i, moved);
        if (rows > 1) add_moved(i, {rows - 1});
    }
    std::vector<Request> asked;
    for (const Moved& moved : moved_) asked.push_back(moved.request);
    const auto replies = subject_.compute(asked);
    for (std::size_t k = 0; k < replies.size(); ++k)
        if (replies[k].status == Reply::Status::answered) compare(moved_[k], replies[k]);
}

void Again::add_moved(std::size_t origin, const std::vector<std::int64_t>& rows) {
    const Case& question = requests_[origin].question;
    const Operation& operation = operation_named(question.operation);
    moved_.push_back({.origin = origin, .places = rows, .request = request_for(Plan(batch_of(operation, question, rows)), subject_)});
}

void Again::compare(const Moved& moved, const Reply& reply) {
    const Plan before(requests_[moved.origin].question), after(moved.request.question);
    for (std::size_t o = 0; o < before.outputs().size(); ++o) {
        const Plan::Output& planned = before.outputs()[o];
        const auto one = replies_[moved.origin].outputs.find(planned.name), other = reply.outputs.find(planned.name);
        if (one == replies_[moved.origin].outputs.end() || other == reply.outputs.end()) continue;
        // What gathers all rows (the gradient of one variance for all) has no row to follow.
        if (planned.reduced || after.outputs()[o].reduced || planned.shape.empty()) continue;
        if (other->second.rows() != static_cast<std::int64_t>(moved.places.size())) continue;
        for (std::size_t at = 0; at < moved.places.size(); ++at) {
            const std::int64_t row = moved.places[at];
            const auto element = row == nan_row ? std::nullopt : difference(one->second, row, other->second, static_cast<std::int64_t>(at));
            if (!element) continue;
            const auto number = [&](const Tensor& tensor, std::size_t r) { return tensor.values[r * row_length(tensor) + *element]; };
            const bool was_nan = std::isnan(number(one->second, static_cast<std::size_t>(row)));
            return tell(moved, planned.name, row, !was_nan && std::isnan(number(other->second, at)));
        }
    }
}

void Again::tell(const Moved& moved, const std::string& output, std::int64_t row, bool leaks) {
    Remark remark{.kind = leaks ? Remark::Kind::neighbour_leaks : Remark::Kind::batch_dependent,
                  .message = leaks ? "a row's " + output + " is NaN because another row of its batch is"
                                   : "a row's " + output + " has other bits in another batch, or at another place in it"};
    std::optional<Request> smallest;
    if (told_.insert(remark.kind).second) smallest = smallest_batch(requests_[moved.origin].question, output, row);
    if (smallest)
        remark.message += "; the smallest such batch has " +
                          std::to_string(rows_of(operation_named(smallest->question.operation), smallest->question)) + " rows";
    subject_.note(smallest.value_or(moved.request), std::move(remark));
}

/// Of the batches of copies of one row, and of the row beside one of NaN, the smallest in which it is not what it is alone.
std::optional<Request> Again::smallest_batch(const Case& question, const std::string& output, std::int64_t row) {
    constexpr std::int64_t most = 17;
    std::vector<std::vector<std::int64_t>> batches{{row}, {nan_row, row}, {row, nan_row}};
    for (std::int64_t n = 2; n <= most; ++n) batches.emplace_back(static_cast<std::size_t>(n), row);
    std::vector<Request> asked;
    for (const auto& rows : batches)
        asked.push_back(request_for(Plan(batch_of(operation_named(question.operation), question, rows)), subject_, output));
    const auto replies = subject_.compute(asked);
    const auto answer = [&](std::size_t k) -> const Tensor* {
        const auto found = replies[k].outputs.find(output);
        return replies[k].status == Reply::Status::answered && found != replies[k].outputs.end() ? &found->second : nullptr;
    };
    const Tensor* alone = answer(0);
    for (std::size_t k = 1; alone && k < batches.size(); ++k)
        for (std::size_t at = 0; at < batches[k].size(); ++at)
            if (const Tensor* other = answer(k);
                other && batches[k][at] != nan_row && difference(*alone, 0, *other, static_cast<std::int64_t>(at)))
                return asked[k];
    return std::nullopt;
}

}  // namespace lossproof
