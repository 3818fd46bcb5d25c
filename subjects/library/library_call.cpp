// SPDX-License-Identifier: Apache-2.0
#include "subjects/library/library_call.hpp"

#include "subjects/library/environment.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace lossproof {
namespace {

/// The request in the ABI's own words; owns everything its pointers point to. Each of its `addresses` puts the tensors at others,
/// 0 to 16 elements behind a cache line, as slices of larger arrays lie.
class AbiRequest {
public:
    AbiRequest(const Question& question, bool strided, std::size_t addresses) : question_(question), addresses_(addresses) {
        const bool padded = strided && wants_padding();
        for (const InputBytes& input : question.inputs) add_input(input, padded);
        if (question.upstream) add_input(*question.upstream, padded);
        for (const Request::Wanted& wanted : question.outputs)
            outputs_.push_back(std::make_unique<GuardedTensor>(wanted.name, dtype_of(question.format), wanted.shape, padded,
                                                               inputs_.size() + outputs_.size(), shift(inputs_.size() + outputs_.size())));
        for (const auto& [name, value] : question.parameters) parameters_.push_back(parameter(name, value));
        for (auto& one : parameters_) parameter_list_.push_back(&one);
        for (auto& one : outputs_) output_list_.push_back(one->described());
        for (std::size_t i = 0; i < question.inputs.size(); ++i) input_list_.push_back(inputs_[i]->described());
    }

    lossproof_request described() {
        message_.fill('\0');
        return {.struct_size = sizeof(lossproof_request),
                .operation = question_.operation.c_str(),
                .format = static_cast<std::int32_t>(question_.format),
                .parameter_count = static_cast<std::uint32_t>(parameter_list_.size()),
                .parameters = parameter_list_.data(),
                .input_count = static_cast<std::uint32_t>(input_list_.size()),
                .inputs = input_list_.data(),
                .upstream = question_.upstream ? inputs_.back()->described() : nullptr,
                .output_count = static_cast<std::uint32_t>(output_list_.size()),
                .outputs = output_list_.data(),
                .message = message_.data(),
                .message_size = message_.size()};
    }

    std::string message() const { return std::string(message_.data(), std::find(message_.begin(), message_.end(), '\0')); }
    std::vector<std::unique_ptr<GuardedTensor>>& outputs() { return outputs_; }
    bool wants_second_call() const { return (hash() >> 1) % 4 == 0; }  // a quarter of the cases

    /// What the call did to memory that was not its own; empty if nothing.
    std::string damage() const {
        for (const auto& output : outputs_)
            if (const std::string found = output->damage(); !found.empty()) return found;
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            if (const std::string found = inputs_[i]->damage(); !found.empty()) return found;
            if (inputs_[i]->elements() != original_[i]) return "changed its input " + inputs_[i]->name() + ", which belongs to the host";
        }
        return "";
    }

private:
    /// A number that depends on the case alone, so that a replay agrees.
    std::uint64_t hash() const {
        std::uint64_t hash = 0xcbf29ce484222325;
        const auto mix = [&](std::string_view bytes) {
            for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
        };
        mix(question_.operation);
        for (const InputBytes& input : question_.inputs) mix(input.bytes);
        return hash >> 40;
    }
    bool wants_padding() const { return hash() & 1; }  // half of the cases
    std::size_t shift(std::size_t tensor) const {
        constexpr std::size_t shifts[] = {0, 1, 8, 4, 16};
        return shifts[((hash() >> 3) + tensor + addresses_) % std::size(shifts)];
    }
    void add_input(const InputBytes& input, bool padded) {
        inputs_.push_back(
            std::make_unique<GuardedTensor>(input.name, input.dtype, input.shape, padded, inputs_.size(), shift(inputs_.size())));
        inputs_.back()->fill(input.bytes);
        original_.emplace_back(input.bytes);
    }
    static lossproof_parameter parameter(const std::string& name, const ParameterValue& value) {
        lossproof_parameter out{
            .struct_size = sizeof out, .name = name.c_str(), .kind = LOSSPROOF_REAL, .real = 0, .integer = 0, .word = nullptr};
        if (const auto* real = std::get_if<double>(&value)) out.real = *real;
        if (const auto* word = std::get_if<std::string>(&value)) out.kind = LOSSPROOF_WORD, out.word = word->c_str();
        if (const auto* integer = std::get_if<std::int64_t>(&value))
            out.kind = LOSSPROOF_INTEGER, out.integer = *integer, out.real = static_cast<double>(*integer);
        return out;
    }

    const Question& question_;
    const std::size_t addresses_;
    std::vector<std::unique_ptr<GuardedTensor>> inputs_, outputs_;  ///< the upstream gradient is the last input
    std::vector<std::string> original_;
    std::vector<lossproof_parameter> parameters_;
    std::vector<const lossproof_parameter*> parameter_list_;
    std::vector<const lossproof_tensor*> input_list_, output_list_;
    std::array<char, 512> message_{};
};

