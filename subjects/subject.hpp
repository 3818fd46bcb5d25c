// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/case.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lossproof {

/// What a subject is asked: a case, and the outputs wanted (`value`, `d_logits`, `theta` …) with the shape each must have.
struct Request {
    Case question;
    struct Wanted {
        std::string name;
        std::vector<std::int64_t> shape;
    };
    std::vector<Wanted> outputs;
};

/// What a subject did instead of answering.
enum class Fault : std::uint8_t {
    none,
    crash,
    timeout,
    wrong_shape,
    short_answer,
    noise_on_stdout,
    out_of_bounds_write,
    protocol,
    refused
};

/// Something about a subject that its numbers do not show. Those of a reply belong to its request, those of a subject to none.
struct Remark {
    enum class Kind : std::uint8_t {
        not_reproducible,     ///< it broke once; neither the request alone nor everything asked before it repeats that
        noise,                ///< printed on stdout while it was loaded
        rounding,             ///< the rounding mode was changed
        flush_to_zero,        ///< flush-to-zero or denormals-are-zero was switched
        traps,                ///< the masks of the floating-point exceptions were changed
        x87,                  ///< the x87 control word was changed
        second_call_differs,  ///< the same request was answered differently by a later call
        address_dependent,    ///< … by a call with its tensors at other addresses
        batch_dependent,      ///< a row has other bits in another batch, or at another place in it. Both come of vector loops with a
                              ///< remainder, which are no fault: held against a subject only where that is demanded
        neighbour_leaks,      ///< a row is NaN because another row of its batch is
        outside_contract,     ///< a request that no right answer has (a label that is no class) was answered with a number; held
                              ///< against a subject only where that is demanded
        told,                 ///< its own words; the only kind that holds nothing against it
    };
    Kind kind = Kind::told;
    std::string message;        ///< one line
    Fault fault = Fault::none;  ///< of `not_reproducible`: what happened the one time
    std::size_t times = 1;      ///< how often, if the same was seen again
};

/// What came back. `broke` is the subject's fault and is never silent: the sweep records it and goes on.
struct Reply {
    using Fault = lossproof::Fault;
    /// `not_asked`: enough of its neighbours hung, or the run was stopped; nothing is known of this request.
    enum class Status { answered, unsupported, broke, not_asked };
    Status status = Status::answered;
    Fault fault = Fault::none;
    std::string message = {};          ///< one line: what happened the first time, what was expected
    Tensors outputs = {};              ///< by name; values are numbers of the case's format
    std::vector<Remark> remarks = {};  ///< each message once
    std::size_t after = 0;             ///< of `broke`: how many requests the process had to be asked before, for it to break again

    /// The remark on a break that did not come again; null if there was none. The outputs are those of the calm second time.
    const Remark* not_reproducible() const;
};

struct SubjectIdentity {
    std::string name;
    std::string version;
    std::string door;                            ///< `built in`, `library`, `process`
    std::map<std::string, std::string> details;  ///< compiler, flags, libraries … as the subject tells them
    std::vector<std::string> conventions;        ///< named profiles the subject declares (`torch`, `keras` …)
    bool deterministic = true;                   ///< false: says that the same request need not have the same bits twice
    bool batch_invariant = true;                 ///< false: says that a row's bits depend on its batch, place or address
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
    /// What was noticed so far outside of any request: while it was loaded or started, or after it ended.
    virtual std::vector<Remark> remarks() const { return {}; }
    /// May it be asked for that optional input or parameter, or for `batchmean`?
    virtual bool takes(std::string_view /*operation*/, std::string_view /*option*/) const { return true; }
};

/// The first option that a case needs and that the subject does not take; nothing if it may be asked.
std::optional<std::string> untaken_option(const Subject& subject, const Case& question);

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
    double hello_seconds = 120;               ///< a framework may take long to import on a cold machine
    std::size_t hangs = 2;                    ///< after so many time-outs in an operation and format the rest of it is not asked
    const std::atomic<bool>* stop = nullptr;  ///< once true, no guest is waited for any more: what is open is `not_asked`
};

/// `fast`, `baseline`, `stable`, a path to a shared library, `cmd:PROGRAM ARGS`, or a peer's name (`torch`, `scipy` …).
std::unique_ptr<Subject> open_subject(std::string_view designation, const Patience& patience = {});
/// The names of the peers that are there to be asked (their libraries may still be missing).
std::vector<std::string> peer_names();
std::string_view text(Fault fault);
std::string_view text(Remark::Kind kind);
std::optional<Remark::Kind> remark_kind_named(std::string_view name);
/// What may be demanded of a run besides right numbers: that what has no answer is not answered with a number; that a row has the same
/// bits in any batch and at any address.
inline constexpr std::string_view demand_validation = "validation", demand_reproducible = "reproducible";
/// The demand without which a remark of this kind does not count; empty for those that always do.
std::string_view demand_of(Remark::Kind kind);
/// Does a remark of this kind count against the subject? Every run with one is marked.
bool counts_against(Remark::Kind kind, const std::set<std::string>& demands = {});
/// Add a remark to others, or count it if the same was made before; of floods only the first are kept.
void add_remark(std::vector<Remark>& remarks, Remark remark);

}  // namespace lossproof
