import { endpoints, optionalOperations, type Operation } from '../../../widget/protocol/endpoints.js';
import { isAccepted } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectOneOf, expectRefused, expectThat } from '../kit/expect.js';
import { blocked, type Kit } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { sessionCookiesOf } from '../kit/session-cookies.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('access');

const challengeOperations: readonly Operation[] = ['readChallenge', 'answerChallenge'];
/** `optional/23` to `optional/25` check the others. */
const operations = (Object.keys(endpoints) as Operation[]).filter(
  (operation) => !optionalOperations.includes(operation),
);
const otherOperations = operations.filter((operation) => !challengeOperations.includes(operation));
const changes = operations.filter((operation) => endpoints[operation].method !== 'GET');

const nameOf = (operation: Operation): string => `${endpoints[operation].method} ${endpoints[operation].path}`;
/** A body of the right shape, so that what is refused is the access and not the body. */
const bodyOf = (operation: Operation): unknown =>
  ['confirmSetup', 'answerChallenge', 'reauthenticate'].includes(operation) ? { code: '123456' } : undefined;

async function expectNoEntry(browser: Browser, whose: string, list: readonly Operation[]): Promise<void> {
  for (const operation of list) {
    const code = challengeOperations.includes(operation) ? 'challenge_expired' : 'not_signed_in';
    expectCode(await browser.op(operation, bodyOf(operation)), code, `${nameOf(operation)} ${whose}`);
  }
}

/** A password that the back end knows. @throws `NotShown` without one */
function passwordOf(account: { password?: string }): string {
  if (account.password === undefined) throw new NotShown('unable', 'the driver gives no password of the account');
  return account.password;
}

async function expectOriginRefused(
  kit: Kit,
  headersOf: (own: string) => Record<string, string | undefined>[],
  list: readonly Operation[],
): Promise<void> {
  const { browser } = await kit.signedIn();
  for (const headers of headersOf(browser.origin)) {
    for (const operation of list) {
      const answer = await browser.op(operation, bodyOf(operation), headers);
      const what = headers['origin'] === undefined ? 'without an Origin' : `from ${headers['origin']}`;
      expectCode(answer, 'origin_refused', `${nameOf(operation)} ${what}`);
    }
  }
}

/** Origins that look like the page's. */
function lookalikes(own: string): string[] {
  const { protocol, host, hostname } = new URL(own);
  return [
    `${own}.evil.example`,
    `${protocol}//evil-${host}`,
    `${protocol}//${hostname}.evil.example`,
    `${own}@evil.example`,
    `${protocol}//evil.${host}`,
    `${protocol}//${hostname}:1`,
    `${protocol === 'https:' ? 'http:' : 'https:'}//${host}`,
  ];
}

/** The paths that have changes alone. */
const changingPaths = [...new Set(changes.map((operation) => endpoints[operation].path))].filter(
  (path) => !operations.some((operation) => endpoints[operation].path === path && !changes.includes(operation)),
);

/** How a request may say that it is of another method. */
const otherMethod = (method: string): { query: string; headers: Record<string, string> }[] => [
  ...['x-http-method-override', 'x-http-method', 'x-method-override'].map((name) => ({
    query: '',
    headers: { [name]: method },
  })),
  { query: `?_method=${method}`, headers: {} },
];

