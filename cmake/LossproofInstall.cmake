# SPDX-License-Identifier: Apache-2.0
# Installed, the rooms are found by find_package(lossproof) as lossproof::reference, lossproof::fast and so on.
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY LOSSPROOF_ROOMS)
install(TARGETS ${rooms} EXPORT lossproof-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT lossproof-targets NAMESPACE lossproof:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lossproof)
foreach(room reference fast subjects properties reports)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/lossproof FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
endforeach()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/lossproof-config.cmake.in ${PROJECT_BINARY_DIR}/lossproof-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lossproof)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lossproof-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lossproof-config.cmake ${PROJECT_BINARY_DIR}/lossproof-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lossproof)
