// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/case.hpp"

#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lossproof {

/// What a subject is asked: a case, the outputs wanted (`value`, `d_logits`, `theta` …) with the shape each must have,
/// and an optional upstream gradient (absent = 1).
struct Request {
    Case question;
    struct Wanted {
        std::string name;
        std::vector<std::int64_t> shape;
    };
    std::vector<Wanted> outputs;
    std::optional<Tensor> upstream;
};

/// What came back. `broke` is the subject's fault and is never silent: the sweep records it and goes on.
struct Reply {
    enum class Status { answered, unsupported, broke };
    enum class Fault { none, crash, timeout, wrong_shape, short_answer, noise_on_stdout, out_of_bounds_write, protocol, refused };
    Status status = Status::answered;
    Fault fault = Fault::none;
    std::string message;               ///< one line: what happened, what was expected
    Tensors outputs;                   ///< by name; values are numbers of the case's format
    std::vector<std::string> remarks;  ///< things to report by name, e.g. "flush-to-zero was switched on"
};

struct SubjectIdentity {
    std::string name;
    std::string version;
    std::string door;                            ///< `built in`, `library`, `process`
    std::map<std::string, std::string> details;  ///< compiler, flags, libraries … as the subject tells them
    std::vector<std::string> conventions;        ///< named profiles the subject declares (`torch`, `keras` …)
};

/// Something under test. Requests come in batches so that a door pays its price once a batch.
class Subject {
public:
    virtual ~Subject() = default;
    virtual const SubjectIdentity& identity() const = 0;
    /// False is a declared refusal: `unsupported`, counted and shown, never a failure.
    virtual bool offers(std::string_view operation, Format format, std::string_view output) const = 0;
    /// One reply a request, in order. Never throws for what a subject does wrong.
    virtual std::vector<Reply> compute(std::span<const Request> requests) = 0;
};

/// Why a subject could not be opened at all (unknown name, missing library, failed handshake).
struct SubjectUnavailable : std::runtime_error {
    enum class Kind { unknown, skipped, broke };
    Kind kind;
    SubjectUnavailable(Kind why, const std::string& message) : std::runtime_error(message), kind(why) {}
};

/// How long a guest may stay silent before it is said to hang. The first counts from answer to answer, not from the
/// start of the batch, so that a slow guest on a busy machine is not taken for a hanging one.
struct Patience {
    double answer_seconds = 10;
    double hello_seconds = 120;  ///< a framework may take long to import on a cold machine
};

/// `fast`, `baseline`, `stable`, a path to a shared library, `cmd:PROGRAM ARGS`, or a peer's name (`torch`, `scipy` …).
std::unique_ptr<Subject> open_subject(std::string_view designation, const Patience& patience = {});
/// The names of the peers that are there to be asked (their libraries may still be missing).
std::vector<std::string> peer_names();
std::string_view text(Reply::Fault fault);

}  // namespace lossproof
