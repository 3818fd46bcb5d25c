# SPDX-License-Identifier: Apache-2.0
# lossproof_harden(TARGET): a target that starts, loads or reads what others made is built so that an accident inside it ends it instead
# of going on: stack canaries, checked copies (_FORTIFY_SOURCE, which wants optimisation), checked indices of the standard library,
# landing pads for indirect jumps. PRIVATE all of it: what users build with our libraries is their affair. Sanitizers bring their own
# checks and intercept the functions that _FORTIFY_SOURCE replaces, so under them nothing of this is added.
include(CheckCXXCompilerFlag)
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)
check_cxx_compiler_flag(-fstack-protector-strong LOSSPROOF_HAS_STACK_PROTECTOR)
check_cxx_compiler_flag(-fcf-protection LOSSPROOF_HAS_CF_PROTECTION)  # x86 alone
include(CheckLinkerFlag)
check_linker_flag(CXX "LINKER:-z,relro,-z,now" LOSSPROOF_HAS_FULL_RELRO)

function(lossproof_harden target)
  if(LOSSPROOF_SANITIZE)
    return()
  endif()
  target_compile_options(${target} PRIVATE
    $<$<BOOL:${LOSSPROOF_HAS_STACK_PROTECTOR}>:-fstack-protector-strong>
    $<$<BOOL:${LOSSPROOF_HAS_CF_PROTECTION}>:-fcf-protection>
    $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
  target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
  get_target_property(type ${target} TYPE)
  if(NOT type STREQUAL STATIC_LIBRARY)
    # The loader binds every symbol before main and then makes the tables read-only.
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_options(${target} PRIVATE $<$<BOOL:${LOSSPROOF_HAS_FULL_RELRO}>:LINKER:-z,relro,-z,now>)
  endif()
endfunction()
