import { codeOf, isAccepted } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectThat } from '../kit/expect.js';
import { blocked, isWait, waitOf, type Kit, type Person } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('attempts');

/** A person whose authenticator is blocked after 100 failures in a row. It takes days of the server's clock. */
function blockedPerson(kit: Kit): Promise<Person> {
  return kit.once('blocked person', async () => {
    if (!kit.clock.movable) throw new NotShown('unable', 'this takes days, and the driver has no moveClock');
    const person = await kit.enrolled();
    let failures = 0;
    let waits = 0;
    for (let tries = 0; failures < 100; tries += 1) {
      if (failures > 20 && waits === 0)
        throw new NotShown('blocked', 'failures in new sessions bring no wait: see attempts/5');
      if (tries > 400) throw new NotShown('blocked', 'a hundred failures in a row could not be made');
      const half = await kit.challenged(person);
      const [answer] = await kit.fail(half, person.app, 1);
      if (isWait(answer!)) {
        waits += 1;
        await kit.clock.pass(waitOf(answer!));
      } else if (codeOf(answer!) === 'authenticator_blocked') break;
      else failures += 1;
    }
    const [answer] = await kit.fail(await kit.challenged(person), person.app, 1);
    if (isWait(answer!)) await kit.clock.pass(waitOf(answer!));
    return person;
  });
}

/** Signs in with a backup code in spite of the block. @throws `NotShown` where no block came, or there is no backup code */
async function passBlock(kit: Kit, person: Person, backupCode: string | undefined): Promise<Browser> {
  if (backupCode === undefined)
    throw new NotShown('absent', 'without backup codes only an administrator lifts a block');
  const browser = await kit.challenged(person);
  const barred = await browser.op('answerChallenge', { code: await kit.freshCode(person.app) });
  if (codeOf(barred) !== 'authenticator_blocked') throw blocked('no block came: see attempts/18', barred);
  const passed = await browser.op('answerChallenge', { backupCode });
  if (!isAccepted(passed)) throw blocked('a backup code was refused after the block: see attempts/18', passed);
  return browser;
}

export const blockChecks: readonly Check[] = [
  check(
    18,
    'P-52',
    'after 100 failures in a row a code is authenticator_blocked, and a backup code signs in',
    async (kit) => {
      const person = await blockedPerson(kit);
      const half = await kit.challenged(person);
      const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
      expectCode(answer, 'authenticator_blocked', 'a right code after 100 failures in a row');
      const { methods } = answer.body;
      expectThat(Array.isArray(methods) && !methods.includes('totp'), 'methods does not name totp', answer);
      if (person.backupCodes.length === 0) return;
      expectAccepted(
        await half.op('answerChallenge', { backupCode: person.backupCodes[0] }),
        'a backup code after the block',
      );
      const proof = await half.op('reauthenticate', { code: await kit.freshCode(person.app) });
      expectCode(proof, 'authenticator_blocked', 'a proof by a right code after 100 failures in a row');
    },
  ),
  // Before attempts/19, which lifts the block.
  check(
    27,
    'P-52',
    'kept new backup codes do not lift the block',
    async (kit) => {
      const person = await blockedPerson(kit);
      const browser = await passBlock(kit, person, person.backupCodes[2]);
      const { codes } = await kit.beginBackupCodes(browser);
      const kept = await browser.op('keepBackupCodes');
      if (!isAccepted(kept)) throw blocked('new backup codes could not be kept', kept);
      // The person is shared: the next check signs in with one of these.
      person.backupCodes.splice(0, Infinity, ...codes);
      const half = await kit.challenged(person);
      const answer = await half.op('answerChallenge', { code: await kit.freshCode(person.app) });
      expectCode(answer, 'authenticator_blocked', 'a right code after 100 failures in a row and kept new backup codes');
    },
    'optional',
  ),
  check(19, 'P-53', 'a replacement of the authenticator lifts the block', async (kit) => {
    const person = await blockedPerson(kit);
    const browser = await passBlock(kit, person, person.backupCodes[1]);
    const replacement = await kit.beginSetup(browser);
    await kit.confirmSetup(browser, replacement);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { code: await kit.freshCode(replacement.app) });
    expectAccepted(answer, 'a code of the new authenticator after a block');
  }),
];