/// One call, watched: the reply says what went wrong outside the numbers.
Reply watched_call(const lossproof_subject& subject, AbiRequest& request, StdoutTrap& trap) {
    const auto before = FloatingPointEnvironment::current();
    const lossproof_request described = request.described();
    std::int32_t status = 0;
    std::string thrown;
    try {
        status = subject.compute(&described);
    } catch (const std::exception& error) {
        thrown = std::string("threw an exception through the C interface: ") + error.what();
    } catch (...) {
        thrown = "threw an exception through the C interface";
    }
    const auto changes = FloatingPointEnvironment::current().changes_since(before);
    before.restore();

    Reply reply;
    const std::string damage = request.damage(), noise = trap.caught();
    if (!damage.empty()) reply = broken(Reply::Fault::out_of_bounds_write, damage);
    else if (!thrown.empty()) reply = broken(Reply::Fault::refused, thrown);
    else if (!noise.empty()) reply = broken(Reply::Fault::noise_on_stdout, "printed " + in_quotes(noise, 64) + " on stdout");
    else if (status == LOSSPROOF_UNSUPPORTED) reply = unsupported(request.message());
    else if (status == LOSSPROOF_FAILED)
        reply =
            broken(Reply::Fault::refused, request.message().empty() ? "returned LOSSPROOF_FAILED without a message" : request.message());
    else if (status != LOSSPROOF_OK)
        reply = broken(Reply::Fault::protocol,
                       "returned status " + std::to_string(status) + "; expected LOSSPROOF_OK (0), _UNSUPPORTED (1) or _FAILED (2)");
    for (const Remark& change : changes) add_remark(reply.remarks, {.kind = change.kind, .message = "during the call, " + change.message});
    return reply;
}

using Marks = std::vector<std::vector<bool>>;

Marks marks(AbiRequest& request, int pattern) {
    Marks found;
    for (const auto& output : request.outputs()) found.push_back(output->still(pattern));
    return found;
}
bool any(const Marks& marks) {
    return std::any_of(marks.begin(), marks.end(), [](const auto& m) { return std::find(m.begin(), m.end(), true) != m.end(); });
}

/// The elements of one output that kept both poisons, in words; empty if there are none.
std::string neglect(const std::string& output, const std::vector<bool>& once, const std::vector<bool>& again) {
    std::size_t count = 0, first = 0;
    for (std::size_t i = once.size(); i-- > 0;)
        if (once[i] && again[i]) ++count, first = i;
    if (count == 0) return "";
    return "left " + std::to_string(count) + " of " + std::to_string(once.size()) + " elements of " + output +
           " unwritten, the first at index " + std::to_string(first);
}

/// Do two calls of one request answer the same numbers? Two NaNs are the same number here.
bool same_numbers(const std::string& one, const std::string& other, Format format) {
    const auto a = decoded(one, dtype_of(format)), b = decoded(other, dtype_of(format));
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) { return x == y || (x != x && y != y); });
}

/// The same request again, outputs poisoned with another pattern: what keeps both was never written, and numbers must be the same.
void call_again(const lossproof_subject& subject, const Question& question, AbiRequest& request, const Marks& once, StdoutTrap& trap,
                CallResult& result) {
    for (auto& output : request.outputs()) output->poison(1);
    Reply second = watched_call(subject, request, trap);
    if (second.status == Reply::Status::broke) {
        result.reply = std::move(second);
        return;
    }
    const Marks again = marks(request, 1);
    for (std::size_t k = 0; k < once.size(); ++k) {
        const std::string& name = request.outputs()[k]->name();
        if (const std::string found = neglect(name, once[k], again[k]); !found.empty()) result.reply = broken(Fault::short_answer, found);
        else if (!same_numbers(result.outputs[k], request.outputs()[k]->elements(), question.format))
            add_remark(result.reply.remarks, {.kind = Remark::Kind::second_call_differs,
                                              .message = "a second call of the same request answered another " + name});
    }
}

/// The same request with every tensor elsewhere. Whatever else goes wrong there is found where such a case is asked first.
void call_elsewhere(const lossproof_subject& subject, const Question& question, StdoutTrap& trap, CallResult& result) {
    AbiRequest request(question, subject.flags & LOSSPROOF_STRIDED, 1);
    for (auto& output : request.outputs()) output->poison(0);
    if (watched_call(subject, request, trap).status != Reply::Status::answered) return;
    for (std::size_t k = 0; k < result.outputs.size(); ++k)
        if (!same_numbers(result.outputs[k], request.outputs()[k]->elements(), question.format))
            add_remark(result.reply.remarks, {.kind = Remark::Kind::address_dependent,
                                              .message = "with its tensors at other addresses the same request answered another " +
                                                         request.outputs()[k]->name()});
}

}  // namespace

CallResult call_library(const lossproof_subject& subject, const Question& question, StdoutTrap& trap) {
    AbiRequest request(question, subject.flags & LOSSPROOF_STRIDED, 0);
    for (auto& output : request.outputs()) output->poison(0);
    CallResult result{.reply = watched_call(subject, request, trap), .outputs = {}};
    if (result.reply.status != Reply::Status::answered) return result;
    for (const auto& output : request.outputs()) result.outputs.push_back(output->elements());
    const Marks once = marks(request, 0);
    if (!any(once) && !request.wants_second_call()) return result;
    call_again(subject, question, request, once, trap, result);
    const bool constant = result.reply.status == Reply::Status::answered && result.reply.remarks.empty();
    if (constant) call_elsewhere(subject, question, trap, result);
    return result;
}

}  // namespace lossproof
