# Writes commit.h: what this binary was built from. Run at every build; the file is touched only when it
# changes, so that nothing is compiled for nothing. Outside a checkout the commit is "unknown".
# cmake -D SOURCE=... -D OUT=... -D VERSION=... -D BUILD_TYPE=... -P commit.cmake
set(commit "unknown")
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
                OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(NOT failed)
  set(commit ${head})
  execute_process(COMMAND git -C ${SOURCE} diff --quiet HEAD -- lib src include RESULT_VARIABLE is_changed ERROR_QUIET)
  if(is_changed)
    string(APPEND commit "+")
  endif()
endif()
if(NOT BUILD_TYPE)
  set(BUILD_TYPE "None")
endif()
set(text "#define ARGOSY_COMMIT     \"${commit}\"\n#define ARGOSY_VERSION    \"${VERSION}\"\n#define ARGOSY_BUILD_TYPE \"${BUILD_TYPE}\"\n")
set(old "")
if(EXISTS ${OUT})
  file(READ ${OUT} old)
endif()
if(NOT old STREQUAL text)
  file(WRITE ${OUT} "${text}")
endif()
