# authforge_profile_settings(<profile> <out>): arguments for cargo that say again what Cargo.toml says of a
# profile. An environment variable (CARGO_PROFILE_...) or a .cargo/config.toml of any folder around this one
# may say otherwise, and only an argument stands above both: a library made with panic = "abort" would end its
# host.

# What cargo does where Cargo.toml says nothing. The others depend on each other, and harm nobody.
set(authforge_profile_panic "\"unwind\"")
set(authforge_profile_incremental "false")
set(authforge_profile_rpath "false")
set(authforge_profile_debug-assertions "false")
set(authforge_profile_overflow-checks "false")

function(authforge_profile_settings profile out)
  set(arguments "")
  set(said "")
  file(STRINGS "${PROJECT_SOURCE_DIR}/Cargo.toml" lines)
  set(inside OFF)
  foreach(line IN LISTS lines)
    if(line STREQUAL "[profile.${profile}]")
      set(inside ON)
    elseif(line MATCHES "^\\[")
      set(inside OFF)
    elseif(inside AND line MATCHES "^([a-z-]+) = ([^ #]+)")
      list(APPEND said ${CMAKE_MATCH_1})
      list(APPEND arguments --config "profile.${profile}.${CMAKE_MATCH_1}=${CMAKE_MATCH_2}")
    endif()
  endforeach()
  set(others panic rpath)
  if(profile STREQUAL "release")
    list(APPEND others incremental debug-assertions overflow-checks)
  endif()
  foreach(setting IN LISTS others)
    if(NOT setting IN_LIST said)
      list(APPEND arguments --config "profile.${profile}.${setting}=${authforge_profile_${setting}}")
    endif()
  endforeach()
  set(${out} "${arguments}" PARENT_SCOPE)
endfunction()
