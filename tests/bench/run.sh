#!/usr/bin/env bash
# Prints what Sitrep costs beside the official framework, and what the storage costs. `./dev bench` builds first.
# Arguments go to socket_load, e.g. --rounds 1 --many 20000. BUILD names another build folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${BUILD:-build/release}
grep -q 'CMAKE_BUILD_TYPE:STRING=Release' "$build/CMakeCache.txt" || echo "Figures of $build are worth nothing: build the release preset."
echo "$(nproc) processors, $(uname -sr), $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB; load before: $(cut -d' ' -f1-3 /proc/loadavg)"
peer=()
if tests/contract/node.sh --version >/dev/null; then peer=(--peer "$PWD/tests/contract/node.sh" "$PWD/tests/bench/bolt_app.mjs"); fi
[ ${#peer[@]} -gt 0 ] || echo "No Node 20 or newer: Sitrep alone, without @slack/bolt beside it."
first=()
if chrt -r 1 true 2>/dev/null; then
  first=(chrt -r 1)
  echo "All programs run with real-time priority, alike: what else runs here disturbs less. The disk is shared all the same."
fi
"${first[@]}" "$build/tests/bench/socket_load" --sitrep "$build/sitrep" --directory "$build" "$@" "${peer[@]}"
echo
"${first[@]}" "$build/tests/bench/storage_bench" --directory "$build"
echo
"${first[@]}" "$build/tests/bench/timer_bench" --directory "$build"
echo "load after: $(cut -d' ' -f1-3 /proc/loadavg)"
