// The smallest app that the official framework makes: it acknowledges a command and stores nothing. The bench loads it
// with the same envelopes as Sitrep.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../contract/package.json', import.meta.url));
const { App } = require('@slack/bolt');

const app = new App({
  token: process.env.SITREP_SLACK_BOT_TOKEN,
  appToken: process.env.SITREP_SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: 'error',
  clientOptions: { slackApiUrl: process.env.SITREP_SLACK_API_URL },
});
app.command('/incident', async ({ command, ack }) => {
  await ack(`Noted: ${command.text}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, async () => {
    await app.stop();
    process.exit(0);
  });
}
await app.start();
