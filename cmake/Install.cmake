# Libraries, headers, licenses, the CMake package and the pkg-config files. All of it may be moved as a whole: nothing
# that is installed names a folder outside itself.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(authforge_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/AuthForge")

set(authforge_installed "${authforge_lib_dir}/${authforge_static}")
if(WIN32)
  install(FILES "${authforge_lib_dir}/${authforge_shared}" DESTINATION "${CMAKE_INSTALL_BINDIR}")
  list(APPEND authforge_installed "${authforge_lib_dir}/${authforge_import}")
  set(authforge_runtime_dir "${CMAKE_INSTALL_BINDIR}")
else()
  list(APPEND authforge_installed "${authforge_lib_dir}/${authforge_shared}")
  set(authforge_runtime_dir "${CMAKE_INSTALL_LIBDIR}")
endif()
foreach(link IN LISTS authforge_links)
  string(REGEX REPLACE "=.*" "" name "${link}")
  list(APPEND authforge_installed "${authforge_lib_dir}/${name}")
endforeach()
install(FILES ${authforge_installed} DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/bindings/cpp/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp")

# In a folder of its own name: that of documents has the name of whatever project installs this one along.
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/THIRD-PARTY-NOTICES.txt"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/authforge")

set(authforge_generated "${CMAKE_CURRENT_BINARY_DIR}/package")
configure_package_config_file(cmake/AuthForgeConfig.cmake.in
  "${authforge_generated}/AuthForgeConfig.cmake" INSTALL_DESTINATION "${authforge_package_dir}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR authforge_runtime_dir)
configure_file(cmake/AuthForgeTargets.cmake.in "${authforge_generated}/AuthForgeTargets.cmake" @ONLY)
# Before 1.0 each minor version may change what a program was written for.
set(authforge_compatibility SameMajorVersion)
if(PROJECT_VERSION VERSION_LESS 1.0)
  set(authforge_compatibility SameMinorVersion)
endif()
write_basic_package_version_file("${authforge_generated}/AuthForgeConfigVersion.cmake"
  COMPATIBILITY ${authforge_compatibility})
install(FILES
  "${authforge_generated}/AuthForgeConfig.cmake"
  "${authforge_generated}/AuthForgeConfigVersion.cmake"
  "${authforge_generated}/AuthForgeTargets.cmake"
  DESTINATION "${authforge_package_dir}")

# As seen from the .pc file, which pkg-config knows as pcfiledir and which stands in libdir/pkgconfig.
file(RELATIVE_PATH authforge_pc_includedir
  "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
set(authforge_pc_private "")
foreach(lib IN LISTS authforge_native_libs)
  if(lib MATCHES "^-")
    string(APPEND authforge_pc_private " ${lib}")
  else()
    string(APPEND authforge_pc_private " -l${lib}")
  endif()
endforeach()
foreach(package authforge authforge-static)
  configure_file(cmake/${package}.pc.in "${authforge_generated}/${package}.pc" @ONLY)
  install(FILES "${authforge_generated}/${package}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endforeach()
