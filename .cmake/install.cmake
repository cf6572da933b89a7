include(CMakePackageConfigHelpers)

install(TARGETS cellar_library cellar_core_interface cellar_space_interface cellar_searchers_interface EXPORT cellar-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS cellar_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET cellar_networks_module)
  install(TARGETS cellar_networks_module LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
foreach(room core space)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${room}" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cellar
          FILES_MATCHING PATTERN "*.hpp" PATTERN "formats" EXCLUDE PATTERN "network" EXCLUDE)
endforeach()
# Built-in searchers are made by name; their own headers would bring Eigen.
install(FILES "${PROJECT_SOURCE_DIR}/searchers/builtin.hpp" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cellar/searchers)
install(FILES "${PROJECT_BINARY_DIR}/generated/core/version.hpp" "${PROJECT_BINARY_DIR}/generated/core/header_hash.hpp"
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cellar/core)
install(FILES "${CELLAR_TABLES_DIR}/nb201.table" DESTINATION ${CMAKE_INSTALL_DATADIR}/cellar/tables)
install(FILES "${PROJECT_SOURCE_DIR}/experiments/program/completion.bash"
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME cellar)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/cellar")
install(EXPORT cellar-targets NAMESPACE cellar:: DESTINATION "${package_dir}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/.cmake/cellar-config.cmake.in"
                              "${PROJECT_BINARY_DIR}/cellar-config.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cellar-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/cellar-config.cmake" "${PROJECT_BINARY_DIR}/cellar-config-version.cmake"
        DESTINATION "${package_dir}")
