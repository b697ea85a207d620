# cmake -DARCHIVE=... [-DRUST_TARGET=...] [-DNM=... -DLD=... -DOBJCOPY=... -DAR=...] [-DCARGO=...] [-DKEEP_DEBUG=ON]
#   -P Archive.cmake
#
# Makes the archive that cargo made fit to be linked beside others: without LLVM's bitcode of Rust's standard library, which
# clang -flto with GNU ld reads in place of the code, and fails; without debug information, unless it is to be kept; and
# with Rust's symbols to itself, since two archives of Rust have the same ones, and one program cannot link both.
#
# Rust's name of the platform has to be said where that is Windows; nothing is to be done for Apple's. Of tools those that are
# named are tried first, then LLVM's, then the system's; without any the archive stays as it is.

cmake_policy(VERSION 3.16)

set(strip --strip-debug)
if(KEEP_DEBUG)
  set(strip "")
endif()

# run(<program> <argument>...): whether it went well is in `failed`, and what it said in `said`.
macro(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE complaint)
endmacro()

function(without_bitcode)
  # Rust's own may be there, and knows every platform.
  get_filename_component(bin "${CARGO}" DIRECTORY)
  execute_process(COMMAND "${bin}/rustc" --print target-libdir OUTPUT_VARIABLE libdir ERROR_QUIET
    OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  set(tools "")
  if(NOT failed)
    list(APPEND tools "${libdir}/../bin/rust-objcopy")
  endif()
  foreach(tool IN LISTS tools OBJCOPY_tools)
    run("${tool}" -R .llvmbc -R .llvmcmd "${ARCHIVE}" "${ARCHIVE}.part")
    if(NOT failed)
      file(RENAME "${ARCHIVE}.part" "${ARCHIVE}")
      return()
    endif()
  endforeach()
  message(STATUS "no objcopy here can read ${ARCHIVE}, so that clang -flto with GNU ld cannot link it")
endfunction()

# All that the functions of the header need as one object, in which nothing else is global. Sections stay what they were, so
# that a linker drops what a program does not call.
function(as_one_object nm ld objcopy ar done)
  global_symbols("${nm}" "^af_" names)
  if(NOT names)
    return()
  endif()
  list(TRANSFORM names PREPEND "--undefined=")
  run("${ld}" -r --force-group-allocation ${names} "${ARCHIVE}" -o "${ARCHIVE}.o")
  if(NOT failed)
    run("${objcopy}" -w --keep-global-symbol=af_* ${strip} "${ARCHIVE}.o")
  endif()
  if(NOT failed)
    file(REMOVE "${ARCHIVE}.part")
    run("${ar}" rcsD "${ARCHIVE}.part" "${ARCHIVE}.o")
  endif()
  if(NOT failed)
    set(${done} TRUE PARENT_SCOPE)
  endif()
endfunction()

# GNU ld makes no such object for Windows that keeps its thread-local storage. There Rust's symbols get names that no other
# archive has.
function(renamed nm ld objcopy ar done)
  global_symbols("${nm}" "^(\\.refptr\\.)?(_R|_ZN|__?rust_|rust_|ring_core_)" names)
  if(NOT names)
    return()
  endif()
  list(TRANSFORM names REPLACE "(.+)" "\\1 \\1.authforge")
  string(REPLACE ";" "\n" names "${names}")
  file(WRITE "${ARCHIVE}.names" "${names}\n")
  run("${objcopy}" "--redefine-syms=${ARCHIVE}.names" ${strip} "${ARCHIVE}" "${ARCHIVE}.part")
  if(NOT failed)
    set(${done} TRUE PARENT_SCOPE)
  endif()
endfunction()

# global_symbols(<nm> <pattern> <out>): those that the archive defines.
function(global_symbols nm pattern out)
  run("${nm}" -g --defined-only "${ARCHIVE}")
  string(REPLACE "\n" ";" lines "${said}")
  list(FILTER lines INCLUDE REGEX "^[0-9a-fA-F]+ [A-Z] ")
  list(TRANSFORM lines REPLACE "^[0-9a-fA-F]+ [A-Z] +" "")
  list(FILTER lines INCLUDE REGEX "${pattern}")
  list(REMOVE_DUPLICATES lines)
  set(${out} "${lines}" PARENT_SCOPE)
endfunction()

# The same place in each list is one set of tools.
set(versions "" -20 -19)
foreach(tool NM=nm LD=ld OBJCOPY=objcopy AR=ar)
  string(REGEX REPLACE "=.*" "" variable "${tool}")
  string(REGEX REPLACE ".*=" "" name "${tool}")
  set(llvm llvm-${name})
  if(name STREQUAL "ld")
    set(llvm ld.lld)
  endif()
  set(${variable}_tools "${${variable}}")
  if(NOT ${variable})
    set(${variable}_tools ${name})
  endif()
  list(APPEND ${variable}_tools ${llvm} ${llvm}-20 ${llvm}-19 ${name})
endforeach()

without_bitcode()
if(RUST_TARGET MATCHES "-windows-msvc")
  return()
endif()
set(done FALSE)
foreach(place RANGE 4)
  foreach(variable NM LD OBJCOPY AR)
    list(GET ${variable}_tools ${place} ${variable}_tool)
  endforeach()
  if(NOT done AND RUST_TARGET MATCHES "-windows-")
    renamed("${NM_tool}" "${LD_tool}" "${OBJCOPY_tool}" "${AR_tool}" done)
  elseif(NOT done)
    as_one_object("${NM_tool}" "${LD_tool}" "${OBJCOPY_tool}" "${AR_tool}" done)
  endif()
endforeach()
if(done)
  file(RENAME "${ARCHIVE}.part" "${ARCHIVE}")
else()
  message(STATUS "no nm, ld, objcopy and ar here can read ${ARCHIVE}, so that a program cannot link it beside another "
    "archive of Rust's")
endif()
file(REMOVE "${ARCHIVE}.part" "${ARCHIVE}.o" "${ARCHIVE}.names")
