// The Statuspage client against the simulated page, with Prism between them: it holds every request and every answer
// against the description of the API. Arguments: the program statuspage_driver. Exit code 77 means skipped.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const description = join(here, '../../../../shared/specs/statuspage-v1.strict.openapi.json');
const prism = join(here, '../node_modules/.bin/prism');
const driver = process.argv[2];

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
if (!existsSync(description)) skip('../shared/specs/statuspage-v1.strict.openapi.json is not there');
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
const checked = join(folder, 'statuspage.json');
writeFileSync(checked, JSON.stringify(withoutDoubledNulls(JSON.parse(readFileSync(description, 'utf8')))));

function fail(why) {
  console.error(`FAILED: ${why}`);
  process.exit(1);
}

function start(command, args, onLine) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  return child;
}

/** Resolves with the first line for which `pick` gives something. */
function startAndWait(name, command, args, pick, onLine = () => {}) {
  return new Promise((resolve) => {
    const child = start(command, args, (line) => {
      onLine(line);
      const picked = pick(line);
      if (picked) resolve(picked);
    });
    child.on('exit', (code) => fail(`${name} ended with ${code} before the test did`));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const page = await startAndWait('the simulator', driver, ['serve'], (line) => line.startsWith('http://') && line,
  (line) => line.startsWith('http') || console.error(`simulator: ${line}`));
// Passes everything on, except for paths that it answers with nonsense: the gate must notice.
const upstream = createHttpServer((incoming, outgoing) => {
  if (incoming.url.endsWith('nonsense')) {
    const one = { id: 7, name: 'x', status: 'down' };
    const body = JSON.stringify(incoming.url.includes('?') ? [one] : one);
    outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
    return;
  }
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url, page), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
});
await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));
const passed = `http://127.0.0.1:${upstream.address().port}/v1`;

const port = await freePort();
const proxy = `http://127.0.0.1:${port}`;
const log = [];
await startAndWait('Prism', process.execPath,
  [prism, 'proxy', '-h', '127.0.0.1', '-p', String(port), '--errors', checked, passed],
  (line) => line.includes('Prism is listening'), (line) => log.push(line));
const complaints = () => log.filter((line) => line.includes('error') || line.includes('Violation')).join('\n');

// The client tells its story.
const story = start(driver, ['drive', proxy], (line) => console.log(line));
const code = await new Promise((resolve) => story.on('exit', resolve));
if (code !== 0) fail(`the client ended with ${code}\n${complaints()}`);

// What the client does not call yet, but the simulator offers.
const headers = { Authorization: 'OAuth simulated-key', 'Content-Type': 'application/json' };
async function call(method, path, body, expected) {
  const response = await fetch(proxy + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== expected) fail(`${method} ${path}: ${response.status}, not ${expected}: ${text}`);
  return JSON.parse(text);
}
const base = '/pages/simulatedpage';
const [incident] = await call('GET', `${base}/incidents?q=Checkout&limit=5&page=1`, undefined, 200);
await call('GET', `${base}/components/${incident.components[0]?.id ?? 'cmp000000001'}`, undefined, 200);
await call('GET', `${base}/incidents/nosuch`, undefined, 404);
await call('GET', `${base}/incidents/upcoming?page=1&per_page=100`, undefined, 200);
const [planned] = await call('GET', `${base}/incidents?q=upgrade&limit=5&page=1`, undefined, 200);
// The description has one list for both families of statuses: only the page itself keeps them apart.
await call('PATCH', `${base}/incidents/${planned.id}`, { incident: { status: 'resolved' } }, 422);
await call('PATCH', `${base}/incidents/${incident.id}`, { incident: { status: 'in_progress' } }, 422);

const objections = () => log.filter((line) => /Violation|terminated with error/.test(line));
if (objections().length > 0) fail(`not by the description:\n${objections().join('\n')}`);

// A gate that lets everything pass proves nothing. Prism turns a wrong answer into a 500 of its own, which the driver
// takes for a failure.
const wrong = await fetch(`${proxy}${base}/incidents`,
  { method: 'POST', headers, body: JSON.stringify({ incident: { name: 'x', components: { c: 'down' } } }) });
const says = await wrong.text();
if (wrong.status !== 422 || !says.includes('incident.components.c must be')) fail(`a wrong request passed: ${says}`);
for (const path of ['/components/nonsense', '/incidents/nonsense', '/incidents?q=nonsense']) {
  const nonsense = await fetch(proxy + base + path, { headers });
  const about = await nonsense.text();
  if (nonsense.status !== 500 || !about.includes('#VIOLATIONS')) fail(`a wrong answer to ${path} passed: ${about}`);
}
for (let turn = 0; turn < 50 && objections().length < 4; ++turn)
  await new Promise((resolve) => setTimeout(resolve, 100));
if (objections().length !== 4) fail(`Prism's log tells of ${objections().length} wrong calls, not of 4`);
console.log('every request and every answer keeps to the description');
process.exit(0);
