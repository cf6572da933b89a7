# The libraries that tests/gpu.sh pack has collected, under the names that find_package gives them: for machines that have
# a compiler and a LibTorch and no packages of these.
file(GLOB program_options RELATIVE "${CELLAR_PACKED}" "${CELLAR_PACKED}/lib/libboost_program_options.so.*")
list(APPEND program_options lib/libboost_program_options.so)
list(GET program_options 0 program_options)
foreach(file include/fmt/format.h include/Eigen/Core include/boost/program_options.hpp include/nlohmann/json.hpp
             include/zlib.h include/bzlib.h include/xxhash.h include/md5.h
             lib/libz.a lib/libbz2.a lib/libmd.a ${program_options})
  if(NOT EXISTS "${CELLAR_PACKED}/${file}")
    message(FATAL_ERROR "There is no ${file} in ${CELLAR_PACKED}: CELLAR_PACKED is a folder that tests/gpu.sh pack makes")
  endif()
endforeach()

# Of all directories the first, since a LibTorch may bring other versions of the same headers.
include_directories(BEFORE SYSTEM "${CELLAR_PACKED}/include")
add_library(fmt::fmt INTERFACE IMPORTED)  # without its static library, which is not made for linking into shared ones
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY)
# False alarms of g++ 14 about fmt 9, which it inlines.
target_compile_options(fmt::fmt INTERFACE "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow>")
add_library(Eigen3::Eigen INTERFACE IMPORTED)
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)

function(cellar_packed_library target kind file)
  add_library(${target} ${kind} IMPORTED)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION "${CELLAR_PACKED}/${file}")
endfunction()
# Shared, since the program and its module with networks both need it; with the definitions of Boost's own CMake files.
cellar_packed_library(Boost::program_options SHARED "${program_options}")
target_compile_definitions(Boost::program_options INTERFACE BOOST_ALL_NO_LIB BOOST_PROGRAM_OPTIONS_DYN_LINK)
cellar_packed_library(ZLIB::ZLIB STATIC lib/libz.a)
cellar_packed_library(BZip2::BZip2 STATIC lib/libbz2.a)
set(CELLAR_XXHASH_INCLUDE "${CELLAR_PACKED}/include")
set(CELLAR_LIBMD "${CELLAR_PACKED}/lib/libmd.a")
