import { endpoints, optionalOperations, type Operation } from '../../../widget/protocol/endpoints.js';
import type { DriverAccount } from '../driver/driver.js';
import { isAccepted, type Answer } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectOneOf, expectRefused, expectThat } from '../kit/expect.js';
import { blocked, isWait, type Begun, type Kit, type Person } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { devicesShape, statusShape } from '../kit/shapes.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('optional');

interface Listed {
  id: string;
  name: string;
}

interface Device {
  id: string;
  kind: string;
  current: boolean;
}

/** The authenticators of the status. @throws `NotShown` where the back end does not list them */
function authenticatorsIn(status: Answer): Listed[] {
  const { authenticators } = status.body;
  if (!Array.isArray(authenticators)) throw new NotShown('absent', 'the status lists no authenticators here');
  return authenticators as Listed[];
}

async function authenticatorsOf(browser: Browser): Promise<Listed[]> {
  return authenticatorsIn(await browser.op('status'));
}

/** Adds an authenticator. @throws `NotShown` where it cannot be added */
async function add(kit: Kit, person: Person): Promise<Begun> {
  await authenticatorsOf(person.browser);
  const begun = await kit.beginSetup(person.browser, { mode: 'add' });
  await kit.confirmSetup(person.browser, begun);
  return begun;
}

/** @throws `NotShown` where the back end has no such operation */
function requirePresent(answer: Answer, what: string): Answer {
  if (answer.status === 404) throw new NotShown('absent', `this back end does not ${what}`);
  return answer;
}

async function devicesOf(browser: Browser): Promise<{ answer: Answer; devices: Device[] }> {
  const answer = requirePresent(await browser.call('GET', '/devices'), 'list devices');
  const { devices } = answer.body;
  if (!isAccepted(answer) || !Array.isArray(devices)) throw blocked('the devices could not be listed', answer);
  return { answer, devices: devices as Device[] };
}

const optionalCalls: readonly [method: string, path: string, body?: unknown][] = [
  ['PATCH', '/authenticators/no-such-id', { name: 'Work phone' }],
  ['DELETE', '/authenticators/no-such-id'],
  ['GET', '/devices'],
  ['DELETE', '/devices/no-such-id'],
  ['DELETE', '/devices'],
];

/** Answers a challenge with a fresh code and trusts the device. @throws `NotShown` where devices are not trusted */
async function trusted(kit: Kit, person: Person): Promise<{ browser: Browser; devices: Device[] }> {
  const browser = await kit.challenged(person);
  const { trustDays } = (await browser.op('readChallenge')).body;
  if (trustDays === undefined) throw new NotShown('absent', 'the challenge offers no trust here');
  const answer = await browser.op('answerChallenge', { code: await kit.freshCode(person.app), trustDevice: true });
  if (!isAccepted(answer)) throw blocked('an answer with trustDevice was refused', answer);
  const { devices } = await devicesOf(browser);
  return { browser, devices: devices.filter(({ kind }) => kind === 'trusted_device') };
}

/** A person in whose account 2FA is required from now on. @throws `NotShown` where the driver cannot require it */
async function requireFactor<P extends { account: DriverAccount }>(kit: Kit, person: P): Promise<P> {
  const { requireTwoFactor } = kit.driver;
  if (!requireTwoFactor) throw new NotShown('unable', 'the driver has no requireTwoFactor');
  await requireTwoFactor(person.account);
  return person;
}

/** A browser that has signed in to an account without 2FA where it is required. */
async function enrolling(kit: Kit): Promise<Browser> {
  const { account } = await requireFactor(kit, { account: await kit.createAccount() });
  return kit.signIn(account);
}

/** The operations that a session at the stage of enrolment may use. */
const ofEnrolment: readonly Operation[] = ['status', 'beginSetup', 'confirmSetup', 'cancelSetup'];

