import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { form, quiet, startSimulator, tokens } from './support.mjs';

let simulator, web;
before(async () => {
  simulator = await startSimulator();
  web = new WebClient(tokens.bot, { slackApiUrl: simulator.api, logger: quiet });
});
after(() => simulator.stop());

/** The error of a call that Slack answers with ok: false. */
async function refusal(call) {
  try {
    await call;
  } catch (error) {
    return error.data;
  }
  assert.fail('the call was taken');
}

test('auth.test says who the bot is, and what it may do', async () => {
  const answer = await web.auth.test();
  assert.equal(answer.ok, true);
  assert.match(answer.user_id, /^U/);
  assert.ok(answer.response_metadata.scopes.includes('chat:write'));
});

test('a wrong token is refused', async () => {
  const stranger = new WebClient('xoxb-wrong', { slackApiUrl: simulator.api, logger: quiet });
  assert.equal((await refusal(stranger.auth.test())).error, 'invalid_auth');
});

test('a method that Slack does not have is unknown', async () => {
  assert.equal((await refusal(web.apiCall('chat.shout', { text: 'x' }))).error, 'unknown_method');
});

test('a message is posted, found again by its metadata, edited and deleted', async () => {
  const metadata = { event_type: 'sitrep', event_payload: { key: 'INC-1/1/card', n: 1 } };
  const posted = await web.chat.postMessage({
    channel: 'C1',
    text: 'P1: checkout is down',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*P1*: checkout &amp; pay', verbatim: true } }],
    metadata,
    unfurl_links: false,
  });
  const history = await web.conversations.history({ channel: 'C1', include_all_metadata: true, oldest: '0', limit: 10 });
  assert.deepEqual(history.messages.find((each) => each.ts === posted.ts).metadata, metadata);
  const bare = await web.conversations.history({ channel: 'C1' });
  assert.deepEqual(bare.messages.find((each) => each.ts === posted.ts).metadata, { event_type: 'sitrep' });
  const reply = await web.chat.postMessage({ channel: 'C1', thread_ts: posted.ts, text: 'looking' });
  const thread = await web.conversations.replies({ channel: 'C1', ts: posted.ts });
  assert.deepEqual(thread.messages.map((each) => each.ts), [posted.ts, reply.ts]);
  const link = await web.chat.getPermalink({ channel: 'C1', message_ts: posted.ts });
  assert.match(link.permalink, /^https:\/\/.*\/archives\/C1\/p\d+$/);
  await web.chat.update({ channel: 'C1', ts: posted.ts, text: 'P1: resolved' });
  const [message] = (await simulator.state()).messages.C1;
  assert.equal(message.text, 'P1: resolved');
  assert.equal(message.blocks, null);
  assert.equal(message.metadata_key, 'INC-1/1/card');
  await web.chat.delete({ channel: 'C1', ts: reply.ts });
  assert.equal((await simulator.state()).messages.C1.length, 1);
});

test('bad blocks are refused with the place', async () => {
  const bad = [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }];
  const refused = await refusal(web.chat.postMessage({ channel: 'C1', text: 'x', blocks: bad }));
  assert.equal(refused.error, 'invalid_blocks');
  assert.match(refused.response_metadata.messages[0], /json-pointer:\/blocks\/0\/text/);
});

test('a page of channels, a channel, a person', async () => {
  const page = await web.conversations.list({ types: 'public_channel', limit: 200, exclude_archived: true });
  assert.deepEqual(page.channels.map((each) => each.name), ['incident-response']);
  assert.equal((await web.conversations.info({ channel: 'C1' })).channel.is_member, true);
  assert.equal((await web.users.info({ user: 'U1' })).user.name, 'ann');
});

test('a trigger that is not there opens nothing', async () => {
  assert.equal((await refusal(web.views.open({ trigger_id: '1.2.3', view: form }))).error, 'invalid_trigger_id');
});

test('the client waits for Retry-After and comes back', async () => {
  await simulator.act('fault', { kind: 'rate_limited', method: 'users.info', seconds: 1 });
  const began = Date.now();
  assert.equal((await web.users.info({ user: 'U2' })).user.name, 'bob');
  assert.ok(Date.now() - began >= 1000, 'came back too early');
});

test('more than a message a second and channel is too much', async () => {
  const impatient = new WebClient(tokens.bot, { slackApiUrl: simulator.api, logger: quiet, rejectRateLimitedCalls: true });
  await sleep(1100);
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) => impatient.chat.postMessage({ channel: 'C1', text: `burst ${i}` })));
  const refused = results.filter((each) => each.status === 'rejected');
  assert.ok(refused.length > 0, 'ten at once were taken');
  assert.equal(refused[0].reason.code, 'slack_webapi_rate_limited_error');
  assert.ok(refused[0].reason.retryAfter >= 1);
});

test('nothing of this was a breach', async () => {
  assert.deepEqual((await simulator.state()).violations, []);
});
