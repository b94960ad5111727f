# How every file is compiled. Results must not depend on the build: no fused multiply-add, no fast-math.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON) # __int128, and POSIX in the shell
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")

add_compile_options(
  -ffp-contract=off -fno-math-errno -fno-strict-aliasing
  -Wall -Wextra -Werror -Wshadow -Wconversion -Wformat=2 -Wformat-nonliteral -Wmissing-prototypes -Wstrict-prototypes
  -Wvla -Wundef -Wpointer-arith -Wcast-qual -Wwrite-strings -Wno-missing-field-initializers
  -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero)
if(CMAKE_C_COMPILER_ID STREQUAL "Clang" AND CMAKE_C_COMPILER_VERSION VERSION_LESS 16)
  add_compile_options(-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang)
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64")
  add_compile_options(-fcf-protection=full)
endif()
add_link_options(-Wl,-z,relro,-z,now -Wl,-z,noexecstack)

# __FILE__ and debug paths start at the source tree, so that two builds in different folders are identical.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

set(ARGOSY_SANITIZE "" CACHE STRING "sanitizers, as -fsanitize= takes them")
option(ARGOSY_VERIFY "thorough assertions" OFF)
option(ARGOSY_COVERAGE "count branches" OFF)
option(ARGOSY_FUZZ "build the fuzz targets" OFF)
if(ARGOSY_SANITIZE)
  add_compile_options(-fsanitize=${ARGOSY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
  add_link_options(-fsanitize=${ARGOSY_SANITIZE})
else()
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  endif()
endif()
if(ARGOSY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(ARGOSY_VERIFY)
  add_compile_definitions(ARGOSY_VERIFY=1)
endif()
if(ARGOSY_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
