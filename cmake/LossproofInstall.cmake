# SPDX-License-Identifier: Apache-2.0
# Installed, the rooms are found by find_package(lossproof COMPONENTS reference fast testing …) as lossproof::reference and so on. A component
# asks only for what it needs itself: a user of the reference needs no RapidCheck.
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/lossproof)
get_property(rooms GLOBAL PROPERTY LOSSPROOF_ROOMS)
foreach(room IN LISTS rooms)
  string(REPLACE lossproof_ "" name ${room})
  install(TARGETS ${room} EXPORT lossproof-${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT lossproof-${name} NAMESPACE lossproof:: DESTINATION ${package})
endforeach()

# The public headers: docs/cpp.md tells them. What they include is installed with them and promises nothing.
set(public_headers include/lossproof/define.hpp include/lossproof/testing.hpp include/lossproof/rapidcheck.hpp
  reference/oracle/certify.hpp reference/oracle/case_json.hpp reference/numbers/format.hpp
  properties/generators/strata.hpp properties/verdict/verdict.hpp properties/sweep/sweep.hpp properties/sweep/question.hpp
  subjects/subject.hpp reports/report.hpp fast/fast.hpp fast/call.hpp fast/eigen.hpp)
install(CODE "
  execute_process(COMMAND \"${CMAKE_COMMAND}\" -DSOURCE=${PROJECT_SOURCE_DIR} \"-DROOTS=${public_headers}\"
    \"-DDESTINATION=\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_INCLUDEDIR}\" -P ${PROJECT_SOURCE_DIR}/cmake/PublicHeaders.cmake
    COMMAND_ERROR_IS_FATAL ANY)")

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/lossproof-config.cmake.in ${PROJECT_BINARY_DIR}/lossproof-config.cmake
  INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lossproof-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lossproof-config.cmake ${PROJECT_BINARY_DIR}/lossproof-config-version.cmake DESTINATION ${package})
configure_file(${PROJECT_SOURCE_DIR}/cmake/lossproof.pc.in ${PROJECT_BINARY_DIR}/lossproof.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/lossproof.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
