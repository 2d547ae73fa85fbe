// The manifest that Sitrep prints against Slack's own schema, and against the names that Slack keeps for itself, which
// the schema does not know. Argument: a program that prints it. Exit code 77 means skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagesAreThere } from './schema.mjs';

const schemaFile = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/specs/slack-app-manifest.schema.json');
const program = process.argv[2];
function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
if (!existsSync(schemaFile)) skip('../shared/specs/slack-app-manifest.schema.json is not there');
if (!packagesAreThere()) skip('the packages are not installed; run `npm install` in tests/contract');

const require = createRequire(import.meta.url);
const YAML = require('yaml');
const Ajv = require('ajv').default;
const valid = new Ajv({ strict: false, allErrors: true, logger: false }).compile(JSON.parse(readFileSync(schemaFile)));

const reserved = ('status me join away dnd shrug remind msg feed who collapse expand leave open search topic mute pro ' +
  'shortcuts').split(' ');
// Which scope an event or a feature needs: one without the other is accepted by Slack and then does nothing.
const needs = { app_mention: 'app_mentions:read', 'message.channels': 'channels:history', 'message.groups': 'groups:history',
  'message.im': 'im:history', reaction_added: 'reactions:read', pin_added: 'pins:read' };

function problemsOf(manifest) {
  const problems = valid(manifest) ? [] : valid.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
  const commands = manifest?.features?.slash_commands ?? [];
  const scopes = manifest?.oauth_config?.scopes?.bot ?? [];
  for (const { command, should_escape } of commands) {
    if (reserved.includes(String(command).slice(1))) problems.push(`${command} is a name of Slack's own`);
    if (should_escape !== true) problems.push(`${command} without should_escape: names of people would arrive as text`);
  }
  if (new Set(commands.map((c) => c.command)).size !== commands.length) problems.push('a command twice');
  if (!commands.length) problems.push('no commands');
  if (commands.length && !scopes.includes('commands')) problems.push('commands without the scope commands');
  for (const event of manifest?.settings?.event_subscriptions?.bot_events ?? [])
    if (needs[event] && !scopes.includes(needs[event])) problems.push(`${event} without the scope ${needs[event]}`);
  if (manifest?.settings?.socket_mode_enabled !== true) problems.push('Socket Mode is off');
  if (manifest?.settings?.interactivity?.is_enabled !== true) problems.push('buttons and forms are off');
  return problems;
}

const run = spawnSync(program, { encoding: 'utf8' });
const fail = (what) => {
  console.error(`FAILED: ${what}`);
  process.exitCode = 1;
};
if (run.status !== 0) fail(`${program} ended with ${run.status ?? run.signal}: ${run.stderr}`);
const manifest = YAML.parse(run.stdout);
for (const problem of problemsOf(manifest)) fail(problem);

// The check itself must be able to refuse.
const changed = (change) => {
  const copy = structuredClone(manifest);
  change(copy);
  return problemsOf(copy).length > 0;
};
if (!changed((m) => (m.features.slash_commands[0].command = '/status'))) fail('the check lets /status pass');
if (!changed((m) => (m.settings.socket_mode = true))) fail('the check lets a misspelt setting pass');
if (!changed((m) => (m.features.slash_commands[0].command = 'incident'))) fail('the check lets a name without / pass');
if (!changed((m) => (m.oauth_config.scopes.bot = ['chat:write']))) fail('the check lets missing scopes pass');
console.log(`checked ${manifest.features?.slash_commands?.map((c) => c.command).join(' ')}`);
