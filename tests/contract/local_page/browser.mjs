// Sitrep's own status page in headless Chromium, light and dark, phone and desktop: axe finds nothing, nothing is logged,
// nothing scrolls sideways, nothing that people wrote runs. SITREP_SCREENSHOTS names a folder for pictures.
// Arguments: the program local_page_driver. Exit code 77 means skipped.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fail, read, serve, skip } from './support.mjs';

const browserPath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
if (!browserPath) skip('Chromium is not installed; run `./dev setup`');
const load = createRequire(import.meta.url);
let puppeteer, axe;
try {
  puppeteer = (await import('puppeteer-core')).default;
  axe = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');
} catch (error) {
  skip(`${error.message.split('\n')[0]}; run \`npm install\` in tests/contract`);
}
const pictures = process.env.SITREP_SCREENSHOTS;

const address = await serve(['rich', 'calm', 'empty']);
const browser = await puppeteer.launch({
  executablePath: browserPath,
  args: ['--disable-dev-shm-usage', '--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});
process.on('exit', () => browser.process()?.kill('SIGKILL'));

const stories = JSON.parse(read('rich/api/v2/incidents.json')).incidents.map(({ id }) => `rich/incidents/${id}.html`);
const windows = JSON.parse(read('rich/api/v2/scheduled-maintenances.json')).scheduled_maintenances.map(({ id }) => `rich/maintenances/${id}.html`);
const pages = ['rich/', 'rich/history.html', 'calm/', 'calm/history.html', 'empty/', ...stories.slice(0, 2), windows[0]];
const looks = [['light', 390, 844], ['light', 1280, 900], ['dark', 390, 844], ['dark', 1280, 900], ['light', 320, 640]];

async function open(path, scheme, width, height) {
  const page = await browser.newPage();
  const troubles = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('requestfailed', (request) => troubles.push(`${request.url()} failed`));
  page.on('response', (response) => response.status() >= 400 && troubles.push(`${response.url()}: ${response.status()}`));
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setViewport({ width, height, isMobile: width < 500, hasTouch: width < 500 });
  await page.goto(`${address}/${path}`, { waitUntil: 'load' });
  return { page, troubles };
}

async function violations(page) {
  await page.evaluate(axe); // from outside of the page: its own policy allows no script
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).slice(0, 3).join(' ')}`);
}

async function check(path, scheme, width, height) {
  const { page, troubles } = await open(path, scheme, width, height);
  const name = `${path} ${scheme} ${width} px`;
  if (pictures) await page.screenshot({ path: join(pictures, `${name.replace(/[/. ]+/g, '-')}.png`), fullPage: true });
  await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));
  const found = await violations(page);
  if (found.length > 0) fail(`${name}: axe: ${found.join('\n')}`);
  if (troubles.length > 0) fail(`${name}: the browser says: ${troubles.join('\n')}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fail(`${name}: scrolls sideways by ${wide} px`);
  const { title, scripts, ground } = await page.evaluate(() => ({
    title: document.title, scripts: document.scripts.length, ground: getComputedStyle(document.body).backgroundColor }));
  if (title === 'broken' || scripts > 0) fail(`${name}: what people wrote became part of the page`);
  const dark = ground.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 64);
  if (dark !== (scheme === 'dark')) fail(`${name}: the ground is ${ground}`);
  await page.close();
}

// A gate that lets everything pass proves nothing.
async function checkTheGate() {
  const { page, troubles } = await open('rich/', 'light', 390, 844);
  await page.evaluate(() => {
    document.documentElement.removeAttribute('lang');
    document.querySelector('.quiet').style.color = '#ddd';
    console.error('noticed');
  });
  const found = (await violations(page)).join('\n');
  if (!found.includes('html-has-lang') || !found.includes('color-contrast')) fail(`axe missed what is wrong: ${found}`);
  if (!troubles.includes('noticed')) fail('a console error went unnoticed');
  await page.goto(`${address}/rich/nosuch.html`);
  if (!troubles.some((each) => each.includes('404'))) fail('a missing file went unnoticed');
  await page.close();
}

/** Every link of the site leads somewhere. */
async function checkLinks() {
  const { page } = await open('rich/', 'light', 1280, 900);
  for (const path of ['rich/', 'rich/history.html', stories[0]]) {
    await page.goto(`${address}/${path}`);
    const links = await page.$$eval('a[href], link[rel=alternate]', (all) => all.map(({ href }) => href));
    for (const link of links.filter((each) => each.startsWith(address)))
      if ((await fetch(link)).status !== 200) fail(`${path}: ${link} leads nowhere`);
  }
  await page.close();
}

await checkTheGate();
await checkLinks();
for (const path of pages) for (const look of looks) await check(path, ...look);
console.log(`${pages.length * looks.length} looks at ${pages.length} pages: nothing to complain of`);
await browser.close();
process.exit(0);
