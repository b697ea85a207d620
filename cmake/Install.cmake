# Libraries, headers, licenses, the CMake package and the pkg-config files. All of it may be moved as a whole: nothing
# that is installed names a folder outside itself.
#
# In two components: AuthForge_Runtime is what a program needs where it runs, AuthForge_Development the rest.

if(NOT DEFINED CMAKE_INSTALL_LIBDIR AND NOT CMAKE_SIZEOF_VOID_P)
  set(CMAKE_INSTALL_LIBDIR lib) # Without a compiler CMake cannot tell about lib and lib64, and says so at length.
endif()
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(authforge_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/AuthForge")
set(authforge_runtime_dir "${CMAKE_INSTALL_LIBDIR}")
if(authforge_targets MATCHES "-windows-")
  set(authforge_runtime_dir "${CMAKE_INSTALL_BINDIR}")
endif()

# authforge_install(<component> <folder> <file of authforge_made_dir>...)
function(authforge_install component folder)
  list(TRANSFORM ARGN PREPEND "${authforge_made_dir}/")
  install(FILES ${ARGN} DESTINATION "${folder}" COMPONENT AuthForge_${component})
endfunction()

# The name that ends in .so or .dylib alone is for linkers.
authforge_install(Runtime "${authforge_runtime_dir}" ${authforge_shared})
foreach(link IN LISTS authforge_links)
  string(REGEX REPLACE "=.*" "" name "${link}")
  set(component Runtime)
  if(name MATCHES "^[^.]+\\.[a-z]+$")
    set(component Development)
  endif()
  authforge_install(${component} "${CMAKE_INSTALL_LIBDIR}" "${name}")
endforeach()
authforge_install(Development "${CMAKE_INSTALL_LIBDIR}" ${authforge_imports} ${authforge_static})
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT AuthForge_Development FILES_MATCHING PATTERN "*.h")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/bindings/cpp/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT AuthForge_Development FILES_MATCHING PATTERN "*.hpp")

# In a folder of its own name: that of documents has the name of whatever project installs this one along. With the
# shared library, which is handed out; an archive becomes part of a program that names them itself.
set(authforge_licensed Runtime)
if(NOT authforge_shared)
  set(authforge_licensed Development)
endif()
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/THIRD-PARTY-NOTICES.txt"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/authforge" COMPONENT AuthForge_${authforge_licensed})

set(authforge_generated "${CMAKE_CURRENT_BINARY_DIR}/package")
configure_package_config_file(cmake/AuthForgeConfig.cmake.in
  "${authforge_generated}/AuthForgeConfig.cmake" INSTALL_DESTINATION "${authforge_package_dir}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR authforge_runtime_dir)
foreach(name Package ConfigVersion)
  configure_file(cmake/AuthForge${name}.cmake.in "${authforge_generated}/AuthForge${name}.cmake" @ONLY)
endforeach()
install(FILES
  "${authforge_generated}/AuthForgeConfig.cmake"
  "${authforge_generated}/AuthForgeConfigVersion.cmake"
  "${authforge_generated}/AuthForgePackage.cmake"
  cmake/AuthForgePlatform.cmake
  cmake/AuthForgeTargets.cmake
  DESTINATION "${authforge_package_dir}" COMPONENT AuthForge_Development)

include(cmake/PkgConfig.cmake)
if(authforge_top_level)
  include(cmake/Package.cmake)
endif()
