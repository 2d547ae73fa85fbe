// Everything the bot can send to Slack, hostile texts included, against the official types and Slack's limits.
// Arguments: the program dump_views, a folder for the schema. Exit code 77 means skipped.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { limitProblems, messageProblems, viewProblems } from './limits.mjs';
import { packagesAreThere, validators } from './schema.mjs';

const [program, cache] = process.argv.slice(2);
if (!packagesAreThere()) {
  console.log('skipped: the packages are not installed; run `npm install` in tests/contract');
  process.exit(77);
}
if (!existsSync(program)) {
  console.log(`skipped: ${program} is not built`);
  process.exit(77);
}

const { SlackCalls, Surfaces } = validators(cache);

function callProblems(method, args) {
  const check = SlackCalls[method];
  if (!check) return [`the method ${method} is not in contract.ts`];
  const problems = check(args);
  if (args.blocks) problems.push(...Surfaces.blocks(args.blocks));
  if (args.view) problems.push(...Surfaces.modal(args.view), ...Surfaces.blocks(args.view.blocks), ...viewProblems(args.view));
  if (args.metadata) problems.push(...Surfaces.metadata(args.metadata));
  if (method === 'chat.postMessage' || method === 'chat.update' || method === 'chat.postEphemeral')
    problems.push(...messageProblems(method, args));
  return problems;
}

/** A form holds text alone; the types say what is meant. */
function fromForm(body) {
  const args = {};
  for (const [key, value] of new URLSearchParams(body))
    args[key] = value === 'true' ? true : value === 'false' ? false : key === 'limit' ? Number(value) : value;
  return args;
}

function problemsOf(line) {
  if (line.kind === 'json') return callProblems(line.method, line.arguments);
  if (line.kind === 'form') return callProblems(line.method, fromForm(line.body));
  const payload = line.payload;
  if (payload.response_action) return Surfaces.errors(payload);
  const size = Buffer.byteLength(JSON.stringify(payload));
  const problems = [...Surfaces.acknowledgement(payload), ...limitProblems(payload.blocks)];
  if (size >= 19500) problems.push(`${size} bytes: no acknowledgement may have 20,000`);
  return problems;
}

// The check itself must be able to refuse.
const text = (type, value) => ({ type, text: value, ...(type === 'mrkdwn' ? { verbatim: true } : {}) });
const section = (value) => ({ type: 'section', text: text('mrkdwn', value) });
const post = (blocks, more = {}) => ({
  kind: 'json',
  method: 'chat.postMessage',
  arguments: {
    channel: 'C1', text: 'x', blocks, parse: 'none', unfurl_links: false, unfurl_media: false,
    metadata: { event_type: 'sitrep', event_payload: { key: 'k' } }, ...more,
  },
});
const wrong = {
  'a header with mrkdwn': post([{ type: 'header', text: text('mrkdwn', 'x') }]),
  'an unknown block': post([{ type: 'bogus' }]),
  'an unknown argument': post([section('x')], { colour: 'red' }),
  'an unknown style': post([{ type: 'actions', elements: [{ type: 'button', text: text('plain_text', 'x'), style: 'blue' }] }]),
  '51 blocks': post(Array.from({ length: 51 }, () => section('x'))),
  '3001 characters': post([section('x'.repeat(3001))]),
  'a cut entity': post([section('x &am')]),
  'a live broadcast': post([section('<!channel>')]),
  'a group called twice': post([section('<!subteam^S1> x <!subteam^S1> x')]),
  'text that Slack links': post([{ type: 'section', text: { type: 'mrkdwn', text: '@here' } }]),
  'no key': post([section('x')], { metadata: { event_type: 'sitrep', event_payload: {} } }),
  'a form without channel': { kind: 'form', method: 'conversations.history', body: 'limit=1' },
  'a large acknowledgement': { kind: 'ack', payload: { response_type: 'ephemeral', text: 'x'.repeat(20000), blocks: [section('x')] } },
};
let failures = 0;
const fail = (what) => {
  if (++failures <= 20) console.error(`FAILED: ${what}`);
};
if (problemsOf(post([section('x')])).length) fail(`a good message is refused: ${problemsOf(post([section('x')]))}`);
for (const [name, line] of Object.entries(wrong)) if (!problemsOf(line).length) fail(`the check lets ${name} pass`);

const run = spawnSync(program, { encoding: 'utf8', maxBuffer: 1 << 30 });
if (run.status !== 0) fail(`${program} ended with ${run.status ?? run.signal}: ${run.stderr}`);
const seen = {};
for (const [i, raw] of run.stdout.split('\n').filter(Boolean).entries()) {
  const line = JSON.parse(raw);
  seen[line.method ?? line.kind] = (seen[line.method ?? line.kind] ?? 0) + 1;
  for (const problem of problemsOf(line)) fail(`line ${i + 1} (${line.of}, ${line.method ?? line.kind}): ${problem}`);
}
for (const method of Object.keys(SlackCalls)) if (!seen[method]) fail(`${method} was never called: is it still used?`);
if (!seen.ack) fail('no acknowledgement was drawn');
console.log(`checked ${JSON.stringify(seen)}`);
process.exit(failures ? 1 : 0);
