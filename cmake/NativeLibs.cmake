# authforge_native_libs: what a program needs besides the static library, which cannot bring it along. From
# authforge_targets.
#
# Linux: what `rustc --print native-static-libs` says, without gcc_s; a test compares the two. Every compiler
# driver brings its own unwinder, and knows which: libgcc_s, or with -static, where there is no such library,
# libgcc_eh. The others are what Rust's standard library and the system's trust store are known to need, and
# have not been tried.

if(authforge_targets MATCHES "-windows-")
  set(authforge_native_libs advapi32 bcrypt crypt32 dbghelp iphlpapi kernel32 ntdll userenv ws2_32)
elseif(authforge_targets MATCHES "-apple-")
  set(authforge_native_libs "-framework Security" "-framework CoreFoundation" iconv System c m)
elseif(authforge_targets MATCHES "-linux-android")
  set(authforge_native_libs log m dl c)
elseif(authforge_targets MATCHES "-linux-")
  set(authforge_native_libs util rt pthread m dl c)
else()
  set(authforge_native_libs pthread m c)
endif()
