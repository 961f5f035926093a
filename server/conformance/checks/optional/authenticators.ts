import { codeOf, isAccepted, type Answer } from '../../http/message.js';
import type { Browser } from '../../kit/browser.js';
import { expectAccepted, expectCode, expectRefused, expectThat } from '../../kit/expect.js';
import { blocked, isWait, type Begun, type Kit, type Person } from '../../kit/kit.js';
import { NotShown } from '../../kit/outcome.js';
import { checksOf, type Check } from '../check.js';
import { requirePresent } from './answers.js';

const check = checksOf('optional');

interface Listed {
  id: string;
  name: string;
}

/** The authenticators of the status. @throws `NotShown` where the back end does not list them */
function authenticatorsIn(status: Answer): Listed[] {
  const { authenticators } = status.body;
  if (!Array.isArray(authenticators)) throw new NotShown('absent', 'the status lists no authenticators here');
  return authenticators as Listed[];
}

export async function authenticatorsOf(browser: Browser): Promise<Listed[]> {
  return authenticatorsIn(await browser.op('status'));
}

/** Adds an authenticator. @throws `NotShown` where it cannot be added */
export async function addAuthenticator(kit: Kit, person: Person): Promise<Begun> {
  await authenticatorsOf(person.browser);
  const begun = await kit.beginSetup(person.browser, { mode: 'add' });
  await kit.confirmSetup(person.browser, begun);
  return begun;
}

export const authenticatorChecks: readonly Check[] = [
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
    for (let count = 1; count < 5; count += 1) await addAuthenticator(kit, person);
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
    const begun = await addAuthenticator(kit, person);
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
    await addAuthenticator(kit, person);
    await kit.outliveProof(person.browser);
    const path = `/authenticators/${encodeURIComponent(former!.id)}`;
    const answer = requirePresent(await person.browser.call('DELETE', path), 'remove authenticators');
    expectCode(answer, 'reauthentication_required', 'DELETE of an authenticator without a recent proof');
  }),
  check(12, 'P-123', 'each authenticator remembers its own last spent step', async (kit) => {
    const person = await kit.enrolled();
    const begun = await addAuthenticator(kit, person);
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
    await addAuthenticator(kit, person);
    const half = await kit.challenged(person);
    const free = await kit.freeFailures();
    const code = await kit.freshCode(person.app);
    await kit.fail(half, person.app, free - 1);
    const answer = await half.op('answerChallenge', { code });
    expectThat(!isWait(answer), 'as many wrong codes as are free, less one, do not make the account wait', answer);
  }),
  check(22, 'P-128', 'adding an authenticator needs a recent proof', async (kit) => {
    const { browser } = await kit.enrolled();
    await authenticatorsOf(browser);
    await kit.outliveProof(browser);
    const answer = await browser.op('beginSetup', { mode: 'add' });
    if (isAccepted(answer)) kit.readSetup(answer);
    expectCode(answer, 'reauthentication_required', 'POST /setup with the mode add without a recent proof');
  }),
  check(26, 'P-124', 'the authenticator of another account can neither be named nor removed', async (kit) => {
    const [person, other] = [await kit.enrolled(), await kit.enrolled()];
    const [[own], [foreign]] = [await authenticatorsOf(other.browser), await authenticatorsOf(person.browser)];
    const call = (method: string, { id }: Listed, body?: unknown): Promise<Answer> =>
      other.browser.call(method, `/authenticators/${encodeURIComponent(id)}`, body === undefined ? {} : { body });
    requirePresent(await call('PATCH', own!, { name: 'Work phone' }), 'name authenticators');
    const named = await call('PATCH', foreign!, { name: 'Work phone' });
    expectCode(named, 'not_found', 'PATCH of the authenticator of another account');
    let removed = await call('DELETE', foreign!);
    if (codeOf(removed) === 'reauthentication_required') {
      await kit.prove(other);
      removed = await call('DELETE', foreign!);
    }
    expectCode(removed, 'not_found', 'DELETE of the authenticator of another account');
    const [kept] = await authenticatorsOf(person.browser);
    expectThat(
      kept?.id === foreign!.id && kept.name === foreign!.name,
      'the other account keeps it as it was',
      removed,
    );
  }),
];
