#include "bot/memory.hpp"

#include <malloc.h>
#include <sys/mman.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <memory>

namespace bot {

void give_back_start_memory() {
  ::malloc_trim(0);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> maps{std::fopen("/proc/self/maps", "re"), &std::fclose};
  if (!maps) return;
  char line[512];
  while (std::fgets(line, sizeof line, maps.get()) != nullptr) {
    std::uintptr_t begin = 0, end = 0;
    char rights[5] = {}, first = 0;
    // Code from a file only: never written, so the file has it all. Data pages may hold what the loader wrote there.
    const int found = std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %*s %c", &begin, &end, rights, &first);
    if (found != 4 || first != '/' || rights[0] != 'r' || rights[1] != '-' || rights[2] != 'x' || rights[3] != 'p')
      continue;
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // best effort: it only saves memory
  }
}

}  // namespace bot
