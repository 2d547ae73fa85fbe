#pragma once
// A disk that fails on command: a layer below SQLite that passes everything through until it is told otherwise.
#include <atomic>

namespace storage::testing {

/// While it lives, every database that is opened goes through it. Faults may be set from any thread.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  void full();                  // writes fail as on a full disk
  void write_error(int error);  // writes fail with SQLITE_IOERR_WRITE and this errno
  void sync_error();            // data is written, but fsync fails
  void read_only();             // files open read-only
  void cannot_open();           // files do not open
  void heal();
};

}  // namespace storage::testing
