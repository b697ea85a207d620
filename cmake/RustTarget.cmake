# authforge_targets where nobody said them: what the toolchain is for. Where that is this machine, cargo's own name of it
# counts, which may be one that only a distribution has.

authforge_rust_targets(authforge_targets authforge_seen)
execute_process(COMMAND "${AUTHFORGE_CARGO}" -vV WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  OUTPUT_VARIABLE authforge_cargo_says RESULT_VARIABLE authforge_cargo_failed)
if(NOT CMAKE_CROSSCOMPILING)
  if(authforge_cargo_failed OR NOT authforge_cargo_says MATCHES "host: ([^\r\n]+)")
    message(FATAL_ERROR "${AUTHFORGE_CARGO} does not say which platform it is for: set AUTHFORGE_RUST_TARGET")
  endif()
  set(authforge_host "${CMAKE_MATCH_1}")
  authforge_fits("${authforge_host}" "${authforge_targets}" authforge_fit)
  if(authforge_fit)
    set(authforge_targets "${authforge_host}")
  endif()
endif()
