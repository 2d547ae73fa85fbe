#!/bin/sh
# Runs a Node script with a Node that is new enough: the machine's own, or the one that npm brought (Debian 12 has 18,
# the official Slack packages need 20). Ends with 77 (skipped), and says why, when there is none.
here=$(dirname "$0")
for node in node "$here"/node_modules/node-linux-*/bin/node; do
  major=$("$node" --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  [ "${major:-0}" -ge 20 ] && exec "$node" "$@"
done
echo "skipped: no Node 20 or newer (run \`./dev test\`, or \`npm install\` in tests/contract)"
exit 77
