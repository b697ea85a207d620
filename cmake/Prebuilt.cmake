# Natives that were built before, in place of cargo: copied under their final names into authforge_lib_dir. Nothing of
# Rust is looked for. AUTHFORGE_PREBUILT is an installation, an archive of one, or a folder that has no more than the
# libraries, in lib and bin or in itself.

set(authforge_lib_dir "${CMAKE_CURRENT_BINARY_DIR}/lib")
set(authforge_made_dir "${authforge_lib_dir}")
set(authforge_debug_dir "")
include("${CMAKE_CURRENT_LIST_DIR}/PrebuiltFolder.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PrebuiltHeader.cmake")
authforge_prebuilt_folder("${AUTHFORGE_PREBUILT}" authforge_prebuilt)

# What this build is for, and what they are for. A folder without a package is believed to be for this build.
set(authforge_targets "${AUTHFORGE_RUST_TARGET}")
if(NOT authforge_targets)
  authforge_rust_targets(authforge_targets authforge_seen)
endif()
file(GLOB authforge_package "${authforge_prebuilt}/lib*/cmake/AuthForge/AuthForgePackage.cmake"
  "${authforge_prebuilt}/lib/*/cmake/AuthForge/AuthForgePackage.cmake")
if(authforge_package)
  list(GET authforge_package 0 authforge_package)
  include("${authforge_package}")
  if(NOT authforge_package_version VERSION_EQUAL AUTHFORGE_VERSION)
    message(FATAL_ERROR "AUTHFORGE_PREBUILT=${AUTHFORGE_PREBUILT} has version ${authforge_package_version}, and this "
      "source has ${AUTHFORGE_VERSION}: take natives of the source's version")
  endif()
  authforge_fits("${authforge_package_targets}" "${authforge_targets}" authforge_fit)
  if(NOT authforge_fit)
    message(FATAL_ERROR "AUTHFORGE_PREBUILT=${AUTHFORGE_PREBUILT} is for ${authforge_package_targets}, and this build "
      "is for ${authforge_targets}: take the natives for that")
  endif()
  # Whose tools made them decides what the files are called.
  set(authforge_targets "${authforge_package_targets}")
endif()
if(NOT authforge_targets)
  message(FATAL_ERROR "for which platform this build is cannot be told (${authforge_seen}): "
    "type -DAUTHFORGE_RUST_TARGET=<what Rust calls it>, such as x86_64-pc-windows-gnu")
endif()

include("${CMAKE_CURRENT_LIST_DIR}/Names.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/NativeLibs.cmake")
if(authforge_imports)
  # Of whatever tools: MinGW and Microsoft's programs use the same shared library.
  set(authforge_imports libauthforge.dll.a authforge.lib authforge.dll.lib)
endif()

# authforge_take(<name> <as> <out>): copies a file, and gives its new name; nothing where it is not there.
function(authforge_take name as out)
  file(GLOB found "${authforge_prebuilt}/lib*/${name}" "${authforge_prebuilt}/lib/*/${name}"
    "${authforge_prebuilt}/bin/${name}" "${authforge_prebuilt}/${name}")
  set(taken "")
  if(found)
    list(GET found 0 found)
    if(as STREQUAL authforge_shared_name)
      authforge_check_processors("${found}" "${authforge_targets}")
    endif()
    configure_file("${found}" "${authforge_lib_dir}/${as}" COPYONLY)
    set(taken "${as}")
  endif()
  set(${out} "${taken}" PARENT_SCOPE)
endfunction()

# Under its final name, or as cargo calls it: what Microsoft's tools make of the archive has there the name that the import
# library has here.
authforge_take(${authforge_static} ${authforge_static} taken)
set(authforge_cargo_names OFF)
if(NOT taken AND authforge_targets MATCHES "-windows-msvc" AND NOT authforge_package)
  set(authforge_cargo_names ON)
  authforge_take(${authforge_cargo_static} ${authforge_static} taken)
endif()
set(authforge_static "${taken}")
authforge_take(${authforge_shared} ${authforge_shared} taken)
if(NOT taken)
  authforge_take(${authforge_cargo_shared} ${authforge_shared} taken)
endif()
set(authforge_shared "${taken}")
set(authforge_taken_imports "")
foreach(name IN LISTS authforge_imports)
  set(from "${name}")
  if(authforge_cargo_names)
    set(from "${authforge_cargo_imports}")
  endif()
  if(NOT authforge_cargo_names OR name MATCHES "[.]lib$")
    authforge_take(${from} ${name} taken)
    list(APPEND authforge_taken_imports ${taken})
  endif()
endforeach()
set(authforge_imports "${authforge_taken_imports}")
if(NOT authforge_shared AND NOT authforge_static)
  message(FATAL_ERROR "AUTHFORGE_PREBUILT=${AUTHFORGE_PREBUILT} has no library for ${authforge_targets} in it: "
    "it takes the folder of an installation, or what such an archive has")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/Kinds.cmake")
foreach(kind shared static)
  if(NOT authforge_${kind} AND NOT authforge_no_${kind})
    set(authforge_no_${kind} "AUTHFORGE_PREBUILT=${AUTHFORGE_PREBUILT} has no ${authforge_${kind}_name}")
  endif()
endforeach()
foreach(link IN LISTS authforge_links)
  string(REGEX MATCH "^[^=]+" name "${link}")
  string(REGEX REPLACE "^[^=]+=" "" target "${link}")
  file(CREATE_LINK "${target}" "${authforge_lib_dir}/${name}" SYMBOLIC COPY_ON_ERROR)
endforeach()
