#pragma once
// The whole of storage, for the one place that puts the program together: take the hold, prepare the file, start the
// journal, open readers. Torn down in reverse.
#include "storage/hold.hpp"            // IWYU pragma: export
#include "storage/open_error.hpp"      // IWYU pragma: export
#include "storage/prepare.hpp"         // IWYU pragma: export
#include "storage/reader.hpp"          // IWYU pragma: export
#include "storage/sqlite_journal.hpp"  // IWYU pragma: export
