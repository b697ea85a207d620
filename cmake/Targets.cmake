# The targets of the build tree. AuthForgeTargets.cmake.in has those of an installation.

set(authforge_includes "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/bindings/cpp")

add_library(AuthForge::shared SHARED IMPORTED GLOBAL)
set_target_properties(AuthForge::shared PROPERTIES
  IMPORTED_LOCATION "${authforge_lib_dir}/${authforge_shared}"
  INTERFACE_INCLUDE_DIRECTORIES "${authforge_includes}")
if(authforge_soname)
  set_target_properties(AuthForge::shared PROPERTIES IMPORTED_SONAME ${authforge_soname})
endif()
if(authforge_import)
  set_target_properties(AuthForge::shared PROPERTIES
    IMPORTED_IMPLIB "${authforge_lib_dir}/${authforge_import}"
    INTERFACE_COMPILE_DEFINITIONS AF_DLL)
endif()

add_library(AuthForge::static STATIC IMPORTED GLOBAL)
set_target_properties(AuthForge::static PROPERTIES
  IMPORTED_LOCATION "${authforge_lib_dir}/${authforge_static}"
  INTERFACE_INCLUDE_DIRECTORIES "${authforge_includes}"
  INTERFACE_LINK_LIBRARIES "${authforge_native_libs}")

add_dependencies(AuthForge::shared authforge_cargo)
add_dependencies(AuthForge::static authforge_cargo)

# Not an alias, which could not be one of an imported target before CMake 3.18.
add_library(AuthForge::AuthForge INTERFACE IMPORTED GLOBAL)
if(AUTHFORGE_USE_STATIC)
  set_target_properties(AuthForge::AuthForge PROPERTIES INTERFACE_LINK_LIBRARIES AuthForge::static)
else()
  set_target_properties(AuthForge::AuthForge PROPERTIES INTERFACE_LINK_LIBRARIES AuthForge::shared)
endif()
