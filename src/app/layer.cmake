# The benches are part of the program: `argosy bench` measures what is shipped.
file(GLOB benches CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/*.c)
target_sources(app PRIVATE ${benches})
target_include_directories(app PRIVATE ${CMAKE_SOURCE_DIR})
# The tour's specs and the pins of the packages it reads, carried in the program as bytes.
set(tour_files ${CMAKE_SOURCE_DIR}/tools/sample-data.txt)
set(tour_names sample_pins)
foreach(name trend reversion portfolio savings grid)
  list(APPEND tour_files ${CMAKE_CURRENT_SOURCE_DIR}/app/tour/${name}.yaml)
  list(APPEND tour_names tour_${name})
endforeach()
foreach(name file IN ZIP_LISTS tour_names tour_files)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.c)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DOUT=${out} -DFILES=${file} -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(app PRIVATE ${out})
endforeach()
