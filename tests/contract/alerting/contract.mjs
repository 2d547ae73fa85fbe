// The PagerDuty and Opsgenie clients against their simulators, with Prism between them: it holds every request and every
// answer against the descriptions of the APIs. Argument: the program alerting_driver. Exit code 77 means skipped.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const specs = join(here, '../../../../shared/specs');
const prism = join(here, '../node_modules/.bin/prism');
const apis = {
  events: { file: 'pagerduty-events-v2.openapi.json', simulator: 'pagerduty', prefix: '/v2' },
  rest: { file: 'pagerduty-rest-v2-subset.openapi.json', simulator: 'pagerduty', prefix: '' },
  opsgenie: { file: 'opsgenie-v2-alerts.swagger.json', simulator: 'opsgenie', prefix: '' },
};

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
for (const { file } of Object.values(apis))
  if (!existsSync(join(specs, file))) skip(`../shared/specs/${file} is not there`);
if (!existsSync(prism)) skip('Prism is not installed; run `npm install` in tests/contract');

const children = [];
const folder = mkdtempSync(join(tmpdir(), 'sitrep-contract-'));
process.on('exit', () => {
  children.forEach((child) => child.kill('SIGKILL'));
  rmSync(folder, { recursive: true });
});
/**
 * Prism adds null to the words of every nullable enum. Where the description lists null itself, the schema then has it
 * twice, does not compile, and Prism checks that answer no more, without a word. So it is taken out beforehand.
 */
function withoutDoubledNulls(node) {
  if (node === null || typeof node !== 'object') return node;
  if (node.nullable === true && Array.isArray(node.enum)) node.enum = node.enum.filter((word) => word !== null);
  Object.values(node).forEach(withoutDoubledNulls);
  return node;
}
function description(file) {
  const checked = join(folder, file);
  writeFileSync(checked, JSON.stringify(withoutDoubledNulls(JSON.parse(readFileSync(join(specs, file), 'utf8')))));
  return checked;
}

function fail(why) {
  console.error(`FAILED: ${why}`);
  process.exit(1);
}

/** Starts a program; `onLine` gets every line it prints. */
function start(command, args, onLine) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  return child;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const simulators = {};
let driverEnded;
const driver = await new Promise((resolve) => {
  const child = start(process.argv[2], [], (line) => {
    console.log(line);
    const [name, url] = line.split(' ');
    if (url?.startsWith('http://')) simulators[name] = url;
    if (Object.keys(simulators).length === 2) resolve(child);
  });
  driverEnded = new Promise((ended) => child.on('exit', ended));
  driverEnded.then((code) => Object.keys(simulators).length < 2 && fail(`the driver ended with ${code} at once`));
});

// Passes everything on, except for calls that it answers with nonsense: the gate must notice.
async function upstream(target) {
  const server = createHttpServer((incoming, outgoing) => {
    if (incoming.url.includes('nonsense')) {
      outgoing.writeHead(200, { 'Content-Type': 'application/json' });
      outgoing.end(JSON.stringify({ incidents: [{ id: 7, status: 'asleep' }], data: { id: 7 } }));
      return;
    }
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

const complaints = [];
async function gate({ file, simulator, prefix }) {
  const port = await freePort();
  const passed = await upstream(simulators[simulator]) + prefix;
  await new Promise((resolve) => {
    const child = start(process.execPath,
      [prism, 'proxy', '-h', '127.0.0.1', '-p', String(port), '--errors', description(file), passed], (line) => {
        if (line.includes('Prism is listening')) resolve();
        if (line.includes('Violation')) complaints.push(`${file}: ${line}`);
      });
    child.on('exit', (code) => fail(`Prism for ${file} ended with ${code} before the test did`));
  });
  return `http://127.0.0.1:${port}`;
}
const [events, rest, opsgenie] = await Promise.all([gate(apis.events), gate(apis.rest), gate(apis.opsgenie)]);

driver.stdin.write(`${events} ${rest} ${opsgenie}\n`);
const code = await driverEnded;
if (code !== 0) fail(`the driver ended with ${code}\n${complaints.join('\n')}`);
if (complaints.length > 0) fail(`Prism complains:\n${complaints.join('\n')}`);

// A gate that lets everything pass proves nothing.
const json = { Accept: 'application/json', 'Content-Type': 'application/json' };
async function mustBeStopped(what, url, options, status) {
  const response = await fetch(url, { ...options, headers: { ...json, ...options.headers } });
  const text = await response.text();
  if (response.status !== status) fail(`${what} passed: ${response.status} ${text}`);
}
await mustBeStopped('an event with a wrong severity', `${events}/enqueue`, {
  method: 'POST',
  body: JSON.stringify({ routing_key: 'k', event_action: 'trigger', payload: { summary: 's', source: 's', severity: 'P1' } }),
}, 422);
await mustBeStopped('a summary that is too long', `${events}/enqueue`, {
  method: 'POST',
  body: JSON.stringify({ routing_key: 'k', event_action: 'trigger',
    payload: { summary: 's'.repeat(1025), source: 's', severity: 'info' } }),
}, 422);
await mustBeStopped('an alert with a wrong priority', `${opsgenie}/v2/alerts`, {
  method: 'POST', headers: { Authorization: 'GenieKey k' }, body: JSON.stringify({ message: 'm', priority: 'P9' }),
}, 422);
await mustBeStopped('a question without a token', `${rest}/incidents`, {}, 401);
await mustBeStopped('a wrong list of incidents', `${rest}/incidents?incident_key=nonsense`,
  { headers: { Authorization: 'Token token=k' } }, 500);
await mustBeStopped('a wrong schedule', `${rest}/schedules/nonsense`,
  { headers: { Authorization: 'Token token=k' } }, 500);
await mustBeStopped('a wrong alert', `${opsgenie}/v2/alerts/nonsense?identifierType=alias`,
  { headers: { Authorization: 'GenieKey k' } }, 500);
console.log('every request and every answer keeps to the descriptions');
process.exit(0);
