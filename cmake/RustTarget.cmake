# authforge_targets: the platforms that cargo builds for. Said by AUTHFORGE_RUST_TARGET, or what the toolchain is for;
# where that is this machine, cargo's own name of it, which may be one that only a distribution has.
# authforge_derived is what the toolchain is for, and authforge_host this machine.

execute_process(COMMAND "${AUTHFORGE_CARGO}" -vV WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  OUTPUT_VARIABLE authforge_cargo_says ERROR_QUIET)
set(authforge_host "")
if(authforge_cargo_says MATCHES "host: ([^\r\n]+)")
  set(authforge_host "${CMAKE_MATCH_1}")
endif()
authforge_rust_targets(authforge_derived authforge_seen)
if(NOT CMAKE_CROSSCOMPILING AND authforge_host)
  authforge_fits("${authforge_host}" "${authforge_derived}" authforge_fit)
  authforge_compiler_language(authforge_language)
  # On Windows the compiler decides between Microsoft's and MinGW's tools, not Rust's installation.
  if(authforge_fit AND NOT (authforge_language AND authforge_derived MATCHES "-windows-"))
    set(authforge_derived "${authforge_host}")
  endif()
endif()

set(authforge_targets "${AUTHFORGE_RUST_TARGET}")
if(NOT authforge_targets)
  set(authforge_targets "${authforge_derived}")
endif()
if(NOT authforge_targets)
  message(FATAL_ERROR "Rust's name of the platform cannot be told from ${authforge_seen}: "
    "type -DAUTHFORGE_RUST_TARGET=<name>, one of those that `rustc --print target-list` has")
endif()

list(LENGTH authforge_targets authforge_count)
if(authforge_count GREATER 1)
  find_program(AUTHFORGE_LIPO NAMES lipo llvm-lipo llvm-lipo-20 llvm-lipo-19 DOC "Makes universal libraries for macOS")
  if(NOT AUTHFORGE_LIPO)
    message(FATAL_ERROR "a library for ${authforge_targets} takes lipo or llvm-lipo, and neither is here: "
      "set AUTHFORGE_LIPO to its path, or build for one of them")
  endif()
endif()
