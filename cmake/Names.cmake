# What the files are called: as cargo makes them, and as they are linked and installed. From authforge_targets.
#
#   authforge_cargo_shared, authforge_cargo_imports, authforge_cargo_static   in cargo's folder
#   authforge_shared                 the shared library itself
#   authforge_links                  "link=target" names of it, in the order to make them
#   authforge_imports                import libraries (Windows only), each for somebody else
#   authforge_static                 the archive
#   authforge_soname                 the name that programs look for at run time
#   authforge_shared_name, authforge_static_name   as the two above, and still there where they are left out

set(authforge_imports "")
set(authforge_cargo_imports "")
set(authforge_links "")
set(authforge_soname "")

if(authforge_targets MATCHES "-windows-")
  set(authforge_cargo_shared authforge.dll)
  set(authforge_shared authforge.dll)
  # MinGW compilers link what is called lib*.a, all others what is called *.lib.
  if(authforge_targets MATCHES "-gnu")
    set(authforge_cargo_imports libauthforge.dll.a)
    set(authforge_imports libauthforge.dll.a)
    set(authforge_cargo_static libauthforge.a)
    set(authforge_static libauthforge.a)
  else()
    # The name that -lauthforge stands for is the import library's; Unreal asks for it by cargo's name.
    set(authforge_cargo_imports authforge.dll.lib)
    set(authforge_imports authforge.lib authforge.dll.lib)
    set(authforge_cargo_static authforge.lib)
    set(authforge_static authforge_static.lib)
  endif()
elseif(authforge_targets MATCHES "-apple-")
  set(authforge_cargo_shared libauthforge.dylib)
  set(authforge_cargo_static libauthforge.a)
  set(authforge_static libauthforge.a)
  set(authforge_shared libauthforge.${AUTHFORGE_VERSION}.dylib)
  set(authforge_links
    libauthforge.${AUTHFORGE_SOVERSION}.dylib=${authforge_shared}
    libauthforge.dylib=libauthforge.${AUTHFORGE_SOVERSION}.dylib)
  set(authforge_soname @rpath/libauthforge.${AUTHFORGE_SOVERSION}.dylib)
else()
  set(authforge_cargo_shared libauthforge.so)
  set(authforge_cargo_static libauthforge.a)
  set(authforge_static libauthforge.a)
  if(authforge_targets MATCHES "-android")
    # Its packages take only names that end in .so; see build.rs.
    set(authforge_shared libauthforge.so)
    set(authforge_soname libauthforge.so)
  else()
    set(authforge_shared libauthforge.so.${AUTHFORGE_VERSION})
    set(authforge_links
      libauthforge.so.${AUTHFORGE_SOVERSION}=${authforge_shared}
      libauthforge.so=libauthforge.so.${AUTHFORGE_SOVERSION})
    set(authforge_soname libauthforge.so.${AUTHFORGE_SOVERSION})
  endif()
endif()
set(authforge_shared_name ${authforge_shared})
set(authforge_static_name ${authforge_static})
