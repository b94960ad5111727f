# argosy_layer(NAME): one object library from the folder's files. Its includes start at lib/ and, in the
# shell, at src/ too; who may include whom is LAYERS' business and a test's.
function(argosy_layer name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.c)
  add_library(${name} OBJECT ${sources})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/lib ${CMAKE_SOURCE_DIR}/include)
  target_compile_options(${name} PRIVATE -include ${CMAKE_SOURCE_DIR}/lib/base/banned.h)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/layer.cmake) # what else the layer is made of
    include(${CMAKE_CURRENT_SOURCE_DIR}/${name}/layer.cmake)
  endif()
endfunction()
