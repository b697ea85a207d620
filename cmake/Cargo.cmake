# Runs cargo when a source changed, and puts what it made under its final names into authforge_lib_dir.
# The target authforge_cargo stands for that.

find_program(AUTHFORGE_CARGO cargo HINTS "$ENV{CARGO_HOME}/bin" "$ENV{HOME}/.cargo/bin"
  "$ENV{USERPROFILE}/.cargo/bin" DOC "Rust's cargo, which builds AuthForge")
if(NOT AUTHFORGE_CARGO)
  message(FATAL_ERROR "cargo is not here: install Rust, or set AUTHFORGE_CARGO to cargo's path, "
    "or AUTHFORGE_PREBUILT to natives that were built before")
endif()

set(authforge_lib_dir "${CMAKE_CURRENT_BINARY_DIR}/lib")

include("${CMAKE_CURRENT_LIST_DIR}/Profile.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/RustTarget.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Toolchain.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Names.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/NativeLibs.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Kinds.cmake")

file(GLOB_RECURSE authforge_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/*.rs")
foreach(file Cargo.toml Cargo.lock build.rs rust-toolchain.toml)
  if(EXISTS "${PROJECT_SOURCE_DIR}/${file}")
    list(APPEND authforge_sources "${PROJECT_SOURCE_DIR}/${file}")
  endif()
endforeach()

# Generators with many configurations share one library, the optimised one, unless the dev profile is asked for.
get_property(authforge_many GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
authforge_profile_settings(release authforge_settings)
set(authforge_profile release)
set(authforge_cargo_folder release)
set(authforge_debug_dir "")
set(authforge_made_dir "${authforge_lib_dir}")
# Who asks cargo for debug information means the archive's too.
set(authforge_keep_debug OFF)
if(AUTHFORGE_DEV_PROFILE AND authforge_many AND NOT CMAKE_VERSION VERSION_LESS 3.20)
  authforge_profile_settings(dev authforge_dev_settings)
  set(authforge_profile "$<IF:$<CONFIG:Debug>,dev,release>")
  set(authforge_settings "$<IF:$<CONFIG:Debug>,${authforge_dev_settings},${authforge_settings}>")
  string(REPLACE ";" "$<SEMICOLON>" authforge_settings "${authforge_settings}")
  set(authforge_cargo_folder "$<IF:$<CONFIG:Debug>,debug,release>")
  set(authforge_debug_dir "${authforge_lib_dir}/debug")
  set(authforge_made_dir "$<IF:$<CONFIG:Debug>,${authforge_debug_dir},${authforge_lib_dir}>")
  set(authforge_keep_debug "$<CONFIG:Debug>")
  file(MAKE_DIRECTORY "${authforge_debug_dir}")
elseif(AUTHFORGE_DEV_PROFILE AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  authforge_profile_settings(dev authforge_settings)
  set(authforge_profile dev)
  set(authforge_cargo_folder debug)
  set(authforge_keep_debug ON)
endif()
if(AUTHFORGE_CARGO_FLAGS MATCHES "profile[.][a-z]+[.](strip|debug)")
  set(authforge_keep_debug ON)
endif()

# authforge_cargo_steps(<target> <out>): cargo's command for one platform.
function(authforge_cargo_steps target out)
  authforge_toolchain(${target} environment rustflags)
  # As cargo wants them where flags are given by the environment; an empty text stands above all that a folder
  # around this one says.
  string(ASCII 31 between)
  list(APPEND rustflags ${AUTHFORGE_RUSTFLAGS})
  string(REPLACE ";" "${between}" rustflags "${rustflags}")
  # Always the versions of Cargo.lock, which were tested. Cargo takes --locked only once.
  set(flags ${AUTHFORGE_CARGO_FLAGS})
  list(REMOVE_ITEM flags --locked)
  # Always a target by name: one in the environment, or in a .cargo/config.toml of any folder around this one, would
  # move what cargo makes, and make it for another platform. Without the Rust library among the kinds, rustc optimises
  # over all crates.
  set(${out} COMMAND "${CMAKE_COMMAND}" -E env --unset=RUSTFLAGS "CARGO_ENCODED_RUSTFLAGS=${rustflags}" ${environment}
    "${AUTHFORGE_CARGO}" rustc --package libauthforge --lib --crate-type ${authforge_crate_types}
    --target ${target} --target-dir "${AUTHFORGE_CARGO_TARGET_DIR}"
    --profile ${authforge_profile} ${authforge_settings} --locked ${flags} PARENT_SCOPE)
endfunction()

# authforge_final_steps(<made> <name> <out>): what cargo made, one file for each platform, as one file. Copied rather than
# linked from where cargo made it: the names carry the version, and another build in the same cargo folder cannot change
# what this one linked.
function(authforge_final_steps made file out)
  list(LENGTH made count)
  if(count EQUAL 1)
    set(${out} COMMAND "${CMAKE_COMMAND}" -E copy "${made}" "${file}" PARENT_SCOPE)
  else()
    set(${out} COMMAND "${AUTHFORGE_LIPO}" -create ${made} -output "${file}" PARENT_SCOPE)
  endif()
endfunction()

set(authforge_steps "")
set(authforge_files "")
foreach(target IN LISTS authforge_targets)
  authforge_cargo_steps(${target} steps)
  list(APPEND authforge_steps ${steps})
endforeach()
foreach(kind shared imports static)
  set(made ${authforge_targets})
  list(TRANSFORM made REPLACE "(.+)"
    "${AUTHFORGE_CARGO_TARGET_DIR}/\\1/${authforge_cargo_folder}/${authforge_cargo_${kind}}")
  foreach(name IN LISTS authforge_${kind})
    authforge_final_steps("${made}" "${authforge_made_dir}/${name}" steps)
    list(APPEND authforge_files "${authforge_made_dir}/${name}")
    list(APPEND authforge_steps ${steps})
  endforeach()
endforeach()
foreach(link IN LISTS authforge_links)
  string(REGEX MATCH "^[^=]+" name "${link}")
  string(REGEX REPLACE "^[^=]+=" "" target "${link}")
  list(APPEND authforge_files "${authforge_made_dir}/${name}")
  list(APPEND authforge_steps
    COMMAND "${CMAKE_COMMAND}" -E create_symlink ${target} "${authforge_made_dir}/${name}")
endforeach()
if(authforge_static AND NOT authforge_targets MATCHES "-apple-")
  list(APPEND authforge_steps COMMAND "${CMAKE_COMMAND}" "-DARCHIVE=${authforge_made_dir}/${authforge_static}"
    "-DRUST_TARGET=${authforge_targets}" "-DNM=${CMAKE_NM}" "-DLD=${CMAKE_LINKER}" "-DOBJCOPY=${CMAKE_OBJCOPY}"
    "-DAR=${CMAKE_AR}" "-DCARGO=${AUTHFORGE_CARGO}" "-DKEEP_DEBUG=${authforge_keep_debug}"
    -P "${PROJECT_SOURCE_DIR}/cmake/Archive.cmake")
endif()

file(MAKE_DIRECTORY "${authforge_lib_dir}")
add_custom_command(OUTPUT ${authforge_files} ${authforge_steps}
  DEPENDS ${authforge_sources}
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  COMMENT "cargo builds libauthforge"
  COMMAND_EXPAND_LISTS
  USES_TERMINAL
  VERBATIM)
set(authforge_all "")
if(authforge_top_level)
  set(authforge_all ALL)
endif()
add_custom_target(authforge_cargo ${authforge_all} DEPENDS ${authforge_files})
