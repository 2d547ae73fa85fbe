import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { SocketModeClient } from '@slack/socket-mode';
import { quiet, startSimulator, tokens } from './support.mjs';

let simulator, client, answer;
before(async () => {
  simulator = await startSimulator();
  await simulator.act('fault', { kind: 'rate_limited', method: 'apps.connections.open', seconds: 1 });
  client = new SocketModeClient({ appToken: tokens.app, logger: quiet, clientOptions: { slackApiUrl: simulator.api } });
  client.on('slash_commands', ({ body, ack }) => ack(answer(body)));
  client.on('app_mention', ({ ack }) => ack());
  await client.start(); // after the 429
});
beforeEach(() => { answer = (body) => ({ text: `you said: ${body.text}` }); });
after(async () => {
  await client.disconnect();
  assert.equal((await simulator.state()).connections, 0);
  await simulator.stop();
});

async function commandIsAnswered(text) {
  await simulator.act('slash', { user: 'ann', channel: 'C1', command: '/incident', text });
  const sight = await simulator.sight('ephemeral', `you said: ${text}`);
  assert.equal(sight.to, 'U1');
}

/** Ends the connection and waits for the next; the official client is away for 5 s each time. */
async function comesBackAfter(act) {
  const connected = new Promise((resolve) => client.once('connected', resolve));
  await simulator.act(act);
  await connected;
  await simulator.until('one connection', (state) => state.connections === 1);
}

test('a command is answered in the acknowledgement', async () => {
  await commandIsAnswered('list');
});

test('what is typed is escaped, and names become ids', async () => {
  await simulator.act('slash', { user: 'ann', channel: 'C1', command: '/incident', text: 'lead @bob & <all> #incident-response' });
  await simulator.sight('ephemeral', 'you said: lead <@U2|bob> &amp; &lt;all&gt; <#C1|incident-response>');
});

test('an event is acknowledged, and not sent again', async () => {
  const mention = new Promise((resolve) => client.once('app_mention', resolve));
  await simulator.act('say', { user: 'ann', channel: 'C1', text: '@sitrep help' });
  const { event, body, retry_num } = await mention;
  assert.equal(event.text, '<@U0SITREP> help');
  assert.equal(body.type, 'event_callback');
  assert.equal(retry_num, 0);
});

test('an acknowledgement of 15 kB arrives whole', async () => {
  const text = 'x'.repeat(15_000);
  answer = () => ({ text });
  await simulator.act('slash', { user: 'ann', channel: 'C1', command: '/incident', text: 'export' });
  await simulator.sight('ephemeral', text);
});

test('an envelope that comes twice is acknowledged twice and counts once', async () => {
  await commandIsAnswered('once');
  await simulator.act('redeliver', { same: true });
  await commandIsAnswered('after');
  const { sights } = await simulator.state();
  assert.equal(sights.filter((each) => each.message.text === 'you said: once').length, 1);
});

test('after refresh_requested the client comes back with a new ticket', async () => {
  await comesBackAfter('refresh');
  await commandIsAnswered('after refresh');
});

test('after a TCP reset the client comes back', async () => {
  await comesBackAfter('kill');
  await commandIsAnswered('after kill');
});

test('nothing so far was a breach', async () => {
  assert.deepEqual((await simulator.state()).violations, []);
});

test('an acknowledgement of more than 20 480 bytes ends the connection', async () => {
  answer = () => ({ text: 'y'.repeat(25_000) });
  await simulator.act('slash', { user: 'ann', channel: 'C1', command: '/incident', text: 'too much' });
  const connected = new Promise((resolve) => client.once('connected', resolve));
  await simulator.sight('timeout');
  const { violations } = await simulator.state();
  assert.match(violations[0], /20480/);
  await connected;
});
