# libargosy as others get it: shared and static, both with no names but argosy_*, and what finds them.
# The program and the tests link lib/'s own archive, in which every name can be reached.
target_compile_definitions(base PRIVATE ARGOSY_VERSION="${PROJECT_VERSION}")
target_link_libraries(argosy_static INTERFACE m) # floor, ceil, sqrt, fma

add_library(argosy_shared SHARED ${objects})
set_target_properties(argosy_shared PROPERTIES OUTPUT_NAME argosy VERSION ${PROJECT_VERSION} SOVERSION 0
  LINK_DEPENDS ${CMAKE_SOURCE_DIR}/lib/argosy.map)
target_link_options(argosy_shared PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/lib/argosy.map)
target_link_libraries(argosy_shared PRIVATE m)

# All objects joined into one, whose hidden names are then made local: `err_set` or `book_add` of a program
# that links the archive cannot meet ours.
set(embed ${CMAKE_CURRENT_BINARY_DIR}/embed)
add_custom_command(OUTPUT ${embed}/libargosy.a
  COMMAND ${CMAKE_COMMAND} -E make_directory ${embed}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${embed}/libargosy.a
  COMMAND ${CMAKE_LINKER} -r -o ${embed}/argosy.o ${objects}
  COMMAND ${CMAKE_OBJCOPY} --localize-hidden ${embed}/argosy.o
  COMMAND ${CMAKE_AR} rcsD ${embed}/libargosy.a ${embed}/argosy.o
  DEPENDS ${layers} ${objects} COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(argosy_embed ALL DEPENDS ${embed}/libargosy.a)

# The file finds its prefix from where it lies, so that a moved or staged installation is found too.
file(RELATIVE_PATH ARGOSY_PC_UP /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix/)
string(REGEX REPLACE "/$" "" ARGOSY_PC_UP "${ARGOSY_PC_UP}")
configure_file(${CMAKE_SOURCE_DIR}/cmake/argosy.pc.in ${CMAKE_CURRENT_BINARY_DIR}/argosy.pc @ONLY)

install(TARGETS argosy_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${embed}/libargosy.a DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/argosy DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN *.h)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/argosy.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
