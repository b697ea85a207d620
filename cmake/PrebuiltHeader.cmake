# authforge_built_processors(<shared library> <out>): for which processors a file is, by Rust's names, as it says itself in
# its first bytes; empty for what is not known here.

function(authforge_built_processors file out)
  file(READ "${file}" head LIMIT 64 HEX)
  set(found "")
  if(head MATCHES "^7f454c46") # ELF
    string(SUBSTRING "${head}" 36 4 code)
    authforge_find_code(${code} "3e00=x86_64;0300=i686;b700=aarch64" found)
  elseif(head MATCHES "^4d5a" AND head MATCHES "(..)(..)(..)(..)$") # Windows: where the head is, at the end of these
    math(EXPR offset "0x${CMAKE_MATCH_4}${CMAKE_MATCH_3}${CMAKE_MATCH_2}${CMAKE_MATCH_1}")
    file(READ "${file}" head OFFSET ${offset} LIMIT 6 HEX)
    string(REGEX REPLACE "^50450000" "" code "${head}")
    authforge_find_code("${code}" "6486=x86_64;4c01=i686;64aa=aarch64" found)
  elseif(head MATCHES "^cffaedfe(........)") # macOS
    authforge_find_code(${CMAKE_MATCH_1} "07000001=x86_64;0c000001=aarch64" found)
  elseif(head MATCHES "^cafebabe000000(..)") # several of these in one
    math(EXPR last "0x${CMAKE_MATCH_1} - 1")
    foreach(place RANGE ${last})
      math(EXPR offset "8 + 20 * ${place}")
      file(READ "${file}" code OFFSET ${offset} LIMIT 4 HEX)
      authforge_find_code(${code} "01000007=x86_64;0100000c=aarch64" one)
      list(APPEND found ${one})
    endforeach()
  endif()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

function(authforge_find_code code pairs out)
  set(found "")
  foreach(pair IN LISTS pairs)
    if(pair MATCHES "^${code}=(.*)")
      set(found "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# authforge_check_processors(<shared library> <targets>): an error where the library serves none of these processors.
function(authforge_check_processors file targets)
  authforge_built_processors("${file}" processors)
  foreach(target IN LISTS targets)
    string(REGEX REPLACE "-.*" "" wanted "${target}")
    string(REGEX REPLACE "^i[3-6]86$" "i686" wanted "${wanted}")
    if(processors AND NOT wanted IN_LIST processors)
      message(FATAL_ERROR "${file} is for ${processors}, and this build is for ${target}: take the natives for that")
    endif()
  endforeach()
endfunction()
