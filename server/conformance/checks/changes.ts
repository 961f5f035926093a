import { isAccepted, type Answer } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectRefused } from '../kit/expect.js';
import { blocked, type Kit, type Person } from '../kit/kit.js';
import { sessionCookiesOf } from '../kit/session-cookies.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('changes');

async function requireAccepted(answer: Promise<Answer>, what: string): Promise<void> {
  const came = await answer;
  if (!isAccepted(came)) throw blocked(`${what} was refused`, came);
}

async function replace(kit: Kit, { browser }: Person): Promise<void> {
  await kit.confirmSetup(browser, await kit.beginSetup(browser));
}

export const changeChecks: readonly Check[] = [
  check(1, 'P-80', 'turning 2FA on ends the other sessions of the account', async (kit) => {
    const { account, browser } = await kit.signedIn();
    const other = await kit.signIn(account);
    await requireAccepted(other.op('status'), 'GET /status in the other session');
    await kit.confirmSetup(browser, await kit.beginSetup(browser));
    expectRefused(await other.op('status'), 'GET /status in another session after 2FA was turned on');
  }),
  check(2, 'P-80', 'a replacement ends the other full sessions', async (kit) => {
    const person = await kit.enrolled();
    const other = await kit.passed(person);
    await replace(kit, person);
    expectRefused(await other.op('status'), 'GET /status in another session after a replacement');
  }),
  check(3, 'P-80', 'a replacement ends half signed-in sessions', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    await requireAccepted(half.op('readChallenge'), 'GET /challenge');
    await replace(kit, person);
    expectRefused(await half.op('readChallenge'), 'GET /challenge of a sign-in of before the replacement');
  }),
  check(4, 'P-80', 'turning 2FA off ends the other sessions', async (kit) => {
    const person = await kit.enrolled();
    const [other, half] = [await kit.passed(person), await kit.challenged(person)];
    await kit.disable(person.browser);
    expectRefused(await other.op('status'), 'GET /status in another session after 2FA was turned off');
    expectRefused(await half.op('status'), 'GET /status in a half signed-in session after 2FA was turned off');
  }),
  check(5, 'P-81', 'the session that turned 2FA on, replaced it and turned it off goes on', async (kit) => {
    const person = await kit.enrolled();
    expectAccepted(await person.browser.op('status'), 'GET /status after 2FA was turned on');
    await replace(kit, person);
    expectAccepted(await person.browser.op('status'), 'GET /status after the replacement');
    await kit.disable(person.browser);
    expectAccepted(await person.browser.op('status'), 'GET /status after 2FA was turned off');
  }),
  check(6, 'P-82', 'a confirmed set-up is a second-factor proof of its session', async (kit) => {
    const { browser } = await kit.enrolled();
    const answer = await browser.op('beginSetup');
    expectAccepted(answer, 'begin set-up right after 2FA was turned on');
    kit.readSetup(answer);
  }),
  check(7, 'P-82', 'an answered challenge is a second-factor proof of its session', async (kit) => {
    const browser = await kit.passed(await kit.enrolled());
    const answer = await browser.op('beginSetup');
    expectAccepted(answer, 'begin set-up right after the challenge');
    kit.readSetup(answer);
  }),
  check(8, 'P-83', 'the id of before the challenge works no more', async (kit) => {
    const person = await kit.enrolled();
    const browser = await kit.challenged(person);
    const former = browser.copy();
    const code = await kit.freshCode(person.app);
    await requireAccepted(browser.op('answerChallenge', { code }), 'a right code');
    expectRefused(await former.op('status'), 'GET /status with the session id of before the challenge');
  }),
  check(9, 'P-84', 'an answered challenge is used up: challenge_expired', async (kit) => {
    const person = await kit.enrolled();
    const browser = await kit.challenged(person);
    const former: Browser = browser.copy();
    const code = await kit.freshCode(person.app);
    await requireAccepted(browser.op('answerChallenge', { code }), 'a right code');
    const again = await browser.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectCode(again, 'challenge_expired', 'a right code for a challenge that was answered');
    const late = await former.op('answerChallenge', { code: await kit.freshCode(person.app) });
    expectRefused(late, 'a right code with the session id of before the challenge');
  }),
  check(10, 'P-85', 'a proof is of its own session alone', async (kit) => {
    const person = await kit.enrolled();
    const other = await kit.passed(person);
    await kit.outliveProof(other);
    await requireAccepted(
      person.browser.op('reauthenticate', { code: await kit.freshCode(person.app) }),
      'a proof by a right code',
    );
    expectCode(await other.op('disable'), 'reauthentication_required', 'disable in a session that gave no proof');
  }),
  check(
    11,
    'P-132',
    'the id of before a proof works no more',
    async (kit) => {
      const { app, browser } = await kit.enrolled();
      await sessionCookiesOf(browser);
      const former = browser.copy();
      await requireAccepted(
        browser.op('reauthenticate', { code: await kit.freshCode(app) }),
        'a proof by a right code',
      );
      expectRefused(await former.op('status'), 'GET /status with the session id of before the proof');
    },
    'advised',
  ),
];
