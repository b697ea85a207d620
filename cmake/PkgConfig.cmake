# The pkg-config files of what is installed.

# As seen from the .pc file, which pkg-config knows as pcfiledir and which stands in libdir/pkgconfig.
file(RELATIVE_PATH authforge_pc_includedir
  "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
set(authforge_pc_private "")
foreach(lib IN LISTS authforge_native_libs)
  if(lib MATCHES "^-")
    string(APPEND authforge_pc_private " ${lib}")
  else()
    string(APPEND authforge_pc_private " -l${lib}")
  endif()
endforeach()
set(authforge_pc_packages "")
if(authforge_shared)
  list(APPEND authforge_pc_packages authforge)
endif()
if(authforge_static)
  list(APPEND authforge_pc_packages authforge-static)
endif()
foreach(package IN LISTS authforge_pc_packages)
  configure_file(cmake/${package}.pc.in "${authforge_generated}/${package}.pc" @ONLY)
  install(FILES "${authforge_generated}/${package}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
    COMPONENT AuthForge_Development)
endforeach()
