import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { createMailer, type Mailer } from '../../server/adapters/notice/mailer.js';
import { addAuthenticator } from './support/authenticators.js';
import { startServer, type TestServer } from './support/test-server.js';
import { twoFactorOf } from './support/use-cases.js';
import { challenged, enrol, enrolled, proved, signedIn, visit, type Enrolled } from './support/visitor.js';

interface Mail {
  to: string;
  from: string;
  text: string;
}

/** The answers of the mail server to recipients, by address. */
const refusals = new Map<string, { code: number; text: string }>();

/** A real SMTP server on loopback that stores the mails. */
async function startMailServer(): Promise<{ url: string; mails: Mail[]; close(): Promise<void> }> {
  const mails: Mail[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const refusal = refusals.get(address);
      done(refusal && Object.assign(new Error(`<${address}>: ${refusal.text}`), { responseCode: refusal.code }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({
          to: envelope.rcptTo.map(({ address }) => address).join(),
          from,
          text: Buffer.concat(chunks).toString().replace(/=\r\n/g, '').replaceAll('\r\n', '\n'),
        });
        done();
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    mails,
    close: () => new Promise((resolve) => smtp.close(resolve)),
  };
}

let post: Awaited<ReturnType<typeof startMailServer>>;
let mailer: Mailer;
let server: TestServer;
before(async () => {
  post = await startMailServer();
  mailer = createMailer(post.url, 'Harmony <no-reply@harmony.example>');
  server = await startServer({ mailer });
});
afterEach(() => post.mails.splice(0));
after(async () => {
  await server.close();
  mailer.close();
  await post.close();
});

const now = (): Date => server.clock.now();
const subjects = async (): Promise<string[]> => {
  await server.noticesSettled();
  return post.mails.map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1] ?? '').sort();
};

async function failFiveTimes(person: Enrolled): Promise<void> {
  const half = await challenged(server, person);
  for (let time = 0; time < 5; time += 1) {
    await half.op('answerChallenge', { code: person.phone.wrongCode(now()) });
  }
}

describe('the owner gets a mail', () => {
  it('when 2FA was turned on: what, when, from where, and what to do', async () => {
    const { account } = await enrolled(server);
    assert.deepEqual(await subjects(), ['Harmony: Two-factor authentication is on']);
    const [mail] = post.mails;
    assert.deepEqual([mail?.to, mail?.from], [account.email, 'no-reply@harmony.example']);
    assert.match(mail?.text ?? '', /^Auto-Submitted: auto-generated$/m);
    assert.match(mail?.text ?? '', /When: 2026-11-24 \d\d:\d\d UTC\nFrom: 127\.0\.0\.1\nWith: node/);
    assert.match(mail?.text ?? '', /change your password now/);
    assert.doesNotMatch(mail?.text ?? '', /https?:/, 'no link: attackers imitate such mails with a link');
  });

  it('after a used backup code, new codes, another authenticator, and when 2FA is off', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    await half.op('beginBackupCodes');
    await half.op('keepBackupCodes');
    await enrol(server, half);
    await half.op('disable');
    assert.deepEqual((await subjects()).slice(0, 5), [
      'Harmony: A backup code was used',
      'Harmony: Two-factor authentication is off',
      'Harmony: Two-factor authentication is on',
      'Harmony: You have new backup codes',
      'Harmony: Your authenticator was replaced',
    ]);
    assert.equal(post.mails.length, 5);
  });

  it('after an authenticator was added and after one was removed, not after a new name', async () => {
    const { browser } = await enrolled(server);
    const { id } = await addAuthenticator(server, browser, 'Tablet');
    await browser.op('nameAuthenticator', { name: 'Old tablet' }, id);
    await browser.op('removeAuthenticator', undefined, id);
    assert.deepEqual(await subjects(), [
      'Harmony: An authenticator was added',
      'Harmony: An authenticator was removed',
      'Harmony: Two-factor authentication is on',
    ]);
    // Its name is a text that somebody else may have chosen.
    assert.ok(post.mails.every(({ text }) => !text.includes('ablet')));
  });

  it('after a lock and after a replayed code', async () => {
    const person = await enrolled(server);
    await failFiveTimes(person);
    server.clock.advance(61);
    const half = await challenged(server, person);
    const code = person.phone.code(now());
    await half.op('answerChallenge', { code });
    await (await challenged(server, person)).op('answerChallenge', { code });
    assert.deepEqual(await subjects(), [
      'Harmony: A used code was entered again',
      'Harmony: Too many wrong codes',
      'Harmony: Two-factor authentication is on',
    ]);
  });

  it('not of a lock when the fifth answer is a right backup code', async () => {
    const person = await enrolled(server);
    const half = await challenged(server, person);
    for (let time = 0; time < 4; time += 1) {
      await half.op('answerChallenge', { code: person.phone.wrongCode(now()) });
    }
    assert.equal((await half.op('answerChallenge', { backupCode: person.backupCodes[0] })).status, 200);
    assert.deepEqual(await subjects(), ['Harmony: A backup code was used', 'Harmony: Two-factor authentication is on']);
  });

  it('of each kind at most five times an hour', async () => {
    const person = await enrolled(server);
    const { accountId } = await server.store.db
      .selectFrom('audit_events')
      .select('account_id as accountId')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    for (let time = 0; time < 8; time += 1) {
      const factor = await server.store.secondFactors.read(accountId);
      await server.store.secondFactors.recordFailure(factor, { ...factor.budget, failures: 4, lockedUntil: null }, []);
      const half = await challenged(server, person);
      await half.op('answerChallenge', { code: person.phone.wrongCode(now()) });
      await server.noticesSettled();
    }
    assert.equal((await subjects()).filter((subject) => subject.endsWith('Too many wrong codes')).length, 5);
    server.clock.advance(61);
    await (await proved(server, person)).op('disable');
    assert.ok((await subjects()).includes('Harmony: Two-factor authentication is off'));
  });
});

