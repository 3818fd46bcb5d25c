// SPDX-License-Identifier: Apache-2.0
// A publicly reported defect, written anew from the description in the thread, beside the plain code that a careful person writes.
#pragma once
#include "tests/mutants/reported/call.hpp"

#include <functional>
#include <span>
#include <type_traits>

namespace reported {

enum class Kind {
    defect,
    validation,    ///< what lies outside the contract is answered: judged with `--demand validation`
    convention,    ///< both answers are documented somewhere, and neither may be convicted
    of_our_own,    ///< nobody's report; not in the totals
    inexpressible  ///< no operation or input asks for it; counted as missed
};

using Answer = std::function<std::int32_t(const lossproof_request&, bool bug)>;

struct Report {
    const char *name, *operation, *outputs, *options, *source;
    const char* causes;  ///< ids of those causes (properties/verdict/cause.hpp) or kinds of remarks that name it rightly; empty: none yet
    Answer answer;       ///< with `bug` false the right twin
    Kind kind = Kind::defect;
    const char* remark = "";
};

/// f(call, bug) in both number types. What it returns is the status; nothing returned is LOSSPROOF_OK.
template <class F> Answer both(F f) {
    return [f](const lossproof_request& request, bool bug) -> std::int32_t {
        const auto status = [&](const auto& call) -> std::int32_t {
            if constexpr (std::is_void_v<decltype(f(call, bug))>) {
                f(call, bug);
                return LOSSPROOF_OK;
            } else return f(call, bug);
        };
        return request.format == LOSSPROOF_F64 ? status(Call<double>(request)) : status(Call<float>(request));
    };
}

std::span<const Report> of_softmax(), of_labels(), of_distributions(), of_elements(), of_logits(), of_regression(), of_directions(),
    of_steps(), inexpressible();

}  // namespace reported
