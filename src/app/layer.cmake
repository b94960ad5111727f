# The benches are part of the program: `argosy bench` measures what is shipped.
file(GLOB benches CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/*.c)
target_sources(app PRIVATE ${benches})
target_include_directories(app PRIVATE ${CMAKE_SOURCE_DIR})
