// E-mail against a server that others made: npm `smtp-server`, with STARTTLS by a certificate made here, and a login.
// Arguments: the program email_driver. Exit code 77 means skipped.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const driver = process.argv[2];
function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}
function fail(why) {
  console.error(`FAILED: ${why}`);
  process.exit(1);
}
let smtp;
try {
  smtp = await import('smtp-server');
} catch {
  skip('smtp-server is not installed; run `npm install` in tests/contract');
}
const folder = mkdtempSync(join(tmpdir(), 'sitrep-mail-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const certificate = join(folder, 'certificate.pem');
const key = join(folder, 'key.pem');
try {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-keyout', key, '-out', certificate],
  { stdio: 'ignore' });
} catch {
  skip('the openssl program is not installed');
}

/** A server that wants protection and a login, and keeps what it gets. */
async function listen(options = {}) {
  const mails = [];
  const server = new smtp.SMTPServer({
    key: readFileSync(key),
    cert: readFileSync(certificate),
    authOptional: false,
    onAuth: ({ username, password }, session, done) => {
      if (!session.secure) return done(new Error('a password in clear'));
      return username === 'sitrep' && password === 'pass:wörd' ? done(null, { user: username }) : done(new Error('wrong password'));
    },
    onRcptTo: ({ address }, session, done) => {
      if (address === 'bob@example.com') return done(Object.assign(new Error('no such user here'), { responseCode: 550 }));
      return done();
    },
    onData: (stream, session, done) => {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((to) => to.address), secure: session.secure,
          text: Buffer.concat(chunks).toString('latin1') });
        done(null, 'kept');
      });
    },
    ...options,
  });
  server.on('error', () => {});  // a client that does not trust us
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { mails, port: server.server.address().port, close: () => new Promise((resolve) => server.close(resolve)) };
}
function drive(port, ca = certificate, password = 'pass:wörd') {
  return new Promise((resolve) => {
    const child = spawn(driver, ['127.0.0.1', String(port), ca, 'sitrep', password], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data) => { text += data; });
    child.on('exit', (code) => (code === 0 ? resolve(text) : fail(`the client ended with ${code}\n${text}`)));
  });
}
function expect(condition, what, shown) {
  if (!condition) fail(`${what}: ${shown}`);
}

const server = await listen();
const says = await drive(server.port);
console.log(says.trim());
expect(says.includes('doctor ok: protected by TLS, logged in as sitrep'), 'doctor', says);
expect(says.includes('refused: The mail server does not take mail from `email.from` to Bob'), 'a refused recipient', says);
expect(server.mails.length === 2, 'two mails', server.mails.length);
const [page, end] = server.mails;
const header = (mail, name) => mail.text.split('\r\n\r\n')[0].replace(/\r\n[ \t]/g, ' ').match(new RegExp(`^${name}: (.*)$`, 'mi'))?.[1] ?? '';
const decoded = (value) => value.replace(/\?= =\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word) => Buffer.from(word, 'base64').toString());
const body = (mail) => Buffer.from(mail.text.slice(mail.text.indexOf('\r\n\r\n') + 4).replace(/=\r\n/g, '')
  .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))), 'latin1').toString();
for (const mail of server.mails) {
  expect(mail.secure && mail.from === 'sitrep@acme.test' && mail.to.join() === 'ann@example.com', 'envelope', JSON.stringify(mail));
  expect(mail.text.split('\r\n').every((line) => line.length <= 78), 'short lines', mail.text);
  expect(!/[^\x00-\x7f]/.test(mail.text), 'seven bits', mail.text);
  expect(decoded(header(mail, 'From')) === 'Sitrep für Acme <sitrep@acme.test>', 'From', header(mail, 'From'));
}
const subject = 'INC-12: Straße – “Checkout” is down, and this title is long enough to be folded twice 🚨';
expect(decoded(header(page, 'Subject')) === subject, 'Subject', header(page, 'Subject'));
expect(decoded(header(end, 'Subject')) === `Re: ${subject}`, 'Subject of the end', header(end, 'Subject'));
expect(header(end, 'In-Reply-To') === header(page, 'Message-ID'), 'In-Reply-To', header(end, 'In-Reply-To'));
expect(header(end, 'References') === `${header(page, 'References')} ${header(page, 'Message-ID')}`, 'References', header(end, 'References'));
expect(body(end).endsWith('\r\n.\r\n.. dots, and = signs \r\nFrom here on: ümlauts\r\n'), 'the body of the end', body(end));
expect(body(page).includes('sitrep incident ack INC-12'), 'the body of the page', body(page));
await server.close();

// What must not get through.
const wrong = await listen();
const password = await drive(wrong.port, certificate, 'wrong');
expect(password.includes('SITREP_SMTP_PASSWORD') && !password.includes('delivered: taken'), 'a wrong password', password);
const stranger = await drive(wrong.port, '');
expect(stranger.includes('certificate is not trusted') && !stranger.includes('delivered: taken'), 'a certificate that nobody vouches for', stranger);
await wrong.close();
const clear = await listen({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
const unprotected = await drive(clear.port);
expect(unprotected.includes('STARTTLS') && !unprotected.includes('delivered: taken'), 'a server without STARTTLS', unprotected);
expect(wrong.mails.length + clear.mails.length === 0, 'no mail at all', wrong.mails.length + clear.mails.length);
process.exit(0);
