// The Twilio client against the simulated Twilio, with Prism between them: it holds every request and every answer
// against Twilio's own description of its API. Arguments: the program twilio_driver. Exit code 77 means skipped.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer as createHttpServer, request as onward } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const description = join(here, '../../../../shared/specs/twilio-messages-calls.openapi.json');
const prism = join(here, '../node_modules/.bin/prism');
const driver = process.argv[2];
const account = 'AC00000000000000000000000000000000';
const token = 'simulated-token';

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
if (!existsSync(description)) skip('../shared/specs/twilio-messages-calls.openapi.json is not there');
if (!existsSync(prism)) skip('Prism is not installed; run `npm install` in tests/contract');

const children = [];
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

function fail(why) {
  console.error(`FAILED: ${why}`);
  process.exit(1);
}

/** Resolves with the first line for which `pick` gives something. */
function start(command, args, pick, onLine = () => {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(child);
    child.on('exit', (code) => fail(`${command} ended with ${code} before the test did`));
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        onLine(line);
        const picked = pick(line);
        if (picked) resolve(picked);
      });
  });
}

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const simulated = await start(driver, ['serve'], (line) => line.startsWith('http://') && line);
// Passes everything on, except for one message that it answers with nonsense: the gate must notice.
const nonsense = `SM${'f'.repeat(32)}`;
const upstream = createHttpServer((incoming, outgoing) => {
  if (incoming.url.includes(nonsense)) {
    outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ sid: 7, status: 'flown', date_created: [1] }));
    return;
  }
  const { method, headers } = incoming;
  const passed = onward(new URL(incoming.url, simulated), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  incoming.pipe(passed);
});
await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));
const log = [];
await start(process.execPath,
  [prism, 'proxy', '-h', '127.0.0.1', '-p', String(port), '--errors', description, `http://127.0.0.1:${upstream.address().port}`],
  (line) => line.includes('Prism is listening'), (line) => log.push(line));
const proxy = `http://127.0.0.1:${port}`;

const complaints = () => log.filter((line) => line.includes('Violation') || line.includes('✖')).join('\n');
const story = spawn(driver, ['drive', proxy, account, token, '+15551234567'], { stdio: 'inherit' });
const code = await new Promise((resolve) => story.on('exit', resolve));
if (code !== 0) fail(`the client ended with ${code}\n${complaints()}`);
if (complaints()) fail(complaints());

// A gate that lets everything pass proves nothing.
const messages = `${proxy}/2010-04-01/Accounts/${account}/Messages.json`;
const headers = {
  Authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`,
  'Content-Type': 'application/x-www-form-urlencoded',
};
for (const [what, request] of [
  ['no To', { method: 'POST', headers, body: 'From=%2B15551234567&Body=hi' }],
  ['JSON', { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{"To":"+1"}' }],
  ['no login', { method: 'POST', headers: { 'Content-Type': headers['Content-Type'] }, body: 'To=%2B15551234567&Body=hi' }],
]) {
  const answer = await fetch(messages, request);
  if (answer.status < 400 || (await answer.text()).includes('"sid"')) fail(`a wrong request passed: ${what}`);
}
const wrong = await fetch(messages.replace('.json', `/${nonsense}.json`), { headers });
const says = await wrong.text();
if (wrong.status !== 500 || !says.includes('#VIOLATIONS')) fail(`a wrong answer passed: ${wrong.status} ${says}`);
console.log('every request and every answer keeps to the description');
process.exit(0);
