// Starts sitrep-simulator and plays its people and its faults over /_control.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export const tokens = { bot: 'xoxb-SIMULATED', app: 'xapp-1-SIMULATED' };
export const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };

export async function startSimulator(...flags) {
  const child = spawn(process.env.SITREP_SIMULATOR, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const [, api] = (await lines.next()).value.split(' ');
  const base = api.replace(/\/api\/$/, '');

  const simulator = {
    api,
    async act(name, body = {}) {
      const response = await fetch(`${base}/_control/${name}`, { method: 'POST', body: JSON.stringify(body) });
      const answer = await response.json();
      assert.equal(response.status, 200, `${name}: ${answer.error}`);
      return answer;
    },
    async state() {
      return (await fetch(`${base}/_control/state`)).json();
    },
    /** Waits until `find(state)` gives something, and returns it. */
    async until(what, find, seconds = 20) {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const state = await simulator.state();
        const found = find(state);
        if (found) return found;
        if (Date.now() > end) assert.fail(`never seen: ${what}\n${JSON.stringify({ ...state, calls: undefined }, null, 1)}`);
        await sleep(15);
      }
    },
    sight: (kind, text) => simulator.until(`${kind} ${text ?? ''}`, (state) =>
      state.sights.find((each) => each.kind === kind && (text === undefined || each.message.text === text))),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      assert.equal(await ended, 0);
    },
  };
  await simulator.act('user', { id: 'U1', name: 'ann' });
  await simulator.act('user', { id: 'U2', name: 'bob' });
  await simulator.act('channel', { id: 'C1', name: 'incident-response' });
  return simulator;
}

/** What a form for an incident looks like. */
export const form = {
  type: 'modal',
  callback_id: 'declare',
  title: { type: 'plain_text', text: 'Declare' },
  submit: { type: 'plain_text', text: 'Declare' },
  blocks: [
    { type: 'input', block_id: 'title', label: { type: 'plain_text', text: 'Title' }, element: { type: 'plain_text_input', action_id: 'value' } },
  ],
};