export const optionalChecks: readonly Check[] = [
  check(1, 'P-116', 'an optional operation that is lacking is 404 not_found', async (kit) => {
    const { browser } = await kit.enrolled();
    for (const [method, path, body] of optionalCalls) {
      const answer = await browser.call(method, path, body === undefined ? {} : { body });
      if (answer.status === 404) expectCode(answer, 'not_found', `${method} ${path}`);
      else expectThat(answer.status < 500, `${method} ${path} gets no 5xx: ${answer.status} came`, answer);
    }
  }),
  check(2, 'P-117', 'the owner names an authenticator, and the status shows the name', async (kit) => {
    const { browser } = await kit.enrolled();
    const [first] = await authenticatorsOf(browser);
    if (!first) throw new NotShown('absent', 'the status lists no authenticators here');
    const path = `/authenticators/${encodeURIComponent(first.id)}`;
    const named = requirePresent(
      await browser.call('PATCH', path, { body: { name: 'Work phone' } }),
      'name authenticators',
    );
    expectAccepted(named, 'PATCH of an authenticator');
    const [after] = await authenticatorsOf(browser);
    expectThat(after?.name === 'Work phone', 'the status shows the new name', named);
  }),
  check(
    3,
    'P-118',
    'a second authenticator is added without new backup codes, and the codes of both work',
    async (kit) => {
      const person = await kit.enrolled();
      await authenticatorsOf(person.browser);
      const begun = await kit.beginSetup(person.browser, { mode: 'add' });
      expectThat(begun.backupCodes.length === 0, 'backupCodes is empty where an authenticator is added', begun.answer);
      const confirmed = await kit.confirmSetup(person.browser, begun);
      expectThat(authenticatorsIn(confirmed).length === 2, 'the status lists two authenticators', confirmed);
      for (const app of [person.app, begun.app]) {
        // Steps that both share are what optional/12 is about.
        await kit.clock.pass(2 * app.period);
        const half = await kit.challenged(person);
        expectAccepted(
          await half.op('answerChallenge', { code: await kit.freshCode(app) }),
          'a code of each authenticator',
        );
      }
    },
  ),
  check(4, 'P-119', 'a sixth authenticator is 409 too_many_authenticators', async (kit) => {
    const person = await kit.enrolled();
    for (let count = 1; count < 5; count += 1) await add(kit, person);
    const answer = await person.browser.op('beginSetup', { mode: 'add' });
    if (isAccepted(answer)) {
      // A back end may refuse at the confirmation.
      const begun = kit.readSetup(answer);
      const confirmed = await person.browser.op('confirmSetup', { code: await kit.freshCode(begun.app) });
      expectCode(confirmed, 'too_many_authenticators', 'a sixth authenticator');
    } else expectCode(answer, 'too_many_authenticators', 'a sixth authenticator');
  }),
  check(5, 'P-120', 'a removed authenticator works no more, and the other one goes on', async (kit) => {
    const person = await kit.enrolled();
    const [former] = await authenticatorsOf(person.browser);
    const begun = await add(kit, person);
    const path = `/authenticators/${encodeURIComponent(former!.id)}`;
    const removed = requirePresent(await person.browser.call('DELETE', path), 'remove authenticators');
    expectAccepted(removed, 'DELETE of one of two authenticators');
    const half = await kit.challenged(person);
    const refused = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectRefused(refused, 'a code of a removed authenticator');
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(begun.app) });
    expectAccepted(answer, 'a code of the other authenticator');
  }),
  check(6, 'P-120', 'removing the only authenticator is 409 last_authenticator', async (kit) => {
    const person = await kit.enrolled();
    const { browser } = person;
    const [only] = await authenticatorsOf(browser);
    await kit.prove(person);
    const path = `/authenticators/${encodeURIComponent(only!.id)}`;
    const answer = requirePresent(await browser.call('DELETE', path), 'remove authenticators');
    expectCode(answer, 'last_authenticator', 'DELETE of the only authenticator');
  }),
  check(7, 'P-120', 'removing an authenticator needs a recent proof', async (kit) => {
    const person = await kit.enrolled();
    const [former] = await authenticatorsOf(person.browser);
    await add(kit, person);
    await kit.outliveProof(person.browser);
    const path = `/authenticators/${encodeURIComponent(former!.id)}`;
    const answer = requirePresent(await person.browser.call('DELETE', path), 'remove authenticators');
    expectCode(answer, 'reauthentication_required', 'DELETE of an authenticator without a recent proof');
  }),
  check(
    8,
    'P-121',
    'the list of devices has the account’s sessions, its own as current, and no other account’s',
    async (kit) => {
      const { account, browser } = await kit.signedIn();
      const other = await kit.signIn(account);
      const stranger = await kit.signedIn();
      const { answer, devices } = await devicesOf(browser);
      const wrong = devicesShape(answer.body);
      expectThat(wrong.length === 0, `GET /devices has the members of Devices: ${wrong.join(', ')}`, answer);
      expectThat(devices.filter(({ current }) => current).length === 1, 'one device is the current one', answer);
      expectThat(
        devices.filter(({ kind }) => kind === 'session').length === 2,
        'the list has the two sessions of the account',
        answer,
      );
      const own = new Set(devices.map(({ id }) => id));
      const foreign = (await devicesOf(stranger.browser)).devices;
      expectThat(!foreign.some(({ id }) => own.has(id)), 'the list of another account has none of them', answer);
      expectThat((await devicesOf(other)).devices.length === devices.length, 'each session sees the same list', answer);
    },
  ),
  check(9, 'P-122', 'signing a session of the list out ends it', async (kit) => {
    const { account, browser } = await kit.signedIn();
    const other = await kit.signIn(account);
    const { devices } = await devicesOf(browser);
    const target = devices.find(({ current, kind }) => !current && kind === 'session');
    if (!target) throw new NotShown('blocked', 'the other session is not listed: see optional/8');
    const path = `/devices/${encodeURIComponent(target.id)}`;
    const answer = requirePresent(await browser.call('DELETE', path), 'sign sessions out');
    expectAccepted(answer, 'DELETE of a session');
    expectRefused(await other.op('status'), 'GET /status in a session that was signed out');
    expectAccepted(await browser.op('status'), 'GET /status in the session that goes on');
  }),
  check(10, 'P-122', 'a session of another account cannot be signed out', async (kit) => {
    const [person, stranger] = [await kit.signedIn(), await kit.signedIn()];
    const { devices } = await devicesOf(person.browser);
    for (const { id } of devices) {
      await stranger.browser.call('DELETE', `/devices/${encodeURIComponent(id)}`);
    }
    expectAccepted(await person.browser.op('status'), 'GET /status after another account tried to end this session');
  }),
  check(11, 'P-122', 'signing out everywhere else ends every other session', async (kit) => {
    const { account, browser } = await kit.signedIn();
    const others = [await kit.signIn(account), await kit.signIn(account)];
    const answer = requirePresent(await browser.call('DELETE', '/devices'), 'sign out everywhere else');
    expectAccepted(answer, 'DELETE /devices');
    for (const other of others) expectRefused(await other.op('status'), 'GET /status in another session');
    expectAccepted(await browser.op('status'), 'GET /status in the session that goes on');
  }),
  check(12, 'P-123', 'each authenticator remembers its own last spent step', async (kit) => {
    const person = await kit.enrolled();
    const begun = await add(kit, person);
    await kit.rest(begun.app, 1);
    const step = await kit.stepNow(begun.app);
    const first = await kit.challenged(person);
    const code = kit.code(person.app, step);
    const passed = await first.op('answerChallenge', { code });
    if (!isAccepted(passed)) throw blocked('a code of the first authenticator was refused', passed);
    const second = await kit.challenged(person);
    expectRefused(await second.op('answerChallenge', { code }), 'a spent code of the first authenticator');
    const answer = await second.op('answerChallenge', { code: kit.code(begun.app, step) });
    expectAccepted(answer, 'a code of the second authenticator in the same step');
  }),
  check(13, 'P-123', 'a wrong code is one failure, however many authenticators there are', async (kit) => {
    const person = await kit.enrolled();
    await add(kit, person);
    const half = await kit.challenged(person);
    const free = await kit.freeFailures();
    const code = await kit.freshCode(person.app);
    await kit.fail(half, person.app, free - 1);
    const answer = await half.op('answerChallenge', { code });
    expectThat(!isWait(answer), 'as many wrong codes as are free, less one, do not make the account wait', answer);
  }),
  check(14, 'P-124', 'an id of another account is as unknown as one that nobody has', async (kit) => {
    const [person, stranger] = [await kit.signedIn(), await kit.signedIn()];
    const own = new Set((await devicesOf(person.browser)).devices.map(({ id }) => id));
    const { devices } = await devicesOf(stranger.browser);
    const foreign = devices.map(({ id }) => id).filter((id) => !own.has(id));
    for (const id of ['no-such-id', ...foreign]) {
      const answer = await person.browser.call('DELETE', `/devices/${encodeURIComponent(id)}`);
      expectCode(answer, 'not_found', 'DELETE of a device that the account does not have');
    }
  }),
  check(
    15,
    'P-125',
    'an answer with trustDevice is accepted, also where the challenge has no trustDays',
    async (kit) => {
      const person = await kit.enrolled();
      const browser = await kit.challenged(person);
      const { trustDays } = (await browser.op('readChallenge')).body;
      const answer = await browser.op('answerChallenge', { code: await kit.freshCode(person.app), trustDevice: true });
      expectAccepted(answer, 'POST /challenge with trustDevice');
      if (trustDays !== undefined) return;
      const list = await browser.call('GET', '/devices');
      const devices = Array.isArray(list.body['devices']) ? (list.body['devices'] as Device[]) : [];
      expectThat(
        !devices.some(({ kind }) => kind === 'trusted_device'),
        'no device is trusted without trustDays',
        list,
      );
    },
  ),
  check(16, 'P-125', 'a device that is trusted in the challenge is listed, until the owner forgets it', async (kit) => {
    const person = await kit.enrolled();
    const { browser, devices } = await trusted(kit, person);
    expectThat(devices.length === 1, `one trusted device is listed: ${devices.length} came`);
    const path = `/devices/${encodeURIComponent(devices[0]!.id)}`;
    const answer = requirePresent(await browser.call('DELETE', path), 'forget devices');
    expectAccepted(answer, 'DELETE of a trusted device');
    const after = (await devicesOf(browser)).devices.filter(({ kind }) => kind === 'trusted_device');
    expectThat(after.length === 0, 'a device that was forgotten is listed no more', answer);
    expectAccepted(await browser.op('status'), 'GET /status in the session of the device');
  }),
  check(17, 'P-125', 'a replaced authenticator ends the trust in every device', async (kit) => {
    const person = await kit.enrolled();
    const { browser, devices } = await trusted(kit, person);
    if (devices.length === 0) throw new NotShown('blocked', 'the trusted device is not listed: see optional/16');
    const begun = await kit.beginSetup(browser);
    await kit.confirmSetup(browser, begun);
    const { answer, devices: after } = await devicesOf(browser);
    expectThat(!after.some(({ kind }) => kind === 'trusted_device'), 'no device is trusted any more', answer);
  }),
  check(18, 'P-126', 'where 2FA is required it cannot be turned off, and the status says so', async (kit) => {
    const person = await requireFactor(kit, await kit.enrolled());
    const { browser } = person;
    const status = await browser.op('status');
    const wrong = statusShape(status.body);
    expectThat('required' in status.body && wrong.length === 0, 'the status has `required`, in its shape', status);
    expectCode(await kit.tryDisable(browser), 'required_by_policy', 'POST /disable where 2FA is required');
    const { authenticators: [only] = [] } = status.body as { authenticators?: Listed[] };
    if (only) {
      await kit.prove(person);
      const removed = await browser.call('DELETE', `/authenticators/${encodeURIComponent(only.id)}`);
      // A back end may list authenticators and remove none.
      if (removed.status !== 404) {
        expectCode(removed, 'required_by_policy', 'DELETE of the only authenticator where 2FA is required');
      }
    }
    expectThat((await browser.op('status')).body['enabled'] === true, '2FA is still on after the refusal');
  }),
  check(19, 'P-127', 'a sign-in that has to turn 2FA on may set it up, and nothing else', async (kit) => {
    const { account } = await requireFactor(kit, { account: await kit.createAccount() });
    const browser = await kit.signIn(account);
    const status = await browser.op('status');
    expectThat(
      isAccepted(status) && status.body['enabled'] === false && 'required' in status.body,
      'GET /status says that 2FA is off and required',
      status,
    );
    for (const [operation, { method, path }] of Object.entries(endpoints)) {
      // A back end may lack the optional ones: they follow below.
      if ([...ofEnrolment, ...optionalOperations].includes(operation as Operation)) continue;
      const answer = await browser.call(method, path, method === 'GET' ? {} : { body: {} });
      expectOneOf(
        answer,
        ['not_signed_in', 'challenge_expired'],
        `${method} ${path} in a session that has to turn 2FA on`,
      );
    }
    if (account.password !== undefined) {
      const answer = await browser.op('reauthenticate', { password: account.password });
      expectRefused(answer, 'POST /reauthenticate with the password in such a session');
    }
    for (const [method, path, body] of optionalCalls) {
      const answer = await browser.call(method, path, body === undefined ? {} : { body });
      expectRefused(answer, `${method} ${path} in a session that has to turn 2FA on`);
    }
  }),
  check(
    20,
    'P-127',
    'a confirmed set-up signs such a session in, under a new id, without another proof',
    async (kit) => {
      const browser = await enrolling(kit);
      const former = browser.copy();
      await kit.clock.pass(5 * 60 + 5);
      const begun = await browser.op('beginSetup');
      expectAccepted(begun, 'POST /setup more than five minutes after the sign-in');
      await kit.confirmSetup(browser, kit.readSetup(begun));
      const answer = await browser.op('beginBackupCodes');
      expectThat(answer.status !== 401, `the session is signed in after the set-up: ${answer.status} came`, answer);
      expectRefused(await former.op('status'), 'GET /status under the former id of the session');
    },
  ),
  check(21, 'P-127', 'such a session ends after ten minutes', async (kit) => {
    const browser = await enrolling(kit);
    await kit.clock.pass(10 * 60 + 5);
    expectRefused(await browser.op('beginSetup'), 'POST /setup ten minutes after the sign-in');
    expectRefused(await browser.op('status'), 'GET /status ten minutes after the sign-in');
  }),
  check(22, 'P-128', 'adding an authenticator needs a recent proof', async (kit) => {
    const { browser } = await kit.enrolled();
    await authenticatorsOf(browser);
    await kit.outliveProof(browser);
    const answer = await browser.op('beginSetup', { mode: 'add' });
    if (isAccepted(answer)) kit.readSetup(answer);
    expectCode(answer, 'reauthentication_required', 'POST /setup with the mode add without a recent proof');
  }),
];
