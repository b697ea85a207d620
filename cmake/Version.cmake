# AUTHFORGE_VERSION and AUTHFORGE_SOVERSION, from the one place that has the version: Cargo.toml.

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/../Cargo.toml")
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../Cargo.toml" authforge_version_line
  REGEX "^version = \"[0-9]+\\.[0-9]+\\.[0-9]+" LIMIT_COUNT 1)
if(NOT authforge_version_line MATCHES "\"([0-9]+)(\\.[0-9]+\\.[0-9]+)")
  message(FATAL_ERROR "Cargo.toml has no version")
endif()
set(AUTHFORGE_VERSION "${CMAKE_MATCH_1}${CMAKE_MATCH_2}")
# The run-time name of the shared library carries it; see build.rs.
set(AUTHFORGE_SOVERSION "${CMAKE_MATCH_1}")
