# What the program says of itself becomes files: commit.h before it is built; the man page and the shells'
# completions after, by the built binary, which `make install` installs.
add_custom_target(commit
  COMMAND ${CMAKE_COMMAND} -D SOURCE=${CMAKE_SOURCE_DIR} -D OUT=${CMAKE_BINARY_DIR}/generated/app/commit.h
          -D VERSION=${PROJECT_VERSION} -D BUILD_TYPE=${CMAKE_BUILD_TYPE} -P ${CMAKE_SOURCE_DIR}/cmake/commit.cmake
  BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/app/commit.h VERBATIM)
add_dependencies(app commit)
target_include_directories(app PRIVATE ${CMAKE_BINARY_DIR}/generated)

set(pages ${CMAKE_BINARY_DIR}/pages)
file(MAKE_DIRECTORY ${pages})
add_custom_command(OUTPUT ${pages}/argosy.1 ${pages}/argosy.bash ${pages}/_argosy ${pages}/argosy.fish
  COMMAND argosy help --man > ${pages}/argosy.1
  COMMAND argosy help --completion bash > ${pages}/argosy.bash
  COMMAND argosy help --completion zsh > ${pages}/_argosy
  COMMAND argosy help --completion fish > ${pages}/argosy.fish
  DEPENDS argosy VERBATIM)
add_custom_target(pages ALL DEPENDS ${pages}/argosy.1 ${pages}/argosy.bash ${pages}/_argosy ${pages}/argosy.fish)
install(FILES ${pages}/argosy.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${pages}/argosy.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME argosy)
install(FILES ${pages}/_argosy DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${pages}/argosy.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
