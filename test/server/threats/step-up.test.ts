import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startServer, type TestServer } from '../support/test-server.js';
import {
  assertProblem,
  challenged,
  enrolled,
  proved,
  signedIn,
  type Answer,
  type Visitor,
} from '../support/visitor.js';

/** The reference server wants a proof of the last minute before it deletes a workspace. */
let server: TestServer;
before(async () => (server = await startServer({ trustedDeviceDays: 30 })));
after(() => server.close());

const remove = (browser: Visitor, slug = 'research') => browser.call('DELETE', `/api/workspaces/${slug}`);
const secondFactor = { methods: ['totp', 'backup_code'] };

async function slugsOf(browser: Visitor): Promise<string[]> {
  const { body } = await browser.call('GET', '/api/session');
  return (body['workspaces'] as { slug: string }[]).map(({ slug }) => slug);
}

function cookieOf({ headers }: Answer, name: string): string {
  const line = headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  assert.ok(line, `the answer sets ${name}`);
  return line.split(';')[0]!;
}

describe('a workspace', () => {
  it('is gone after its deletion, for its account alone', async () => {
    const { browser } = await signedIn(server);
    const other = await signedIn(server);
    assert.equal((await remove(browser)).status, 204);
    assert.ok(!(await slugsOf(browser)).includes('research'));
    assertProblem(await browser.call('GET', '/api/workspaces/research'), 404, 'not_found');
    assertProblem(await remove(browser), 404, 'not_found');
    assert.ok((await slugsOf(other.browser)).includes('research'));
    assert.equal((await other.browser.call('GET', '/api/workspaces/research')).status, 200);
  });

  it('that nobody has is not found, with a proof alone', async () => {
    const { browser } = await signedIn(server);
    for (const slug of ['unknown', '__proto__', 'RESEARCH', "research' or '1'='1"]) {
      assertProblem(await remove(browser, encodeURIComponent(slug)), 404, 'not_found');
    }
    server.clock.advance(60);
    assertProblem(await remove(browser, 'unknown'), 403, 'reauthentication_required', { methods: ['password'] });
    assert.equal((await slugsOf(browser)).length, 3);
  });

  it('is deleted once by two requests at the same time', async () => {
    const { browser } = await signedIn(server);
    const answers = await Promise.all([remove(browser), remove(browser), remove(browser)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 404, 404]);
  });

  it('stays where fewer than two would be left, also of two deletions at the same time', async () => {
    const { browser } = await signedIn(server);
    const answers = await Promise.all([remove(browser, 'research'), remove(browser, 'sandbox')]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409]);
    const left = await slugsOf(browser);
    assert.equal(left.length, 2);
    for (const slug of left) {
      assertProblem(await remove(browser, slug), 409, 'workspaces_too_few');
      assert.equal((await browser.call('GET', `/api/workspaces/${slug}`)).status, 200);
    }
    assert.equal((await slugsOf(browser)).length, 2);
  });

  it('stays deleted after a restart, until the demo restores it', async () => {
    const { browser } = await signedIn(server);
    await remove(browser);
    await server.restart();
    assert.ok(!(await slugsOf(browser)).includes('research'));
    await server.workspaces.restoreAll();
    assert.equal((await slugsOf(browser)).length, 3);
  });
});

describe('before a workspace is deleted', () => {
  it('a stale proof is refused: a minute to the second, then a new one', async () => {
    const person = await enrolled(server);
    const browser = await proved(server, person);
    server.clock.advance(59);
    assert.equal((await remove(browser, 'sandbox')).status, 204);
    await server.workspaces.restoreAll();
    server.clock.advance(1);
    const refused = await remove(browser);
    assertProblem(refused, 403, 'reauthentication_required', secondFactor);
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer .*max_age="60"$/);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 200, 'nothing was deleted');
    assert.equal((await browser.op('reauthenticate', { code: person.phone.code(server.clock.now()) })).status, 200);
    assert.equal((await remove(browser)).status, 204);
  });

  it('a password is no proof while 2FA is on', async () => {
    const { account, browser } = await enrolled(server);
    server.clock.advance(60);
    const answer = await browser.op('reauthenticate', { password: account.password });
    assertProblem(answer, 403, 'reauthentication_required', secondFactor);
    assertProblem(await remove(browser), 403, 'reauthentication_required', secondFactor);
  });

  it('a password of this moment is no proof while 2FA is on, where a trusted device needs no code', async () => {
    const person = await enrolled(server);
    const browser = await challenged(server, person);
    server.clock.advance(30);
    const code = person.phone.code(server.clock.now());
    browser.cookie = cookieOf(await browser.op('answerChallenge', { code, trustDevice: true }), 'harmony_device');
    const answer = await browser.signIn(person.account);
    assert.deepEqual(answer.body, { next: 'done' });
    browser.cookie = cookieOf(answer, 'harmony_session');
    assertProblem(await remove(browser), 403, 'reauthentication_required', secondFactor);
    assert.equal((await browser.call('GET', '/api/workspaces/research')).status, 200, 'nothing was deleted');
  });

  it('the password is the proof while 2FA is off', async () => {
    const { account, browser } = await signedIn(server);
    server.clock.advance(60);
    assertProblem(await remove(browser), 403, 'reauthentication_required', { methods: ['password'] });
    await browser.op('reauthenticate', { password: account.password });
    assert.equal((await remove(browser)).status, 204);
  });

  it('a proof of another session is none', async () => {
    const person = await enrolled(server);
    const [idle, busy] = [await proved(server, person), await proved(server, person)];
    server.clock.advance(60);
    await busy.op('reauthenticate', { code: person.phone.code(server.clock.now()) });
    assertProblem(await remove(idle), 403, 'reauthentication_required', secondFactor);
  });

  it('a proof counts on an instance whose clock is behind or ahead by the tolerance', async () => {
    for (const seconds of [-15, 15]) {
      const { browser } = await signedIn(server);
      server.clock.advance(seconds);
      assert.equal((await remove(browser)).status, 204, `${seconds} s`);
      server.clock.advance(-seconds);
    }
    const { browser } = await signedIn(server);
    server.clock.advance(-16);
    assertProblem(await remove(browser), 403, 'reauthentication_required', { methods: ['password'] });
    server.clock.advance(16);
  });
});
