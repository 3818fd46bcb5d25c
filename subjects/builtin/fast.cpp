// SPDX-License-Identifier: Apache-2.0
// Our own kernels as a subject: a request by name becomes a call by name.
#include "fast/call.hpp"
#include "subjects/builtin/fast.hpp"
#include "subjects/options.hpp"

#include <algorithm>
#include <deque>

namespace lossproof {
namespace {

/// Rows and columns of a tensor: one dimension is a column, more than two are folded into the columns.
std::pair<std::int64_t, std::int64_t> matrix_shape(const std::vector<std::int64_t>& shape) {
    if (shape.empty()) return {1, 1};
    std::int64_t columns = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) columns *= shape[i];
    return {shape[0], columns};
}

/// A call with the arrays it points to, in the format of the question.
class Translated {
public:
    Translated(const Request& request, fast::Accuracy accuracy) : single_(request.question.format == Format::f32) {
        call_.options.accuracy = accuracy;
        for (const auto& [name, tensor] : request.question.inputs) add_input(name, tensor);
        for (const auto& [name, value] : request.question.parameters) add_parameter(name, value);
        for (const Request::Wanted& wanted : request.outputs) add_output(wanted);
    }
    const fast::Call& call() {
        call_.inputs = inputs_;
        call_.outputs = outputs_;
        call_.parameters = numbers_;
        return call_;
    }
    void collect(const Request& request, Reply& reply) const {
        for (std::size_t i = 0; i < request.outputs.size(); ++i) {
            Tensor answer{.shape = request.outputs[i].shape, .values = {}, .integral = false};
            const std::size_t place = first_output_ + i;
            if (single_) answer.values.assign(singles_[place].begin(), singles_[place].end());
            else answer.values = doubles_[place];
            reply.outputs[request.outputs[i].name] = std::move(answer);
        }
    }

private:
    template <class Array> Array array(std::size_t rows_at, std::int64_t rows, std::int64_t columns) {
        if (single_) return Array(singles_[rows_at].data(), rows, columns);
        return Array(doubles_[rows_at].data(), rows, columns);
    }
    std::size_t store(std::vector<double> values) {
        singles_.emplace_back(values.begin(), values.end());
        doubles_.push_back(std::move(values));
        return doubles_.size() - 1;
    }
    void add_input(const std::string& name, const Tensor& tensor) {
        const auto [rows, columns] = matrix_shape(tensor.shape);
        if (tensor.integral) {
            integers_.emplace_back(tensor.values.begin(), tensor.values.end());
            inputs_.push_back({name, fast::Input(integers_.back().data(), rows, columns)});
        } else {
            const std::size_t at = store(tensor.values);
            inputs_.push_back({name, array<fast::Input>(at, rows, columns)});
        }
    }
    void add_parameter(const std::string& name, const ParameterValue& value) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            if (*text == "sum") call_.options.reduction = fast::Reduction::sum;
            else if (*text == "mean") call_.options.reduction = fast::Reduction::mean;
        } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            if (name == "ignore_index") call_.options.ignore_index = *whole;
            else numbers_.push_back({name, static_cast<double>(*whole)});
        } else {
            numbers_.push_back({name, std::get<double>(value)});
        }
    }
    void add_output(const Request::Wanted& wanted) {
        const auto [rows, columns] = matrix_shape(wanted.shape);
        const std::size_t at = store(std::vector<double>(static_cast<std::size_t>(rows * columns)));
        if (outputs_.empty()) first_output_ = at;
        outputs_.push_back({wanted.name, array<fast::Output>(at, rows, columns)});
    }

    bool single_;
    std::size_t first_output_ = 0;
    fast::Call call_;
    std::deque<std::vector<double>> doubles_;  // a deque: the pointers into it stay good
    std::deque<std::vector<float>> singles_;
    std::deque<std::vector<std::int64_t>> integers_;
    std::vector<fast::NamedInput> inputs_;
    std::vector<fast::NamedOutput> outputs_;
    std::vector<fast::NamedNumber> numbers_;
};

class Fast : public Subject {
public:
    explicit Fast(fast::Accuracy accuracy) : accuracy_(accuracy) {
        const bool quick = accuracy == fast::Accuracy::quick;
        identity_ = {.name = quick ? "fast-quick" : "fast",
                     .version = "0.1.0",
                     .door = "built in",
                     .details = {{"accuracy", quick ? "quick" : "near_exact"}, {"instructions", std::string(fast::target())}},
                     .conventions = {}};
    }
    const SubjectIdentity& identity() const override { return identity_; }

    bool offers(std::string_view operation, Format format, std::string_view output) const override {
        const fast::Kernel* kernel = fast::find(operation);
        if (!kernel || (format != Format::f64 && format != Format::f32)) return false;
        return std::any_of(kernel->outputs.begin(), kernel->outputs.end(), [&](const auto& o) { return o.name == output; });
    }

    bool takes(std::string_view operation, std::string_view option) const override {
        return takes_option(operation_named(operation), option, options_of(std::string(operation)));
    }

    std::vector<Reply> compute(std::span<const Request> requests) override {
        std::vector<Reply> replies;
        replies.reserve(requests.size());
        for (const Request& request : requests) replies.push_back(answer(request));
        return replies;
    }

private:
    Reply answer(const Request& request) const {
        Reply reply;
        for (const Request::Wanted& wanted : request.outputs)
            if (!offers(request.question.operation, request.question.format, wanted.name)) reply.status = Reply::Status::unsupported;
        if (const auto option = undeclared_option(request.question, options_of(request.question.operation))) {
            reply.status = Reply::Status::unsupported;
            reply.message = "fast has no " + *option;
        }
        if (reply.status == Reply::Status::unsupported) return reply;
        try {
            Translated translated(request, accuracy_);
            fast::run(request.question.operation, translated.call());
            translated.collect(request, reply);
        } catch (const std::invalid_argument& refusal) {
            reply.status = Reply::Status::broke;
            reply.fault = Reply::Fault::refused;
            reply.message = refusal.what();
        }
        return reply;
    }

    /// A kernel's own parameters, the plain reductions, labels to be ignored.
    static Options options_of(const std::string& name) {
        std::set<std::string, std::less<>> all = {"reduction", "ignore_index"};
        const Operation& operation = operation_named(name);
        for (const Parameter& parameter : operation.parameters) all.emplace(parameter.name);
        for (const Input& input : operation.inputs)
            if (!is_factor(input.meaning)) all.emplace(input.name);
        return {{name, all}};
    }

    fast::Accuracy accuracy_;
    SubjectIdentity identity_;
};

}  // namespace

std::unique_ptr<Subject> open_fast() { return std::make_unique<Fast>(fast::Accuracy::near_exact); }
std::unique_ptr<Subject> open_fast_quick() { return std::make_unique<Fast>(fast::Accuracy::quick); }

}  // namespace lossproof
