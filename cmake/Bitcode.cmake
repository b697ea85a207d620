# cmake -DARCHIVE=... -DOBJCOPY=... -DCARGO=... -P Bitcode.cmake
#
# Takes LLVM's bitcode of Rust's standard library out of the archive: clang -flto with GNU ld reads that in
# place of the code, and fails. The objects are whole without it, and smaller.

# Rust's own may be there, and knows every platform; that of the system is sure to know its own.
get_filename_component(bin "${CARGO}" DIRECTORY)
execute_process(COMMAND "${bin}/rustc" --print target-libdir OUTPUT_VARIABLE libdir ERROR_QUIET
  OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
set(tools "")
if(NOT failed)
  list(APPEND tools "${libdir}/../bin/rust-objcopy")
endif()
list(APPEND tools ${OBJCOPY} llvm-objcopy objcopy)
foreach(tool IN LISTS tools)
  execute_process(COMMAND "${tool}" -R .llvmbc -R .llvmcmd "${ARCHIVE}" "${ARCHIVE}.stripped"
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(NOT failed)
    file(RENAME "${ARCHIVE}.stripped" "${ARCHIVE}")
    return()
  endif()
endforeach()
file(REMOVE "${ARCHIVE}.stripped")
message(STATUS "no objcopy is here, so that clang -flto with GNU ld cannot link ${ARCHIVE}")
