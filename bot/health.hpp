#pragma once
// The truth about the running process as JSON, for GET /api/health and `sitrep doctor`.
#include <string>

#include "bot/app.hpp"

namespace bot {

struct Health {
  std::string json;       // {"status":"ok|degraded|down","timestamp":"...","checks":{...}}
  int http_status = 200;  // 503 when down
};

/// `clock_jump`: how far the computer's clock was moved since the start.
Health health(App& app, const storage::SqliteJournal& journal, playbooks::Time now, playbooks::Duration clock_jump);

}  // namespace bot
