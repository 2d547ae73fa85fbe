// The Instatus client against Prism, which holds every request against a description of the API. That description is
// unofficial and lenient, so it is made strict here: no member that it does not name, only the words of Instatus's own
// documentation for a status. Argument: the program instatus_driver. Exit code 77 means skipped.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const spec = join(here, '../../../../shared/specs/instatus-v1.swagger.json');
const prism = join(here, '../node_modules/.bin/prism');

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
if (!existsSync(spec)) skip('../shared/specs/instatus-v1.swagger.json is not there');
if (!existsSync(prism)) skip('Prism is not installed; run `npm install` in tests/contract');

const children = [];
const folder = mkdtempSync(join(tmpdir(), 'sitrep-contract-'));
process.on('exit', () => {
  children.forEach((child) => child.kill('SIGKILL'));
  rmSync(folder, { recursive: true });
});
function fail(why) {
  console.error(`FAILED: ${why}`);
  process.exit(1);
}

const words = {
  incident: ['INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED'],
  maintenance: ['NOTSTARTEDYET', 'INPROGRESS', 'COMPLETED'],
  component: ['OPERATIONAL', 'UNDERMAINTENANCE', 'DEGRADEDPERFORMANCE', 'PARTIALOUTAGE', 'MINOROUTAGE', 'MAJOROUTAGE'],
};
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' };
function strict(description) {
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const body = operation.parameters?.find((parameter) => parameter.in === 'body');
      if (!body) continue;
      const { schema } = body;
      const { properties } = schema;
      const kind = path.includes('/incidents') ? 'incident' : path.includes('/maintenances') ? 'maintenance' : 'component';
      body.required = true;
      schema.additionalProperties = false;
      properties.status.enum = words[kind];
      for (const name of ['started', 'start', 'end']) if (properties[name]) properties[name] = time;
      if (properties.statuses) {
        const item = properties.statuses.items;
        item.additionalProperties = false;
        item.required = ['id', 'status'];
        item.properties.status.enum = words.component;
      }
      if (properties.notify) schema.required = ['status', 'notify'];  // it must never be left to a default
      // In Instatus's own documentation, not in the description.
      if (method === 'post' && path.endsWith('/incidents')) properties.shouldPublish = { type: 'boolean' };
    }
  }
  return description;
}
const checked = join(folder, 'instatus.json');
writeFileSync(checked, JSON.stringify(strict(JSON.parse(readFileSync(spec, 'utf8')))));

function start(command, args, onLine) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  return child;
}
const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const complaints = [];
await new Promise((resolve) => {
  const child = start(process.execPath, [prism, 'mock', '-h', '127.0.0.1', '-p', String(port), '--errors', checked],
    (line) => {
      if (line.includes('Prism is listening')) resolve();
      if (line.includes('Violation')) complaints.push(line);
    });
  child.on('exit', (code) => fail(`Prism ended with ${code} before the test did`));
});
const url = `http://127.0.0.1:${port}`;

const code = await new Promise((ended) => start(process.argv[2], [url], console.log).on('exit', ended));
if (code !== 0) fail(`the driver ended with ${code}\n${complaints.join('\n')}`);
if (complaints.length > 0) fail(`Prism complains:\n${complaints.join('\n')}`);

// A gate that lets everything pass proves nothing.
async function mustBeStopped(what, path, body, status, headers = { Authorization: 'Bearer k' }) {
  const response = await fetch(url + path,
    { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== status) fail(`${what} passed: ${response.status} ${text}`);
}
const good = { name: 'n', message: 'm', status: 'INVESTIGATING', notify: false };
await mustBeStopped('a request without a key', '/v1/p/incidents', good, 401, {});
await mustBeStopped('an incident with a wrong status', '/v1/p/incidents', { ...good, status: 'BROKEN' }, 422);
await mustBeStopped('an incident that leaves notifying open', '/v1/p/incidents', { ...good, notify: undefined }, 422);
await mustBeStopped('an unknown member', '/v1/p/incidents', { ...good, body: 'b' }, 422);
await mustBeStopped('a wrong status of a component', '/v1/p/incidents',
  { ...good, statuses: [{ id: 'c', status: 'operational' }] }, 422);
await mustBeStopped('a time with an offset', '/v1/p/maintenances',
  { ...good, status: 'INPROGRESS', start: '2026-11-21T14:05:00+01:00' }, 422);
console.log('every request keeps to the description');
process.exit(0);