export const accessChecks: readonly Check[] = [
  check(1, 'P-86', 'without a session the challenge is 401 challenge_expired', async (kit) => {
    const { browser } = await kit.signedIn();
    await expectNoEntry(kit.stranger(browser.origin), 'without a session', challengeOperations);
  }),
  check(2, 'P-86', 'without a session every other operation is 401 not_signed_in', async (kit) => {
    const { browser } = await kit.signedIn();
    await expectNoEntry(kit.stranger(browser.origin), 'without a session', otherOperations);
  }),
  check(3, 'P-87', 'a half signed-in session is 401 not_signed_in for all but the challenge', async (kit) => {
    const half = await kit.challenged(await kit.enrolled());
    await expectNoEntry(half, 'with a half signed-in session', otherOperations);
  }),
  check(4, 'P-87', 'a refused call of a half signed-in session changes nothing', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    for (const operation of ['beginSetup', 'beginBackupCodes', 'disable'] as const) await half.op(operation);
    const status = await person.browser.op('status');
    expectThat(status.body['enabled'] !== false, '2FA is still on after calls of a half signed-in session', status);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectAccepted(answer, 'a code of the same authenticator afterwards');
  }),
  check(5, 'P-88', 'a full session has no challenge', async (kit) => {
    const off = await kit.signedIn();
    const on = await kit.enrolled();
    expectCode(
      await off.browser.op('readChallenge'),
      'challenge_expired',
      'GET /challenge of a full session with 2FA off',
    );
    expectCode(
      await on.browser.op('readChallenge'),
      'challenge_expired',
      'GET /challenge of a full session with 2FA on',
    );
    const code = await kit.freshCode(on.app);
    expectCode(
      await on.browser.op('answerChallenge', { code }),
      'challenge_expired',
      'POST /challenge of a full session',
    );
  }),
  check(6, 'P-89', 'with 2FA on, begin set-up and disable need a recent proof by a second factor', async (kit) => {
    const { browser } = await kit.enrolled();
    await kit.clock.pass(5 * 60 + 5);
    for (const operation of ['beginSetup', 'disable'] as const) {
      const answer = await browser.op(operation);
      expectCode(answer, 'reauthentication_required', `${nameOf(operation)} without a recent proof`);
      const { methods } = answer.body;
      const names = Array.isArray(methods) ? methods : [];
      expectThat(names.includes('totp') && !names.includes('password'), 'methods names totp, and no password', answer);
    }
  }),
  check(
    7,
    'P-89',
    'begin new backup codes needs a recent proof',
    async (kit) => {
      const { browser } = await kit.enrolledWithBackupCodes();
      await kit.clock.pass(5 * 60 + 5);
      const answer = await browser.op('beginBackupCodes');
      expectCode(answer, 'reauthentication_required', 'POST /backup-codes without a recent proof');
    },
    'optional',
  ),
  check(8, 'P-89', 'with 2FA off, begin set-up without a recent proof names the password', async (kit) => {
    const { browser } = await kit.signedIn();
    await kit.clock.pass(5 * 60 + 5);
    const answer = await browser.op('beginSetup');
    expectCode(answer, 'reauthentication_required', 'begin set-up without a recent proof');
    const { methods } = answer.body;
    expectThat(Array.isArray(methods) && methods.join() === 'password', 'methods is ["password"]', answer);
  }),
  check(
    9,
    'P-90',
    'with 2FA on a password is no proof',
    async (kit) => {
      const { account, browser } = await kit.enrolled();
      const password = passwordOf(account);
      await kit.clock.pass(5 * 60 + 5);
      const answer = await browser.op('reauthenticate', { password });
      expectCode(answer, 'reauthentication_required', 'a proof by password with 2FA on');
      expectRefused(await browser.op('disable'), 'disable after a right password with 2FA on');
    },
    'optional',
  ),
  check(10, 'P-91', 'with 2FA off a right password is a proof', async (kit) => {
    const { account, browser } = await kit.signedIn();
    const password = passwordOf(account);
    await kit.outliveProof(browser);
    expectAccepted(await browser.op('reauthenticate', { password }), 'a proof by a right password with 2FA off');
    const answer = await browser.op('beginSetup');
    expectAccepted(answer, 'begin set-up after the proof by password');
    kit.readSetup(answer);
  }),
  check(11, 'P-91', 'with 2FA off a wrong password is 422 code_invalid', async (kit) => {
    const { account, browser } = await kit.signedIn();
    const password = `${passwordOf(account)} is not it`;
    kit.secrets.add(password);
    expectCode(await browser.op('reauthenticate', { password }), 'code_invalid', 'a wrong password with 2FA off');
  }),
  check(12, 'P-91', 'with 2FA off a code is no proof', async (kit) => {
    const { browser } = await kit.signedIn();
    const pending = await kit.beginSetup(browser);
    const code = await kit.freshCode(pending.app);
    expectRefused(await browser.op('reauthenticate', { code }), 'a proof by a code with 2FA off');
  }),
  check(13, 'P-92', 'every state-changing call from another origin is 403 origin_refused', (kit) =>
    expectOriginRefused(kit, () => [{ origin: 'https://evil.example' }], changes),
  ),
  check(14, 'P-92', 'no other header makes up for another origin', (kit) =>
    expectOriginRefused(
      kit,
      (own) => [
        { origin: 'https://evil.example', referer: `${own}/sign-in` },
        { origin: 'https://evil.example', 'x-forwarded-host': new URL(own).host, 'x-requested-with': 'XMLHttpRequest' },
        { origin: 'null', referer: `${own}/` },
      ],
      ['cancelSetup', 'answerChallenge'],
    ),
  ),
  check(15, 'P-93', 'an origin that begins or ends like the page’s is refused', (kit) =>
    expectOriginRefused(kit, (own) => lookalikes(own).map((origin) => ({ origin })), [
      'cancelSetup',
      'answerChallenge',
    ]),
  ),
  check(
    16,
    'P-92',
    'a state-changing call without an Origin is refused: every browser sends one',
    (kit) => expectOriginRefused(kit, () => [{ origin: undefined }], ['cancelSetup', 'answerChallenge']),
    'advised',
  ),
  check(17, 'P-92', 'what another origin has called changes nothing', async (kit) => {
    const person = await kit.enrolled();
    await person.browser.op('disable', undefined, { origin: 'https://evil.example' });
    const status = await person.browser.op('status');
    expectThat(status.body['enabled'] !== false, '2FA is still on after a call from another origin', status);
  }),
  check(
    18,
    'P-94',
    'X-Two-Factor-Account of another account is 401 not_signed_in, and nothing happens',
    async (kit) => {
      const [person, other] = [await kit.enrolled(), await kit.signedIn()];
      await kit.prove(person);
      const own = (await person.browser.op('status')).body['account'];
      const foreign = (await other.browser.op('status')).body['account'];
      if (typeof own !== 'string' || typeof foreign !== 'string')
        throw new NotShown('absent', 'the status has no account here');
      const wrong = await person.browser.op('disable', undefined, { 'x-two-factor-account': foreign });
      expectCode(wrong, 'not_signed_in', 'disable for the page of another account');
      const status = await person.browser.op('status');
      expectThat(status.body['enabled'] === true, '2FA is still on after a change for another account', status);
      const right = await person.browser.op('disable', undefined, { 'x-two-factor-account': own });
      expectAccepted(right, 'disable for the page of the own account');
    },
  ),
  check(19, 'P-95', 'account is the same in all sessions of one account, and differs between accounts', async (kit) => {
    const [one, other] = [await kit.signedIn(), await kit.signedIn()];
    const again = await kit.signIn(one.account);
    const first = await one.browser.op('status');
    const { account } = first.body;
    if (typeof account !== 'string') throw new NotShown('absent', 'the status has no account here');
    const second = await again.op('status');
    expectThat(second.body['account'] === account, 'account is the same in another session', second);
    const foreign = await other.browser.op('status');
    expectThat(foreign.body['account'] !== account, 'account differs between accounts', foreign);
  }),
  check(20, 'P-96', 'no field and no parameter names an account', async (kit) => {
    const [person, other] = [await kit.enrolled(), await kit.signedIn()];
    const names = namesOf(person.account);
    const query = new URLSearchParams(names).toString();
    const status = await other.browser.call('GET', `/status?${query}`);
    expectThat(
      status.body['enabled'] !== true,
      'GET /status with the name of another account is about the own one',
      status,
    );
    await other.browser.call('POST', `/disable?${query}`, { body: names });
    const still = await person.browser.op('status');
    expectThat(still.body['enabled'] !== false, 'disable with the name of another account does not reach it', still);
  }),
  check(21, 'P-97', 'the code of another account is refused, and stays unspent', async (kit) => {
    const [person, other] = [await kit.enrolled(), await kit.enrolled()];
    const half = await kit.challenged(person);
    const code = await kit.freshCode(other.app);
    const answer = await half.op('answerChallenge', { code });
    expectOneOf(answer, ['code_invalid'], 'the code of another account');
    const own = await (await kit.challenged(other)).op('answerChallenge', { code });
    expectAccepted(own, 'the same code by its own account');
  }),
  check(22, 'P-98', 'no answer allows a page of another origin to read it', async (kit) => {
    const { browser } = await kit.signedIn();
    for (const origin of ['https://evil.example', 'null', ...lookalikes(browser.origin)]) {
      const preflight = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      };
      const answers = [
        await browser.op('status', undefined, { origin }),
        await browser.call('OPTIONS', '/setup', { headers: preflight }),
        await browser.op('cancelSetup', undefined, { origin }),
      ];
      for (const answer of answers) {
        const allowed = answer.headers['access-control-allow-origin'];
        const isOpen =
          allowed === origin || (allowed === '*' && answer.headers['access-control-allow-credentials'] === 'true');
        expectThat(!isOpen, `Access-Control-Allow-Origin does not name ${origin}`, answer);
      }
    }
  }),
  check(23, 'P-86', 'a session that is made up is none', async (kit) => {
    const { browser } = await kit.signedIn();
    const names = Object.keys(browser.headers).filter((name) => /^(cookie|authorization|x-.*)$/.test(name));
    if (names.length === 0)
      throw new NotShown('absent', 'the driver’s sessions have neither a cookie nor a header of their own');
    for (const name of names) {
      const value = browser.headers[name]!;
      const made = value.replaceAll(
        /(^|=|\s)([^=;\s]+)(?=;|$)/g,
        (_all, before: string, id: string) => before + 'A'.repeat(id.length),
      );
      const answer = await kit.stranger(browser.origin).op('status', undefined, { [name]: made });
      expectRefused(answer, `GET /status with a ${name} that is made up`);
    }
  }),
  check(24, 'P-96', 'at a challenge and a proof the name of another account changes nothing', async (kit) => {
    const [person, other, off] = [await kit.enrolled(), await kit.enrolled(), await kit.signedIn()];
    const browser = await kit.challenged(person);
    for (const operation of ['answerChallenge', 'reauthenticate'] as const) {
      const foreign = { ...namesOf(other.account), code: await kit.freshCode(other.app) };
      expectRefused(await browser.op(operation, foreign), `${nameOf(operation)} with the name and a code of another`);
      const own = { ...namesOf(off.account), code: await kit.freshCode(person.app) };
      const answer = await browser.op(operation, own);
      if (!isAccepted(answer)) throw blocked('a right code beside the name of another account was refused', answer);
      const status = await browser.op('status');
      expectThat(
        status.body['enabled'] === true,
        `after ${nameOf(operation)} with an own code and the name of another the session is of its own account`,
        status,
      );
    }
  }),
  check(25, 'P-87', 'one answered challenge signs in no other half signed-in session', async (kit) => {
    const person = await kit.enrolled();
    const bystander = await kit.challenged(person);
    await kit.passed(person);
    expectRefused(await bystander.op('status'), 'GET /status in a session whose challenge was not answered');
  }),
  check(26, 'P-87', 'a half signed-in session neither confirms nor cancels what its owner has pending', async (kit) => {
    const person = await kit.enrolled();
    const { app, id } = await kit.beginSetup(person.browser);
    const half = await kit.challenged(person);
    const body = { code: await kit.freshCode(app), ...(id !== undefined && { id }) };
    expectRefused(await half.op('confirmSetup', body), 'confirm set-up with a half signed-in session');
    expectRefused(await half.op('cancelSetup'), 'cancel set-up with a half signed-in session');
    expectAccepted(await person.browser.op('confirmSetup', body), 'confirm set-up by the owner afterwards');
  }),
  check(27, 'P-129', 'no GET and no HEAD of a change changes anything, whatever method it names', async (kit) => {
    const { browser } = await kit.enrolled();
    // The browser sends no Origin with a link.
    const headers = { origin: undefined };
    for (const path of changingPaths) {
      await browser.call('HEAD', path, { headers });
      expectRefused(await browser.call('GET', path, { headers }), `GET ${path}`);
    }
    for (const named of otherMethod('POST')) {
      const answer = await browser.call('GET', `/disable${named.query}`, { headers: { ...headers, ...named.headers } });
      expectRefused(answer, 'GET /disable that names the method POST');
    }
    const status = await browser.op('status');
    expectThat(status.body['enabled'] === true, '2FA is still on after GET and HEAD', status);
  }),
  check(
    28,
    'P-130',
    'the cookie of a session is HttpOnly, and its SameSite is Lax or Strict',
    async (kit) => {
      const person = await kit.enrolled();
      const browser = await kit.challenged(person);
      const answer = await browser.op('answerChallenge', { code: await kit.freshCode(person.app) });
      if (!isAccepted(answer)) throw blocked('a challenge could not be answered', answer);
      const names = await sessionCookiesOf(browser);
      const fields = answer.setCookies.map((field) => field.split(/\s*;\s*/));
      const own = fields.filter(([pair = '']) => names.includes(pair.split('=', 1)[0]!));
      if (own.length === 0) throw new NotShown('absent', 'an answered challenge sets no cookie of the session here');
      for (const [, ...attributes] of own) {
        const has = (pattern: RegExp): boolean => attributes.some((attribute) => pattern.test(attribute));
        expectThat(has(/^httponly$/i), 'the cookie of the session is HttpOnly', answer);
        expectThat(has(/^samesite=(lax|strict)$/i), 'SameSite of the cookie is Lax or Strict', answer);
      }
    },
    'advised',
  ),
  check(
    29,
    'P-131',
    'the cookies of two sessions, one after the other, differ in ten characters or more',
    async (kit) => {
      const account = await kit.createAccount();
      const [first, second] = [await kit.signIn(account), await kit.signIn(account)];
      const names = await sessionCookiesOf(second);
      const valueIn = ({ cookies }: Browser): string => names.map((name) => cookies.get(name) ?? '').join(';');
      const [before, after] = [valueIn(first), valueIn(second)];
      const differing = [...after].filter((character, index) => character !== before[index]).length;
      expectThat(differing >= 10, `ten characters or more differ: ${differing} do`);
    },
    'advised',
  ),
];

/** An account in every field that may name one. */
function namesOf(account: Record<string, unknown>): Record<string, string> {
  const names = ['account', 'accountId', 'userId', 'user', 'email'];
  return Object.fromEntries(names.map((name) => [name, firstText(account)]));
}

/** The name of an account that a driver's account is likely to hold: an address or an id. */
function firstText(account: Record<string, unknown>): string {
  const { password: _password, ...members } = account;
  return Object.values(members).find((value) => typeof value === 'string') ?? 'nobody';
}
