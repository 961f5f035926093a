import { isAccepted } from '../../http/message.js';
import type { Browser } from '../../kit/browser.js';
import { expectAccepted, expectCode, expectRefused, expectThat } from '../../kit/expect.js';
import type { Kit, Person } from '../../kit/kit.js';
import { blocked } from '../../kit/kit.js';
import { NotShown } from '../../kit/outcome.js';
import { devicesShape } from '../../kit/shapes.js';
import { checksOf, type Check } from '../check.js';
import { devicesOf, requirePresent, type Device } from './answers.js';

const check = checksOf('optional');

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

export const deviceChecks: readonly Check[] = [
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
  check(27, 'P-125', 'a challenge that is answered without trustDevice trusts no device', async (kit) => {
    const browser = await kit.passed(await kit.enrolled());
    const { answer, devices } = await devicesOf(browser);
    expectThat(!devices.some(({ kind }) => kind === 'trusted_device'), 'no device is trusted unasked', answer);
  }),
  check(
    28,
    'P-20',
    'turning 2FA off ends the trust in every device',
    async (kit) => {
      const { browser, devices } = await trusted(kit, await kit.enrolled());
      if (devices.length === 0) throw new NotShown('blocked', 'the trusted device is not listed: see optional/16');
      await kit.disable(browser);
      const { answer, devices: after } = await devicesOf(browser);
      expectThat(!after.some(({ kind }) => kind === 'trusted_device'), 'no device is trusted any more', answer);
    },
    'optional',
  ),
];
