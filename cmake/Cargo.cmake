# Runs cargo when a source changed, and puts what it made under its final names into authforge_lib_dir.
# The target authforge_cargo stands for that.

find_program(AUTHFORGE_CARGO cargo HINTS "$ENV{CARGO_HOME}/bin" "$ENV{HOME}/.cargo/bin"
  "$ENV{USERPROFILE}/.cargo/bin" DOC "Rust's cargo, which builds AuthForge")
if(NOT AUTHFORGE_CARGO)
  message(FATAL_ERROR "cargo is not here: install Rust, or set AUTHFORGE_CARGO to cargo's path")
endif()
set(authforge_lib_dir "${CMAKE_CURRENT_BINARY_DIR}/lib")

include("${CMAKE_CURRENT_LIST_DIR}/Profile.cmake")

# Always by name: a target in the environment, or in a .cargo/config.toml of any folder around this one, would
# move what cargo makes, and make it for another platform.
set(authforge_targets "${AUTHFORGE_RUST_TARGET}")
if(NOT authforge_targets)
  include("${CMAKE_CURRENT_LIST_DIR}/RustTarget.cmake")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/Names.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/NativeLibs.cmake")

# Generators with many configurations share one library, the optimised one.
set(authforge_profile release)
set(authforge_made "${AUTHFORGE_CARGO_TARGET_DIR}/${authforge_targets}/release")
if(AUTHFORGE_DEV_PROFILE AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(authforge_profile dev)
  set(authforge_made "${AUTHFORGE_CARGO_TARGET_DIR}/${authforge_targets}/debug")
endif()
authforge_profile_settings(${authforge_profile} authforge_settings)
# As cargo wants them where flags are given by the environment; an empty text stands above all that a folder
# around this one says.
string(ASCII 31 authforge_between)
string(REPLACE ";" "${authforge_between}" authforge_rustflags "${AUTHFORGE_RUSTFLAGS}")
# Always the versions of Cargo.lock, which were tested. Cargo takes --locked only once.
set(authforge_cargo_flags ${AUTHFORGE_CARGO_FLAGS})
list(REMOVE_ITEM authforge_cargo_flags --locked)
list(INSERT authforge_cargo_flags 0 --locked)

# Copied rather than linked from where cargo made them: the names carry the version, and another build
# in the same cargo folder cannot change what this one linked.
set(authforge_steps "")
set(authforge_files "")
foreach(kind shared imports static)
  foreach(name IN LISTS authforge_${kind})
    set(file "${authforge_lib_dir}/${name}")
    list(APPEND authforge_files "${file}")
    list(APPEND authforge_steps
      COMMAND "${CMAKE_COMMAND}" -E copy "${authforge_made}/${authforge_cargo_${kind}}" "${file}")
    if(kind STREQUAL "static" AND NOT APPLE)
      list(APPEND authforge_steps COMMAND "${CMAKE_COMMAND}" "-DARCHIVE=${file}"
        "-DOBJCOPY=${CMAKE_OBJCOPY}" "-DCARGO=${AUTHFORGE_CARGO}"
        -P "${PROJECT_SOURCE_DIR}/cmake/Bitcode.cmake")
    endif()
  endforeach()
endforeach()
foreach(link IN LISTS authforge_links)
  string(REPLACE "=" ";" link "${link}")
  list(GET link 0 name)
  list(GET link 1 target)
  list(APPEND authforge_files "${authforge_lib_dir}/${name}")
  list(APPEND authforge_steps
    COMMAND "${CMAKE_COMMAND}" -E create_symlink ${target} "${authforge_lib_dir}/${name}")
endforeach()

file(GLOB_RECURSE authforge_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/*.rs")
foreach(file Cargo.toml Cargo.lock build.rs rust-toolchain.toml)
  if(EXISTS "${PROJECT_SOURCE_DIR}/${file}")
    list(APPEND authforge_sources "${PROJECT_SOURCE_DIR}/${file}")
  endif()
endforeach()

file(MAKE_DIRECTORY "${authforge_lib_dir}")
add_custom_command(
  OUTPUT ${authforge_files}
  # Without the Rust library among the kinds, rustc optimises over all crates.
  COMMAND "${CMAKE_COMMAND}" -E env --unset=RUSTFLAGS "CARGO_ENCODED_RUSTFLAGS=${authforge_rustflags}"
    "${AUTHFORGE_CARGO}" rustc --package libauthforge --lib --crate-type cdylib,staticlib
    --target ${authforge_targets} --target-dir "${AUTHFORGE_CARGO_TARGET_DIR}"
    --profile ${authforge_profile} ${authforge_settings} ${authforge_cargo_flags}
  ${authforge_steps}
  DEPENDS ${authforge_sources}
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  COMMENT "cargo builds libauthforge (${authforge_profile})"
  USES_TERMINAL
  VERBATIM)

if(authforge_top_level)
  add_custom_target(authforge_cargo ALL DEPENDS ${authforge_files})
else()
  add_custom_target(authforge_cargo DEPENDS ${authforge_files})
endif()