describe('a recovery', () => {
  const day = 24 * 60 * 60;
  const titles = async (): Promise<string[]> =>
    (await subjects()).map((subject) => subject.replace('Harmony: ', '')).filter((subject) => /recover/i.test(subject));
  const linkIn = (text: string | undefined): string => /^http:\/\/\S+$/m.exec(text ?? '')?.[0] ?? 'no link';
  const about = (subject: string): string | undefined => post.mails.find(({ text }) => text.includes(subject))?.text;

  /** As the command does it in a process of its own: the server sends the mails. */
  async function begin(): Promise<{ person: Enrolled; code: string }> {
    const person = await enrolled(server);
    await server.noticesSettled();
    post.mails.splice(0);
    const { id: accountId } = (await server.accounts.find(person.account.email))!;
    const recovery = await twoFactorOf(server).beginRecovery({ accountId }, 'grace: lost phone');
    return { person, code: recovery!.code };
  }

  async function stopBy(link: string): Promise<void> {
    const url = new URL(link);
    assert.equal(url.pathname, '/stop-recovery');
    const answer = await visit(server).call('POST', '/api/recovery/stop', { body: { token: url.hash.slice(1) } });
    assert.equal(answer.status, 204);
  }

  it('is told at both ends of its delay, each time with a link that stops it', async () => {
    const { person } = await begin();
    assert.deepEqual(await titles(), ['An account recovery has begun']);
    const begun = about('An account recovery has begun');
    assert.match(begun ?? '', /The code works from: 2026-\d\d-\d\d \d\d:\d\d UTC/);
    assert.match(linkIn(begun), /^http:\/\/localhost:3000\/stop-recovery#\S+$/);
    server.clock.advance(day - 1);
    assert.deepEqual(await titles(), ['An account recovery has begun'], 'not a moment early');
    server.clock.advance(1);
    assert.deepEqual(await titles(), ['An account recovery has begun', 'The recovery code works now']);
    assert.equal(post.mails.every(({ to }) => to === person.account.email), true); // prettier-ignore
    server.clock.advance(day);
    assert.equal((await titles()).length, 2, 'each once');
    await stopBy(linkIn(about('The recovery code works now')));
    assert.ok((await titles()).includes('The account recovery was stopped'));
  });

  it('that is begun for the sixth time within an hour has a mail with a link, too, and the link stops it', async () => {
    const { person, code: first } = await begin();
    const { id: accountId } = (await server.accounts.find(person.account.email))!;
    let latest = first;
    for (let time = 2; time <= 7; time += 1) {
      await titles();
      latest = (await twoFactorOf(server).beginRecovery({ accountId }, 'grace: lost phone'))!.code;
    }
    assert.deepEqual(await titles(), Array<string>(7).fill('An account recovery has begun'));
    const links = post.mails.map(({ text }) => linkIn(text));
    await stopBy(links[0]!);
    assert.notEqual(await twoFactorOf(server).runningRecovery(accountId), null, 'the link of an earlier one');
    await stopBy(links.at(-1)!);
    assert.equal(await twoFactorOf(server).runningRecovery(accountId), null);
    server.clock.advance(day);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { backupCode: latest })).status, 422);
  });

  it('that is stopped by the first mail is never ready', async () => {
    const { person, code } = await begin();
    await titles();
    await stopBy(linkIn(about('An account recovery has begun')));
    // Sent by now: a mail that is under way for a day would be sent once more.
    await titles();
    server.clock.advance(day);
    assert.deepEqual(await titles(), ['An account recovery has begun', 'The account recovery was stopped']);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { backupCode: code })).status, 422);
  });

  it('that was used is told, and has no second mail that it is ready', async () => {
    const { person, code } = await begin();
    server.clock.advance(day);
    const half = await challenged(server, person);
    assert.equal((await half.op('answerChallenge', { backupCode: code })).status, 200);
    assert.deepEqual(await titles(), ['An account recovery has begun', 'The recovery code was used']);
    assert.equal(linkIn(about('An account recovery has begun')), 'no link', 'nothing is left to stop');
  });

  it('of three days is ready although its first entry is older than a notice may be', async () => {
    const person = await enrolled(server);
    const { id: accountId } = (await server.accounts.find(person.account.email))!;
    await twoFactorOf(server, { recoveryDelayHours: 72 }).beginRecovery({ accountId }, 'grace: lost phone');
    await titles();
    server.clock.advance(3 * day);
    assert.ok((await titles()).includes('The recovery code works now'));
  });

  it('is ready in the trail once, also when two processes look at the same time', async () => {
    const { person } = await begin();
    server.clock.advance(day);
    server.sendNotices();
    await Promise.all([server.noticesSettled(), server.noticesSettled()]);
    const { id } = (await server.accounts.find(person.account.email))!;
    const ready = (await server.store.audit.list(id)).filter(({ event }) => event === 'recovery_ready');
    assert.equal(ready.length, 1);
  });
});

