// The simulated Slack's exam: Slack's own clients must get on with it before it may judge our bot.
// usage: node run.mjs SITREP_SIMULATOR
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const here = dirname(fileURLToPath(import.meta.url));
const simulator = process.argv[2] ?? process.env.SITREP_SIMULATOR;
if (!simulator || !existsSync(simulator)) {
  console.error('usage: node run.mjs PATH_OF_SITREP_SIMULATOR');
  process.exit(2);
}
for (const name of ['bolt', 'socket-mode', 'web-api']) {
  if (existsSync(join(here, '..', 'node_modules', '@slack', name))) continue;
  console.log(`skipped: @slack/${name} is not installed (run \`npm install\` in tests/contract)`);
  process.exit(77);
}
const files = ['web_api', 'socket_mode', 'bolt'].map((name) => join(here, `${name}.test.mjs`));
const done = spawnSync(process.execPath, ['--test', '--test-reporter=spec', '--test-timeout=60000', ...files], {
  stdio: 'inherit',
  env: { ...process.env, SITREP_SIMULATOR: simulator },
});
process.exit(done.status ?? 1);
