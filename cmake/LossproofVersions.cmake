# SPDX-License-Identifier: Apache-2.0
# lossproof_at_least(NAME MINIMUM HEADER MACRO…): a library that no package file describes tells its version in its header, by
# one macro with the whole text or by one a number. What is older is refused when configuring, not by a riddle of the compiler.
# Boost, Eigen, nlohmann_json and CLI11 have package files and are asked there. RapidCheck has neither versions nor releases.
function(lossproof_at_least name minimum header)
  set(version "")
  foreach(macro IN LISTS ARGN)
    file(STRINGS ${header} line REGEX "^#[ \t]*define[ \t]+${macro}[ \t]" LIMIT_COUNT 1)
    string(REGEX REPLACE "^#[ \t]*define[ \t]+${macro}[ \t]+\"?([0-9.]+).*" "\\1" number "${line}")
    list(APPEND version ${number})
  endforeach()
  list(JOIN version "." version)
  if(NOT version MATCHES "^[0-9.]+$")
    message(WARNING "${name}: no version found in ${header}; at least ${minimum} is needed")  # a header that only includes others
  elseif(version VERSION_LESS minimum)
    message(FATAL_ERROR "${name} ${version} is too old (${header}); expected at least ${minimum}")
  endif()
endfunction()
