// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "subjects/guest/conversation.hpp"

namespace lossproof {

/// Asks a group of requests once, in a fresh guest if the last one broke. With `alone`, the guest is also listened to
/// until its end, so that noise which comes after an answer is heard.
using Ask = std::function<Hearing(std::span<const Request> group, bool alone)>;

/// Every request gets its reply: whoever broke the guest is found by asking it again alone, and by halving the group if
/// neither the first unanswered request nor the one before it breaks the guest alone.
std::vector<Reply> settle(std::span<const Request> requests, const Ask& ask);

}  // namespace lossproof
