# The targets, of an installation as of a build. Who includes this has said which files there are:
#
#   authforge_include_dirs
#   authforge_shared_file, authforge_soname   the shared library, or nothing
#   authforge_import_files                    its import libraries, each for somebody else
#   authforge_static_file, authforge_native_libs
#   authforge_targets                         for which platforms, by Rust's names
#   authforge_no_shared, authforge_no_static  why there is no such file
#
# The last two say afterwards why there is no such target, and authforge_no_choice why there is no AuthForge::AuthForge.

cmake_policy(VERSION 3.16)

include("${CMAKE_CURRENT_LIST_DIR}/AuthForgePlatform.cmake")

if(authforge_targets MATCHES "-windows-")
  # Microsoft's and MinGW's names for the same.
  set(authforge_import_file "")
  set(authforge_import_order "authforge\\.lib$" "authforge\\.dll\\.lib$")
  if(MINGW)
    set(authforge_import_order "\\.dll\\.a$" ${authforge_import_order})
  endif()
  foreach(pattern IN LISTS authforge_import_order)
    foreach(file IN LISTS authforge_import_files)
      if(NOT authforge_import_file AND file MATCHES "${pattern}")
        set(authforge_import_file "${file}")
      endif()
    endforeach()
  endforeach()
  if(NOT authforge_no_shared AND NOT authforge_import_file)
    set(authforge_no_shared "the import library for this compiler is not here")
  endif()
  set(authforge_import_properties IMPORTED_IMPLIB "${authforge_import_file}" INTERFACE_COMPILE_DEFINITIONS AF_DLL)

  if(NOT authforge_no_static AND MINGW AND NOT authforge_targets MATCHES "-windows-gnu")
    set(authforge_no_static "the static library is Microsoft's and not MinGW's, so link AuthForge::shared")
  elseif(NOT authforge_no_static AND NOT MINGW AND authforge_targets MATCHES "-windows-gnu")
    set(authforge_no_static "the static library is MinGW's and serves no other compiler, so link AuthForge::shared")
  endif()
else()
  set(authforge_import_properties "")
endif()

if(NOT authforge_no_shared AND NOT TARGET AuthForge::shared)
  add_library(AuthForge::shared SHARED IMPORTED)
  set_target_properties(AuthForge::shared PROPERTIES
    IMPORTED_LOCATION "${authforge_shared_file}"
    INTERFACE_INCLUDE_DIRECTORIES "${authforge_include_dirs}" ${authforge_import_properties})
  if(authforge_soname)
    set_target_properties(AuthForge::shared PROPERTIES IMPORTED_SONAME "${authforge_soname}")
  endif()
endif()

# Whether a program with these declarations and statements links with these arguments; true where nothing can be linked to
# find out. Kept under the name that it is asked for by.
function(authforge_links name declarations statements arguments)
  authforge_compiler_language(language)
  set(CMAKE_REQUIRED_LIBRARIES "${arguments}")
  set(CMAKE_REQUIRED_QUIET ON)
  if(language STREQUAL "C")
    include(CheckCSourceCompiles)
    check_c_source_compiles("${declarations}\nint main(void) { ${statements} return 0; }" ${name})
  elseif(language STREQUAL "CXX")
    include(CheckCXXSourceCompiles)
    check_cxx_source_compiles("extern \"C\" { ${declarations} }\nint main() { ${statements} return 0; }" ${name})
  else()
    set(${name} TRUE)
  endif()
  set(${name} "${${name}}" PARENT_SCOPE)
endfunction()

if(NOT authforge_no_static AND NOT TARGET AuthForge::static)
  # A plug-in that links the archive is not to hand our functions on as its own. LLVM's linker for MinGW has no such option,
  # nor has Zig's for any system.
  set(authforge_hidden "")
  if(APPLE)
    set(authforge_hidden "-Wl,-load_hidden,${authforge_static_file}")
  elseif(NOT WIN32 OR (MINGW AND NOT "${CMAKE_C_COMPILER_ID} ${CMAKE_CXX_COMPILER_ID}" MATCHES "Clang"))
    get_filename_component(authforge_hidden "${authforge_static_file}" NAME)
    set(authforge_hidden "-Wl,--exclude-libs,${authforge_hidden}")
    authforge_links(AUTHFORGE_LINKER_EXCLUDES_LIBS "" "" "${authforge_hidden}")
    if(NOT AUTHFORGE_LINKER_EXCLUDES_LIBS)
      set(authforge_hidden "")
    endif()
  endif()
  # GCC brings its unwinder along; Zig, and Clang with a runtime of its own, do so in C++ alone.
  set(authforge_unwinder "")
  if(NOT APPLE AND NOT WIN32)
    authforge_links(AUTHFORGE_LINKS_UNWINDER "void _Unwind_Resume(void *);" "_Unwind_Resume(0);" "")
    foreach(library unwind gcc_s)
      if(NOT AUTHFORGE_LINKS_UNWINDER AND NOT authforge_unwinder)
        authforge_links(AUTHFORGE_LINKS_UNWINDER_${library} "void _Unwind_Resume(void *);" "_Unwind_Resume(0);" ${library})
        if(AUTHFORGE_LINKS_UNWINDER_${library})
          set(authforge_unwinder ${library})
        endif()
      endif()
    endforeach()
  endif()
  add_library(AuthForge::static STATIC IMPORTED)
  set_target_properties(AuthForge::static PROPERTIES
    IMPORTED_LOCATION "${authforge_static_file}"
    INTERFACE_INCLUDE_DIRECTORIES "${authforge_include_dirs}"
    INTERFACE_LINK_LIBRARIES "${authforge_native_libs}")
  if(APPLE) # Counts if it comes before the archive itself.
    set_target_properties(AuthForge::static PROPERTIES INTERFACE_LINK_OPTIONS "${authforge_hidden}")
  else() # As a library, since options get lost behind a static library of a program's own.
    set_property(TARGET AuthForge::static APPEND PROPERTY INTERFACE_LINK_LIBRARIES ${authforge_unwinder} ${authforge_hidden})
  endif()
endif()

# The static one is for who asked for it by AUTHFORGE_USE_STATIC, or without that by BUILD_SHARED_LIBS; and for everybody
# where nothing else is.
set(authforge_no_choice "")
set(authforge_choice shared)
if(AUTHFORGE_USE_STATIC)
  set(authforge_choice static)
elseif(TARGET AuthForge::static AND (NOT TARGET AuthForge::shared
    OR (NOT DEFINED AUTHFORGE_USE_STATIC AND DEFINED BUILD_SHARED_LIBS AND NOT BUILD_SHARED_LIBS)))
  set(authforge_choice static)
endif()
if(NOT TARGET AuthForge::${authforge_choice})
  set(authforge_no_choice "${authforge_no_${authforge_choice}}")
elseif(NOT TARGET AuthForge::AuthForge)
  # Not an alias, which could not be one of an imported target before CMake 3.18.
  add_library(AuthForge::AuthForge INTERFACE IMPORTED)
  set_target_properties(AuthForge::AuthForge PROPERTIES INTERFACE_LINK_LIBRARIES AuthForge::${authforge_choice})
endif()
