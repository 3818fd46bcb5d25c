// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/row.hpp"
#include "reference/numbers/enclosure.hpp"
#include "subjects/subject.hpp"

#include <map>
#include <optional>
#include <string>

namespace lossproof {

using Real = Enclosure256;
using Reals = Row<Real>;

/// Thrown when a sample does not meet a law's own conditions; it is not counted.
struct NotApplicable {};

/// Answers a law's questions by enclosures, and checks the relations that it claims between them. Of the reference an enclosure contains
/// the truth and is 256 bits wide: there is no slack, and a relation that the width leaves open is undecided. Of a subject it is the answer
/// ± the operation's own bound: it contains the truth if the subject is as good as the bound, so a refuted relation proves that it is not.
class LawChecker {
public:
    virtual ~LawChecker() = default;

    /// What the operation answers; all components, row-major.
    virtual Reals ask(const Case& question, std::string_view output = "value") = 0;
    /// The answers as numbers of the format, to be handed to the next operation.
    virtual std::vector<double> numbers(const Case& question, std::string_view output = "value") = 0;
    /// The value of an operation at numbers known only by enclosures. `question` holds nearby numbers of the format.
    virtual Reals compose(const Case& question, const std::map<std::string, Reals>& inputs) = 0;
    Real one(const Case& question, std::string_view output = "value") { return ask(question, output)[0]; }

    /// a = b. Where the true value may be 0, `scale` is the size of the terms that cancel.
    void equal(const Real& a, const Real& b, const Real& scale = Real(0));
    void equal(const Reals& a, const Reals& b);
    void at_most(const Real& a, const Real& b);  ///< a ≤ b
    void less(const Real& a, const Real& b);     ///< a < b; before a subject only a ≤ b can be refuted
    void differ(const Real& a, const Real& b);   ///< a ≠ b; cannot be refuted before a subject
    void require(bool condition) const {         ///< the law speaks of such inputs only
        if (!condition) throw NotApplicable{};
    }

    bool refuted() const { return refuted_; }
    bool undecided() const { return undecided_; }
    double worst() const { return worst_; }  ///< distance in units of what the bounds allow
    const std::string& bound() const { return bound_; }

protected:
    explicit LawChecker(bool has_slack) : has_slack_(has_slack) {}
    std::string bound_;
    bool refuted_ = false;

private:
    void note_distance(double found, const Real& a, const Real& b);
    const bool has_slack_;
    bool undecided_ = false;
    double worst_ = 0;
};

class ReferenceChecker : public LawChecker {
public:
    ReferenceChecker() : LawChecker(false) {}
    Reals ask(const Case& question, std::string_view output) override;
    std::vector<double> numbers(const Case& question, std::string_view output) override;
    Reals compose(const Case& question, const std::map<std::string, Reals>& inputs) override;
};

/// The replies of a subject, asked for in one batch and kept.
class AnswerCache {
public:
    explicit AnswerCache(Subject& subject) : subject_(subject) {}
    void expect(const Case& question, std::string_view output);  ///< will be wanted: fetched with the next batch
    /// Null if the subject does not offer it or broke.
    const Tensor* reply(const Case& question, std::string_view output);

private:
    void fetch();
    Subject& subject_;
    std::vector<Request> waiting_;
    std::map<std::string, std::optional<Tensor>> known_;  ///< by question and output; empty: asked, and no answer
};

class SubjectChecker : public LawChecker {
public:
    explicit SubjectChecker(AnswerCache& answers) : LawChecker(true), answers_(answers) {}
    Reals ask(const Case& question, std::string_view output) override;
    std::vector<double> numbers(const Case& question, std::string_view output) override;
    Reals compose(const Case& question, const std::map<std::string, Reals>& inputs) override;

private:
    AnswerCache& answers_;
};

/// Answers as the reference does and notes what was asked, so that a subject can be asked in one batch.
class Forecaster : public ReferenceChecker {
public:
    explicit Forecaster(AnswerCache& answers) : answers_(answers) {}
    Reals ask(const Case& question, std::string_view output) override;
    std::vector<double> numbers(const Case& question, std::string_view output) override;

private:
    AnswerCache& answers_;
};

}  // namespace lossproof
