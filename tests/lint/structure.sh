#!/usr/bin/env bash
# The shape of the code: which folder may use which, where heavy headers may stand, how long a file may be. Every
# exception is listed here by name with its reason.
set -u
cd "$(dirname "$0")/../.."
bad=0
complain() { echo "$1"; bad=1; }

# Folders: who may include whom.
allowed() {
  case "$1" in
    playbooks) echo "playbooks" ;;
    config) echo "config playbooks" ;;
    commands) echo "commands playbooks" ;;
    storage) echo "storage playbooks" ;;
    integrations) echo "integrations config playbooks" ;;
    bot) echo "bot commands storage integrations config playbooks" ;;
  esac
}
for folder in playbooks config commands storage integrations bot; do
  while IFS=: read -r file line; do
    target=$(sed -E 's/.*#include "([a-z]+)\/.*/\1/' <<<"$line")
    grep -qw "$target" <<<"$(allowed "$folder")" || complain "$file may not include from $target/"
  done < <(grep -rnoE '#include "[a-z]+/[^"]+"' "$folder" --include='*.?pp' | sed -E 's/:[0-9]+:/:/')
done

# Nothing of the outside world in the rules.
grep -rnE '#include <(boost|sqlite3|curl|spdlog|openssl|yaml)' playbooks && complain "playbooks/ holds pure rules: no libraries but fmt"

# Heavy headers cost 2 to 20 s each to compile: they stay out of headers, and in few files.
heavy() {  # heavy PATTERN ALLOWED-REGEX WHY
  local found
  found=$(grep -rlE "#include <$1" playbooks commands config storage integrations bot --include='*.?pp' | grep -vE "$2")
  [ -z "$found" ] || complain "$3: $found"
}
heavy 'boost/beast' '^integrations/(slack/socket(_open)?|http/server)\.cpp$' "Beast only in the socket and the server"
heavy 'curl/' '^(integrations/http/curl[a-z_]*\.[ch]pp|bot/main\.cpp)$' "curl only in integrations/http/curl"
heavy 'yaml-cpp' '^config/[a-z_]+\.cpp$' "yaml-cpp only in config/"
heavy 'kainjow' '^playbooks/public_fill\.cpp$' "the template engine only in playbooks/public_fill.cpp"
heavy 'spdlog' '^integrations/ports/log\.cpp$' "spdlog only in the log"
heavy 'sqlite3' '^storage/[a-z_]+\.[ch]pp$' "SQLite only in storage/"
grep -rnE '#include <boost/(beast|json/src|asio\.hpp)' --include='*.hpp' playbooks commands config storage integrations bot && complain "too heavy for a header"

# Sizes. Tests and tables of cases may be longer.
while read -r lines file; do
  limit=300
  [[ $file == *.hpp ]] && limit=150
  case "$file" in
    integrations/simulator/slack_simulator.hpp) limit=170 ;;  # one simulator, one page to read
    playbooks/decide.cpp) limit=360 ;;                        # one arm per command, side by side
    playbooks/decider.hpp) limit=170 ;;                       # its table of contents
    storage/codec/words.hpp) limit=180 ;;                     # one table
    bot/outbox.cpp) limit=360 ;;                              # one loop; its parts are in lane.cpp
    bot/demo/script.cpp) limit=320 ;;                         # one player; the grammar is elsewhere
  esac
  [ "$lines" -le "$limit" ] || complain "$file has $lines lines; $limit are enough"
done < <(find playbooks commands config storage integrations bot -name '*.?pp' -exec wc -l {} + | grep -v ' total$')

# What must not be in the code.
grep -rnE '\bdetached\b|sleep_for\(std::|std::this_thread' --include='*.?pp' bot integrations storage commands config playbooks | grep -vE 'never|banned|no ' && complain "no detached work, no sleeping threads"
grep -rnE 'TODO|FIXME|XXX' --include='*.?pp' --include='*.sh' --include='*.md' playbooks commands config storage integrations bot docs README.md | grep -v XXXXXX && complain "unfinished work belongs in an issue"
git ls-files | grep -E '(^|/)node_modules/|\.(so|a|o)$' && complain "third-party or built files are committed"

# People, machines and tools that are not the project's.
exit $bad
