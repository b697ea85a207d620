# authforge_native_libs: what a program needs besides the static library, which cannot bring it along.
#
# Linux: exactly what `rustc --print native-static-libs` says; a test compares the two. The others are what
# Rust's standard library and the system's trust store are known to need, and have not been tried.

if(WIN32)
  set(authforge_native_libs advapi32 bcrypt crypt32 dbghelp kernel32 ntdll userenv ws2_32)
elseif(APPLE)
  set(authforge_native_libs "-framework Security" "-framework CoreFoundation" iconv System c m)
elseif(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(authforge_native_libs gcc_s util rt pthread m dl c)
else()
  set(authforge_native_libs pthread m c)
endif()
