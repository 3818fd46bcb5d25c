// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/watched_subject.hpp"
#include "reference/oracle/plan.hpp"

#include <set>

namespace lossproof {

/// The laws of the batch, bit for bit, on any subject: a request has the same answer in another order and after other requests;
/// a row has the same answer alone, at another place, in another batch, and beside a row of NaN. What differs becomes a remark with
/// the smallest batch that shows it. No reference is needed, so it costs the subject's calls alone.
class Again {
public:
    Again(WatchedSubject& subject, std::span<const Request> requests, std::span<const Reply> replies);

    void look();

private:
    /// A row of some batch that is asked again in another one: which request, and where its rows are in the other.
    struct Moved {
        std::size_t origin;
        std::vector<std::int64_t> places;  ///< of the origin's rows in the other batch, −1: not there
        Request request;
    };
    void repeat();
    void move_rows();
    void add_moved(std::size_t origin, const std::vector<std::int64_t>& rows);
    void compare(const Moved& moved, const Reply& reply);
    void tell(const Moved& moved, const std::string& output, std::int64_t row, bool leaks);
    std::optional<Request> smallest_batch(const Case& question, const std::string& output, std::int64_t row);

    WatchedSubject& subject_;
    std::span<const Request> requests_;
    std::span<const Reply> replies_;
    std::vector<Moved> moved_;
    std::set<Remark::Kind> told_;  ///< with their smallest batch
};

}  // namespace lossproof
