// Sitrep's own status page for programs: every JSON file against the description of Statuspage's public API, then all of
// them through a Statuspage client, and both feeds through a feed reader that others made.
// Arguments: the program local_page_driver. Exit code 77 means skipped.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, read, serve, skip } from './support.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const description = join(here, '../../../../shared/specs/statuspage-public-v2.openapi.json');
const load = createRequire(import.meta.url);
let Ajv, Statuspage, Parser;
try {
  Ajv = load('ajv').default;
  ({ Statuspage } = load('statuspage.io'));
  Parser = load('rss-parser');
} catch (error) {
  skip(`${error.message.split('\n')[0]}; run \`npm install\` in tests/contract`);
}

const kinds = ['rich', 'calm', 'empty'];
const address = await serve(kinds);

/** OpenAPI 3.0 says "nullable" where JSON Schema lists null; and a member that the description lacks is a mistake. */
function asJsonSchema(node) {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, example, ...rest } = node;
  const schema = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, asJsonSchema(value)]));
  if (schema.type === 'object' && schema.properties) schema.additionalProperties = false;
  if (nullable && schema.type) schema.type = [schema.type, 'null'];
  if (nullable && schema.enum && !schema.enum.includes(null)) schema.enum.push(null);
  return schema;
}

function checkAgainstDescription() {
  if (!existsSync(description)) {
    console.log('the description is not there (../shared/specs): the files were not checked against it');
    return;
  }
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addFormat('date-time', (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)));
  const { paths } = JSON.parse(readFileSync(description, 'utf8'));
  for (const [path, operations] of Object.entries(paths)) {
    const schema = asJsonSchema(operations.get.responses['200'].content['application/json'].schema);
    const valid = ajv.compile(schema);
    for (const kind of kinds) {
      const document = JSON.parse(read(kind + path));
      if (!valid(document)) fail(`${kind}${path}: ${ajv.errorsText(valid.errors)}`);
      // A gate that lets everything pass proves nothing.
      delete document.page.id;
      if (valid(document)) fail(`${path}: a page without an id passed`);
    }
  }
  const summary = JSON.parse(read('rich/api/v2/summary.json'));
  const valid = ajv.compile(asJsonSchema(paths['/api/v2/summary.json'].get.responses['200'].content['application/json'].schema));
  for (const spoil of [(d) => { d.components[0].status = 'down'; }, (d) => { d.incidents[0].created_at = 'today'; },
    (d) => { d.incidents[0].incident_updates[0].body = 7; }, (d) => { d.components[0].naem = 'x'; }]) {
    const document = structuredClone(summary);
    spoil(document);
    if (valid(document)) fail(`a wrong summary passed: ${spoil}`);
  }
  console.log(`${Object.keys(paths).length} files of ${kinds.length} pages keep to the description`);
}

async function readByClient() {
  const client = new Statuspage('rich');
  client.setApiUrl(`${address}/rich`);
  const { page, status } = await client.api.getStatus();
  assert.equal(page.name, 'Acme & Sons status');
  assert.equal(page.url, `${address}/rich`);
  assert.deepEqual(status, { indicator: 'major', description: 'Partial System Outage' });
  const { components } = await client.api.getComponents();
  const states = Object.fromEntries(components.map(({ name, status: state }) => [name, state]));
  assert.equal(states['Checkout and payments by card, invoice and direct debit'], 'partial_outage');
  assert.equal(states.Search, 'under_maintenance');
  assert.equal(states.Website, 'operational');
  const groups = components.filter(({ group }) => group);
  assert.deepEqual(groups.map(({ name, status: state }) => [name, state]), [['Platform', 'operational'], ['Shop', 'partial_outage']]);
  for (const group of groups)
    for (const id of group.components) assert.equal(components.find((one) => one.id === id).group_id, group.id);
  assert.equal(new Set(components.map(({ id }) => id)).size, components.length);
  const summary = await client.api.getSummary();
  assert.deepEqual(summary.components, components);
  assert.equal(summary.incidents.length, 1);
  assert.equal(summary.scheduled_maintenances.length, 3);
  const { incidents } = await client.api.incidents.getAll();
  assert.deepEqual(incidents.map(({ status: state }) => state), ['identified', 'postmortem', 'resolved']);
  assert.deepEqual(incidents[1].incident_updates.map(({ status: state }) => state),
    ['postmortem', 'resolved', 'monitoring', 'identified', 'investigating']);
  const [gone] = incidents[1].incident_updates[4].affected_components;
  assert.deepEqual([gone.name, gone.old_status, gone.new_status], ['API', 'operational', 'major_outage']);
  const unresolved = await client.api.incidents.getUnresolved();
  assert.deepEqual(unresolved.incidents, summary.incidents);
  const planned = await client.api.scheduledMaintenances.getUpcoming();
  assert.deepEqual(planned.scheduled_maintenances.map(({ name }) => name), ['Certificate renewal', 'Database maintenance']);
  // This client asks for upcoming.json whatever is wanted: the other two are read without it.
  const fetched = async (path) => (await fetch(`${address}/rich/api/v2/${path}`)).json();
  const all = await fetched('scheduled-maintenances.json');
  assert.equal(all.scheduled_maintenances.length, 5);
  const active = await fetched('scheduled-maintenances/active.json');
  assert.deepEqual(active.scheduled_maintenances.map(({ name }) => name), ['New search index']);
  for (const { shortlink } of [...incidents, ...all.scheduled_maintenances]) assert.equal((await fetch(shortlink)).status, 200);
  client.setApiUrl(`${address}/calm`);
  assert.equal((await client.api.getStatus()).status.description, 'All Systems Operational');
  console.log('a Statuspage client reads the page');
}

async function readByFeedReader() {
  const parser = new Parser();
  for (const name of ['history.rss', 'history.atom']) {
    const feed = await parser.parseURL(`${address}/rich/${name}`);
    assert.equal(feed.title, 'Acme & Sons status');
    assert.equal(feed.link, `${address}/rich/`);
    assert.equal(feed.feedUrl, `${address}/rich/${name}`);
    assert.equal(feed.items.length, 8);
    assert.equal(new Set(feed.items.map(({ guid, id }) => guid ?? id)).size, 8);
    const [newest] = feed.items;
    assert.equal(newest.title, `Payments by card fail <b>for some</b> & “é 日本 🚨” ${'w'.repeat(60)}`);
    assert.ok(newest.content.includes('&lt;script&gt;') && !newest.content.includes('<script'), newest.content);
    for (const { link, title, isoDate, content } of feed.items) {
      assert.ok(title && content && !Number.isNaN(Date.parse(isoDate)), title);
      assert.equal((await fetch(link)).status, 200);
    }
    assert.equal((await parser.parseURL(`${address}/empty/${name}`)).items.length, 0);
  }
  console.log('a feed reader reads RSS and Atom');
}

checkAgainstDescription();
await readByClient();
await readByFeedReader();
process.exit(0);
