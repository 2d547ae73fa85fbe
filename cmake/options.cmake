# One interface target that every target of ours links: warnings, include root, sanitizers.
add_library(options INTERFACE)
target_include_directories(options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wextra-semi -Wsuggest-override -Wmissing-prototypes -Wimplicit-fallthrough
  -Wunreachable-code -Wswitch-enum -Wdouble-promotion -Wcast-align -Wformat=2 -Wnull-dereference -Werror)
target_compile_definitions(options INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ALLOW_DEPRECATED_HEADERS
  SITREP_VERSION="${PROJECT_VERSION}" $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_link_options(options INTERFACE -fuse-ld=lld)
if(SITREP_SANITIZE)
  target_compile_options(options INTERFACE -fsanitize=${SITREP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(options INTERFACE -fsanitize=${SITREP_SANITIZE})
endif()
if(SITREP_FUZZ)  # coverage for libFuzzer, in every target; the fuzz targets themselves link its main
  target_compile_options(options INTERFACE -fsanitize=fuzzer-no-link)
endif()
