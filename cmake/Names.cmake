# What the files are called: as cargo makes them, and as they are linked and installed.
#
#   authforge_cargo_shared, authforge_cargo_import, authforge_cargo_static   in cargo's folder
#   authforge_shared                 the shared library itself
#   authforge_links                  "link=target" names of it, in the order to make them
#   authforge_import                 import library (Windows only)
#   authforge_static                 the archive
#   authforge_soname                 the name that programs look for at run time

set(authforge_import "")
set(authforge_cargo_import "")
set(authforge_links "")
set(authforge_soname "")

if(WIN32)
  set(authforge_cargo_shared authforge.dll)
  set(authforge_shared authforge.dll)
  # MinGW compilers link what is called lib*.a, all others what is called *.lib.
  if(MINGW OR AUTHFORGE_RUST_TARGET MATCHES "-windows-gnu")
    set(authforge_cargo_import libauthforge.dll.a)
    set(authforge_cargo_static libauthforge.a)
  else()
    set(authforge_cargo_import authforge.dll.lib)
    set(authforge_cargo_static authforge.lib)
  endif()
  set(authforge_import ${authforge_cargo_import})
elseif(APPLE)
  set(authforge_cargo_shared libauthforge.dylib)
  set(authforge_cargo_static libauthforge.a)
  set(authforge_shared libauthforge.${AUTHFORGE_VERSION}.dylib)
  set(authforge_links
    libauthforge.${AUTHFORGE_SOVERSION}.dylib=${authforge_shared}
    libauthforge.dylib=libauthforge.${AUTHFORGE_SOVERSION}.dylib)
  set(authforge_soname @rpath/libauthforge.${AUTHFORGE_SOVERSION}.dylib)
else()
  set(authforge_cargo_shared libauthforge.so)
  set(authforge_cargo_static libauthforge.a)
  set(authforge_shared libauthforge.so.${AUTHFORGE_VERSION})
  set(authforge_links
    libauthforge.so.${AUTHFORGE_SOVERSION}=${authforge_shared}
    libauthforge.so=libauthforge.so.${AUTHFORGE_SOVERSION})
  set(authforge_soname libauthforge.so.${AUTHFORGE_SOVERSION})
endif()
set(authforge_static ${authforge_cargo_static})
