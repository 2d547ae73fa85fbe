#include "tests/storage/faulty_vfs_support.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>

namespace storage::testing {
namespace {

std::atomic<int> write_result{SQLITE_OK};
std::atomic<int> sync_result{SQLITE_OK};
std::atomic<int> system_error{0};
std::atomic<bool> opens_read_only{false};
std::atomic<bool> opens{true};

sqlite3_vfs* below = nullptr;

/// SQLite allocates it; the file of the layer below lies right behind it.
struct File {
  sqlite3_file base;
  sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File& as(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}
sqlite3_file* under(sqlite3_file* file) {
  return as(file).under();
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  if (const int result = write_result; result != SQLITE_OK) return result;
  return under(file)->pMethods->xWrite(under(file), data, size, offset);
}
int sync(sqlite3_file* file, int flags) {
  if (const int result = sync_result; result != SQLITE_OK) return result;
  return under(file)->pMethods->xSync(under(file), flags);
}

sqlite3_io_methods make_methods() {
  sqlite3_io_methods m{};
  m.iVersion = 2;  // with shared memory, which WAL needs
  m.xClose = [](sqlite3_file* f) { return under(f)->pMethods->xClose(under(f)); };
  m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
    return under(f)->pMethods->xRead(under(f), to, n, at);
  };
  m.xWrite = write;
  m.xTruncate = [](sqlite3_file* f, sqlite3_int64 n) { return under(f)->pMethods->xTruncate(under(f), n); };
  m.xSync = sync;
  m.xFileSize = [](sqlite3_file* f, sqlite3_int64* n) { return under(f)->pMethods->xFileSize(under(f), n); };
  m.xLock = [](sqlite3_file* f, int kind) { return under(f)->pMethods->xLock(under(f), kind); };
  m.xUnlock = [](sqlite3_file* f, int kind) { return under(f)->pMethods->xUnlock(under(f), kind); };
  m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
    return under(f)->pMethods->xCheckReservedLock(under(f), out);
  };
  m.xFileControl = [](sqlite3_file* f, int what, void* arg) {
    if (const int error = system_error; what == SQLITE_FCNTL_LAST_ERRNO && error != 0) {
      *static_cast<int*>(arg) = error;
      return SQLITE_OK;
    }
    return under(f)->pMethods->xFileControl(under(f), what, arg);
  };
  m.xSectorSize = [](sqlite3_file* f) { return under(f)->pMethods->xSectorSize(under(f)); };
  m.xDeviceCharacteristics = [](sqlite3_file* f) { return under(f)->pMethods->xDeviceCharacteristics(under(f)); };
  m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return under(f)->pMethods->xShmMap(under(f), page, size, extend, out);
  };
  m.xShmLock = [](sqlite3_file* f, int from, int n, int flags) {
    return under(f)->pMethods->xShmLock(under(f), from, n, flags);
  };
  m.xShmBarrier = [](sqlite3_file* f) { under(f)->pMethods->xShmBarrier(under(f)); };
  m.xShmUnmap = [](sqlite3_file* f, int remove) { return under(f)->pMethods->xShmUnmap(under(f), remove); };
  return m;
}

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
  static const sqlite3_io_methods methods = make_methods();
  file->pMethods = nullptr;
  if (!opens) return SQLITE_CANTOPEN;
  if (opens_read_only && (flags & SQLITE_OPEN_MAIN_DB) != 0)
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  const int result = below->xOpen(below, name, under(file), flags, out_flags);
  if (under(file)->pMethods != nullptr) file->pMethods = &methods;
  return result;
}

sqlite3_vfs& layer() {
  static sqlite3_vfs vfs = [] {
    below = sqlite3_vfs_find("unix");
    auto copy = *below;  // everything else is the same function; none of them looks into the vfs
    copy.zName = "faulty";
    copy.pNext = nullptr;
    copy.szOsFile = static_cast<int>(sizeof(File)) + below->szOsFile;
    copy.xOpen = open;
    return copy;
  }();
  return vfs;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  heal();
  sqlite3_vfs_register(&layer(), 1);
}
FaultyDisk::~FaultyDisk() {
  heal();
  sqlite3_vfs_unregister(&layer());
}

void FaultyDisk::full() {
  write_result = SQLITE_FULL;
}
void FaultyDisk::write_error(int error) {
  system_error = error;
  write_result = SQLITE_IOERR_WRITE;
}
void FaultyDisk::sync_error() {
  system_error = EIO;
  sync_result = SQLITE_IOERR_FSYNC;
}
void FaultyDisk::read_only() {
  opens_read_only = true;
}
void FaultyDisk::cannot_open() {
  opens = false;
}
void FaultyDisk::heal() {
  write_result = SQLITE_OK;
  sync_result = SQLITE_OK;
  system_error = 0;
  opens_read_only = false;
  opens = true;
}

}  // namespace storage::testing
