import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import bolt from '@slack/bolt';
import { form, quiet, startSimulator, tokens } from './support.mjs';

let simulator, app, lateTrigger;
const errors = [];

before(async () => {
  simulator = await startSimulator();
  app = new bolt.App({
    token: tokens.bot,
    appToken: tokens.app,
    socketMode: true,
    logger: quiet,
    clientOptions: { slackApiUrl: simulator.api },
  });
  app.error(async (error) => { errors.push(error); });
  app.command('/incident', async ({ command, ack, client }) => {
    if (command.text === 'declare') {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: form });
    } else if (command.text === 'late') {
      lateTrigger = command.trigger_id;
      await ack();
    } else if (command.text === 'loud') {
      await ack({ response_type: 'in_channel', text: 'all quiet' });
    } else {
      await ack(`unknown: ${command.text}`);
    }
  });
  app.view('declare', async ({ ack, view, client, body }) => {
    const title = view.state.values.title.value.value;
    if (title.length < 5) return ack({ response_action: 'errors', errors: { title: 'Say what is wrong.' } });
    await ack();
    await client.chat.postMessage({
      channel: 'C1',
      text: `Declared by <@${body.user.id}>: ${title}`,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: title } },
        { type: 'actions', elements: [{ type: 'button', action_id: 'acknowledge', value: 'INC-1', text: { type: 'plain_text', text: 'Acknowledge' } }] },
      ],
      metadata: { event_type: 'sitrep', event_payload: { key: 'INC-1/1/card' } },
    });
  });
  app.action('acknowledge', async ({ ack, respond, action, body }) => {
    await ack();
    await respond({ text: `${action.value} is yours`, replace_original: false });
    await respond({ text: `Acknowledged by ${body.user.username}`, replace_original: true });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `heard: ${event.text}`, thread_ts: event.ts });
  });
  await app.start(); // auth.test, apps.connections.open, hello
});
after(async () => {
  await app.stop();
  await simulator.stop();
  assert.deepEqual(errors, []);
});

const slash = (text) => simulator.act('slash', { user: 'ann', channel: 'C1', command: '/incident', text });

test('a command is answered to the one who typed it', async () => {
  await slash('what');
  assert.equal((await simulator.sight('ephemeral', 'unknown: what')).to, 'U1');
});

test('a command is answered to the channel, with what was typed', async () => {
  await slash('loud');
  await simulator.sight('posted', '/incident loud');
  await simulator.sight('posted', 'all quiet');
});

test('a form is opened, refused, corrected and closed', async () => {
  await slash('declare');
  const shown = await simulator.sight('form');
  assert.equal(shown.to, 'U1');
  assert.equal((await simulator.act('submit', { user: 'ann', values: { Title: 'db' } })).done, true);
  const refused = await simulator.sight('form_errors');
  assert.deepEqual(refused.view, { title: 'Say what is wrong.' });
  await simulator.act('submit', { user: 'ann', values: { Title: 'Database is down' } });
  await simulator.sight('form_closed');
  const card = await simulator.sight('posted', 'Declared by <@U1>: Database is down');
  assert.equal(card.message.metadata_key, 'INC-1/1/card');
  const history = await app.client.conversations.history({ channel: 'C1', include_all_metadata: true });
  assert.equal(history.messages[0].metadata.event_payload.key, 'INC-1/1/card');
});

test('a button is clicked and answered through its response_url', async () => {
  const card = await simulator.sight('posted', 'Declared by <@U1>: Database is down');
  const clicked = await simulator.act('click', { user: 'bob', channel: 'C1', ts: card.message.ts, button: 'Acknowledge' });
  assert.equal(clicked.done, true);
  assert.equal((await simulator.sight('ephemeral', 'INC-1 is yours')).to, 'U2');
  assert.equal((await simulator.sight('edited', 'Acknowledged by bob')).message.blocks, null);
});

test('a mention is answered in its thread', async () => {
  const { ts } = await simulator.act('say', { user: 'bob', channel: 'C1', text: '@sitrep status' });
  const answer = await simulator.sight('posted', 'heard: <@U0SITREP> status');
  assert.equal(answer.message.thread_ts, ts);
});

test('a trigger is too old after 3 s', async () => {
  await slash('late');
  await sleep(3200);
  await assert.rejects(app.client.views.open({ trigger_id: lateTrigger, view: form }), (error) => error.data.error === 'expired_trigger_id');
});

test('nothing of this was a breach', async () => {
  assert.deepEqual((await simulator.state()).violations, []);
});
