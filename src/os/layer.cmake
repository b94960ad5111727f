# process.c asks Linux for what POSIX lacks (cores, pipes closed by exec); the definition must stand before
# the headers that every file is given first.
set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/os/process.c PROPERTIES COMPILE_DEFINITIONS _GNU_SOURCE)