describe('a mail server that fails', () => {
  it('blocks nothing, and the failure is logged', async () => {
    const refused = createMailer('smtp://127.0.0.1:1', 'no-reply@harmony.example');
    await server.restart({ mailer: refused });
    const person = await enrolled(server);
    await server.noticesSettled();
    assert.match(server.logs(), /a notice could not be sent/);
    server.clock.advance(25 * 60 * 60);
    await server.noticesSettled();
    const rows = await server.store.db.selectFrom('audit_events').select('event').orderBy('id').execute();
    assert.deepEqual(
      rows.slice(-2).map(({ event }) => event),
      ['enabled', 'notice_failed'],
    );
    assert.ok(!server.logs().includes(person.account.email), 'the log has no address');
    refused.close();
  });

  const failed = async (): Promise<number> => {
    const query = server.store.db.selectFrom('audit_events').select('id').where('event', '=', 'notice_failed');
    return (await query.execute()).length;
  };
  for (const [code, text, givenUp] of [
    [550, 'no such mailbox', 1],
    [552, 'mailbox full', 1],
    [450, 'greylisted, try again', 0],
  ] as const) {
    it(`that answers ${code} is ${givenUp ? 'not tried again' : 'tried again'}, and the log names no recipient`, async () => {
      await server.restart({ mailer });
      const person = await signedIn(server);
      refusals.set(person.account.email, { code, text });
      const before = await failed();
      await enrol(server, person.browser);
      await server.noticesSettled();
      assert.equal((await failed()) - before, givenUp);
      assert.match(server.logs(), new RegExp(`the mail was not sent: \\w+, RCPT TO, ${code}`));
      assert.ok(!server.logs().includes(person.account.email));
      refusals.clear();
      server.clock.advance(31);
      await server.noticesSettled();
      assert.equal(post.mails.filter(({ to }) => to === person.account.email).length, givenUp ? 0 : 1);
    });
  }

  it('on another machine gets nothing without TLS, also with parameters in its URL', async () => {
    // An address of this machine that does not count as loopback.
    const elsewhere = post.url.replace('127.0.0.1', '0.0.0.0');
    for (const url of [elsewhere, `${elsewhere}?requireTLS=true`, `${elsewhere}?pool=true`]) {
      const sender = createMailer(url, 'no-reply@harmony.example');
      await assert.rejects(sender.send('ada@example.com', { subject: 'x', text: 'x' }), /STARTTLS/, url);
      sender.close();
    }
    for (const name of ['ignoreTLS=true', 'requireTLS=false', 'tls.rejectUnauthorized=false']) {
      assert.throws(() => createMailer(`${elsewhere}?${name}`, 'no-reply@harmony.example'), TypeError);
    }
    assert.deepEqual(post.mails, []);
  });

  it('that hangs delays nobody', async () => {
    let release = (): void => undefined;
    const hanging = { send: () => new Promise<void>((resolve) => (release = resolve)) };
    await server.restart({ mailer: hanging });
    const person = await enrolled(server);
    assert.equal((await person.browser.op('status')).body['enabled'], true);
    release();
    await server.noticesSettled();
  });
});
