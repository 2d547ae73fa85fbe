// What both tests of the local page need: the pages that the driver makes, behind a server like ours.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

export const driver = process.argv[2];

export function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

export function fail(why) {
  console.error(`FAILED: ${why}`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'sitrep-page-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

const types = { '.html': 'text/html', '.json': 'application/json', '.rss': 'application/rss+xml', '.atom': 'application/atom+xml' };
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"; // as bot/health_server.cpp sends it

/** Serves below /<kind>/ what the driver has made of each kind; resolves with the address. */
export async function serve(kinds) {
  const server = createServer((incoming, outgoing) => {
    const path = join(folder, normalize(new URL(incoming.url, 'http://x').pathname));
    const file = path.endsWith('/') ? join(path, 'index.html') : path;
    if (!existsSync(file) || !types[extname(file)]) return outgoing.writeHead(404).end();
    outgoing.writeHead(200, { 'Content-Type': `${types[extname(file)]}; charset=utf-8`, 'Content-Security-Policy': policy });
    return outgoing.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  for (const kind of kinds) {
    const made = spawnSync(driver, [kind, join(folder, kind), `${address}/${kind}`], { encoding: 'utf8' });
    if (made.status !== 0) fail(`the driver ended with ${made.status}: ${made.stderr}`);
  }
  return address;
}

export const read = (name) => readFileSync(join(folder, name), 'utf8');
