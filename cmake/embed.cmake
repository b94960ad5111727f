# Turns files into a C source of byte arrays, so that a library can carry them without reading anything.
#   cmake -DNAME=report_page_js -DOUT=x.c -DFILES="a.js;b.js" -P embed.cmake
# The files follow each other in the order given: const unsigned char NAME[], const size_t NAME_size.
set(hex "")
foreach(file IN LISTS FILES)
  file(READ ${file} bytes HEX)
  string(APPEND hex "${bytes}")
endforeach()
string(LENGTH "${hex}" length)
math(EXPR size "${length} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${hex}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" array "${array}")
file(WRITE ${OUT} "/* Made by cmake/embed.cmake. */\n#include <stddef.h>\nextern const unsigned char ${NAME}[];\n"
     "extern const size_t ${NAME}_size;\nconst unsigned char ${NAME}[] = {\n${array}0 };\nconst size_t ${NAME}_size = ${size};\n")
