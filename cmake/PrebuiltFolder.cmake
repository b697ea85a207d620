# authforge_prebuilt_folder(<folder or archive> <out>): the folder that has lib and bin in it. An archive is unpacked
# below the build folder, once.

function(authforge_prebuilt_folder given out)
  get_filename_component(folder "${given}" ABSOLUTE BASE_DIR "${CMAKE_SOURCE_DIR}")
  if(NOT EXISTS "${folder}")
    message(FATAL_ERROR "AUTHFORGE_PREBUILT=${given} is not there: it takes the folder of an installation, or an archive "
      "libauthforge-${AUTHFORGE_VERSION}-<target>.tar.gz or .zip")
  endif()
  if(NOT IS_DIRECTORY "${folder}")
    authforge_unpack("${folder}" folder)
  endif()
  # An archive has all in one folder with its own name.
  file(GLOB inside LIST_DIRECTORIES TRUE "${folder}/*")
  list(LENGTH inside count)
  if(count EQUAL 1 AND IS_DIRECTORY "${inside}/lib")
    set(folder "${inside}")
  endif()
  set(${out} "${folder}" PARENT_SCOPE)
endfunction()

function(authforge_unpack archive out)
  file(SHA256 "${archive}" hash)
  string(SUBSTRING ${hash} 0 16 hash)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/prebuilt/${hash}")
  if(NOT IS_DIRECTORY "${folder}")
    # Beside it first, so that what is there is whole.
    file(REMOVE_RECURSE "${folder}.part")
    file(MAKE_DIRECTORY "${folder}.part")
    execute_process(COMMAND "${CMAKE_COMMAND}" -E tar xf "${archive}" WORKING_DIRECTORY "${folder}.part"
      RESULT_VARIABLE failed ERROR_VARIABLE why OUTPUT_QUIET)
    if(failed)
      message(FATAL_ERROR "AUTHFORGE_PREBUILT=${archive} is no archive that can be unpacked: ${why}")
    endif()
    file(RENAME "${folder}.part" "${folder}")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${archive}")
  set(${out} "${folder}" PARENT_SCOPE)
endfunction()
