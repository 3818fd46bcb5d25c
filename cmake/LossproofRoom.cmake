# SPDX-License-Identifier: Apache-2.0
# lossproof_room(NAME sources…): a room of the house is a static library with one alias, lossproof::NAME.
# Every room is compiled without contraction: an error-free transform that is fused into an FMA is no longer error-free.
function(lossproof_room name)
  add_library(lossproof_${name} STATIC ${ARGN})
  add_library(lossproof::${name} ALIAS lossproof_${name})
  set_target_properties(lossproof_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_include_directories(lossproof_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  lossproof_flags(lossproof_${name})
  set_property(GLOBAL APPEND PROPERTY LOSSPROOF_ROOMS lossproof_${name})
endfunction()

# lossproof_list(TYPE PREFIX template name files…): the list of what stands in files, made from their names, so that adding one
# touches one file. NAME.cpp defines `TYPE PREFIX_NAME()`; the list is generated/name.
function(lossproof_list type prefix template name)
  set(LOSSPROOF_DECLARATIONS "")
  set(LOSSPROOF_CALLS "")
  foreach(file IN LISTS ARGN)
    get_filename_component(item ${file} NAME_WE)
    string(APPEND LOSSPROOF_DECLARATIONS "${type} ${prefix}_${item}();\n")
    string(APPEND LOSSPROOF_CALLS "        ${prefix}_${item}(),\n")
  endforeach()
  configure_file(${template} ${PROJECT_BINARY_DIR}/generated/${name} @ONLY)
endfunction()

option(LOSSPROOF_BATCHES "Compile the files of a target in batches; OFF shows that each file stands alone" ON)

function(lossproof_flags target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  # Six files are one compilation: they share headers and the formulas' instances for nine kinds of number. Six entries of the
  # catalogue take 5.4 CPU seconds for 15.5, ten laws 2.3 for 11.6; and an edit compiles five neighbours again.
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF UNITY_BUILD ${LOSSPROOF_BATCHES} UNITY_BUILD_BATCH_SIZE 6)
  # g++ 12 reports a false -Wrestrict inside std::string concatenation (GCC bug 105651).
  target_compile_options(${target} PRIVATE -Wall -Wextra $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  # PRIVATE: a test library must not change how the code under test is compiled.
  target_compile_options(${target} PRIVATE -ffp-contract=off)
  if(LOSSPROOF_SANITIZE)
    # A finding ends the program, so no test passes with one. Not optimised (the type Debug): template-heavy files compile three times
    # faster, vector kernels eight times, and the tests still run in three minutes.
    target_compile_options(${target} PUBLIC -fsanitize=${LOSSPROOF_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    target_compile_definitions(${target} PUBLIC _GLIBCXX_ASSERTIONS)
    target_link_options(${target} PUBLIC -fsanitize=${LOSSPROOF_SANITIZE})
  endif()
endfunction()
