// The Twilio client against a Twilio that others made: npm `emulate`. Arguments: the program twilio_driver. Exit code 77
// means skipped.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const driver = process.argv[2];
const account = `AC${'0'.repeat(32)}`;
const token = 'twilio_test_auth_token';
const from = '+15551234567';

let emulate;
try {
  emulate = await import('emulate');
} catch {
  console.log('skipped: emulate is not installed; run `npm install` in tests/contract');
  process.exit(77);
}

function fail(why) {
  console.error(`FAILED: ${why}`);
  process.exit(1);
}

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
await emulate.createEmulator({ service: 'twilio', port });
const url = `http://127.0.0.1:${port}`;

/** What the driver prints; fails when it does. */
function run(...args) {
  return new Promise((resolve) => {
    const child = spawn(driver, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data) => { text += data; });
    child.on('exit', (code) => (code === 0 ? resolve(text) : fail(`the client ended with ${code}\n${text}`)));
  });
}
const login = [url, account, token, from];
const story = await run('drive', ...login);
console.log(story.trim());
const sid = (kind) => story.match(new RegExp(`^${kind} (\\w{34})$`, 'm'))?.[1] ?? fail(`no ${kind} in: ${story}`);

async function simulate(what, body) {
  const answer = await fetch(`${url}/_twilio/simulate/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) fail(`${what}: ${answer.status} ${await answer.text()}`);
}
async function expect(kind, body, words) {
  await simulate(kind === 'sms' ? 'message-status' : 'call-status', body);
  const says = await run('check', ...login, kind, sid(kind));
  if (!says.includes(words)) fail(`expected “${words}” for ${JSON.stringify(body)}, not: ${says}`);
  console.log(says.trim());
}
const message = { message_sid: sid('sms'), MessageSid: sid('sms'), sid: sid('sms') };
const call = { call_sid: sid('voice'), CallSid: sid('voice'), sid: sid('voice') };
await expect('sms', { ...message, status: 'sent' }, ' is sent');
await expect('sms', { ...message, status: 'delivered' }, ' is delivered');
await expect('sms', { ...message, status: 'undelivered' }, ' is failed');
await expect('voice', { ...call, status: 'completed' }, ' is delivered');
await expect('voice', { ...call, status: 'busy' }, ' is failed the line was busy');

// A wrong token is recognised, in words.
const refused = spawn(driver, ['drive', url, account, 'another-token', from], { stdio: ['ignore', 'ignore', 'pipe'] });
let says = '';
refused.stderr.on('data', (data) => { says += data; });
const code = await new Promise((resolve) => refused.on('close', resolve));
if (code === 0 || !says.includes('SITREP_TWILIO_AUTH_TOKEN')) fail(`a wrong token passed: ${says}`);
process.exit(0);
