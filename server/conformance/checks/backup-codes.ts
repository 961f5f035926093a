import { isAccepted } from '../http/message.js';
import type { Browser } from '../kit/browser.js';
import { expectAccepted, expectCode, expectRefused, expectThat } from '../kit/expect.js';
import { blocked, refuseAccepted, type Kit, type Person } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { checksOf, type Check } from './check.js';

const check = checksOf('backup-codes');

/** Signs in with a backup code. @throws `NotShown` when that is refused */
async function spend(kit: Kit, person: Person, backupCode: string): Promise<Browser> {
  const browser = await kit.challenged(person);
  const answer = await browser.op('answerChallenge', { backupCode });
  if (!isAccepted(answer)) throw blocked('a backup code was refused', answer);
  return browser;
}

/** Signs in with another spelling of a backup code. */
async function tryOut(kit: Kit, said: string, spell: (code: string) => string): Promise<void> {
  const person = await kit.enrolledWithBackupCodes();
  const half = await kit.challenged(person);
  const text = spell(person.backupCodes[0]!);
  kit.secrets.add(text);
  expectAccepted(await half.op('answerChallenge', { backupCode: text }), `a backup code ${said}`);
}

/** The character in the place of another one. It is a digit for a digit, and reads as no other character. */
function otherThan(character: string): string {
  if (/\d/.test(character)) return character === '7' ? '8' : '7';
  return /b/i.test(character) ? 'C' : 'B';
}

/** The backup code with one wrong character in each group of four in turn: the first one of the first group, the second of the second. */
function withOneWrong(code: string): string[] {
  const text = plain(code);
  const groups = Math.ceil(text.length / 4);
  return Array.from({ length: groups }, (_, group) => {
    const index = group === groups - 1 ? text.length - 1 : group * 4 + Math.min(group, 3);
    return `${text.slice(0, index)}${otherThan(text.charAt(index))}${text.slice(index + 1)}`;
  });
}

/** Sends texts that are no backup code, with an account for as many as are free. */
async function refusesTexts(kit: Kit, textsOf: (backupCode: string) => string[], what: string): Promise<void> {
  const free = Math.max(1, (await kit.freeFailures()) - 1);
  for (let start = 0, count = 1; start < count; start += free) {
    const person = await kit.enrolledWithBackupCodes();
    const right = new Set(person.backupCodes.map(plain));
    const half = await kit.challenged(person);
    const texts = textsOf(person.backupCodes[0]!);
    count = texts.length;
    for (const text of texts.slice(start, start + free)) {
      if (right.has(text)) continue;
      kit.secrets.add(text);
      const answer = await half.op('answerChallenge', { backupCode: text });
      refuseAccepted(answer);
      expectCode(answer, 'code_invalid', what);
    }
  }
}

const plain = (code: string): string => code.replaceAll(/[ -]/g, '');

export const backupCodeChecks: readonly Check[] = [
  check(1, 'P-34', 'a backup code answers a challenge, and the answer names the method', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    expectAccepted(answer, 'a challenge with a backup code');
    expectThat(answer.body['method'] === 'backup_code', 'the method is backup_code', answer);
  }),
  check(2, 'P-34', 'a backup code is a proof', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const answer = await person.browser.op('reauthenticate', { backupCode: person.backupCodes[0] });
    expectAccepted(answer, 'a proof by a backup code');
  }),
  check(3, 'P-34', 'every backup code of the set works', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    for (const [index, backupCode] of person.backupCodes.entries()) {
      const answer = await person.browser.op('reauthenticate', { backupCode });
      expectAccepted(answer, `backup code ${index + 1} of ${person.backupCodes.length}`);
    }
  }),
  check(4, 'P-35', 'a backup code that signed in signs in no other session', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [backupCode] = person.backupCodes as [string];
    await spend(kit, person, backupCode);
    const other = await kit.challenged(person);
    expectRefused(await other.op('answerChallenge', { backupCode }), 'a backup code that signed in before');
  }),
  check(5, 'P-35', 'a backup code that answered a challenge is no proof', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [backupCode] = person.backupCodes as [string];
    const browser = await spend(kit, person, backupCode);
    expectRefused(await browser.op('reauthenticate', { backupCode }), 'a proof by a used backup code');
  }),
  check(6, 'P-35', 'another spelling of a used backup code is used, too', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [backupCode] = person.backupCodes as [string];
    await spend(kit, person, backupCode);
    const other = await kit.challenged(person);
    for (const text of [plain(backupCode), backupCode.toLowerCase(), ` ${backupCode}`]) {
      expectRefused(await other.op('answerChallenge', { backupCode: text }), 'a used backup code in another spelling');
    }
  }),
  check(7, 'P-35', 'after one was used the others still work', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [first, second] = person.backupCodes as [string, string];
    if (second === undefined) throw new NotShown('absent', 'the set has one backup code');
    await spend(kit, person, first);
    const other = await kit.challenged(person);
    expectAccepted(await other.op('answerChallenge', { backupCode: second }), 'another backup code of the set');
  }),
  check(8, 'P-36', 'lower case is accepted', (kit) => tryOut(kit, 'in lower case', (code) => code.toLowerCase())),
  check(9, 'P-36', 'a backup code without hyphens is accepted', (kit) => tryOut(kit, 'without hyphens', plain)),
  check(10, 'P-36', 'spaces between and around are accepted', (kit) =>
    tryOut(kit, 'with spaces', (code) => ` ${plain(code).replaceAll(/(..)/g, '$1 ')} `),
  ),
  check(11, 'P-36', 'O reads as 0, and I and L read as 1', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const used = new Set<string>();
    for (const [digit, letter] of [
      ['0', 'O'],
      ['1', 'I'],
      ['1', 'l'],
    ] as const) {
      const code = person.backupCodes.find((each) => each.includes(digit) && !used.has(each));
      if (code === undefined) continue;
      used.add(code);
      const text = code.replaceAll(digit, letter);
      kit.secrets.add(text);
      const answer = await person.browser.op('reauthenticate', { backupCode: text });
      expectAccepted(answer, `a backup code with ${letter} for ${digit}`);
    }
    if (used.size === 0) throw new NotShown('absent', 'no backup code of this set has a 0 or a 1');
  }),
  check(12, 'P-37', 'total is the size of the set, and remaining falls by one with each code used', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const total = person.backupCodes.length;
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    if (!isAccepted(answer)) throw blocked('a backup code was refused', answer);
    const counts = [
      { answer: person.confirmed, remaining: total },
      { answer, remaining: total - 1 },
      { answer: await half.op('status'), remaining: total - 1 },
    ];
    for (const { answer: each, remaining } of counts) {
      const count = each.body['backupCodes'] as { remaining?: unknown; total?: unknown } | undefined;
      if (count === undefined) throw new NotShown('absent', 'this back end does not count backup codes');
      expectThat(count.total === total, `total is ${total}`, each);
      expectThat(count.remaining === remaining, `remaining is ${remaining}`, each);
    }
  }),
  check(13, 'P-38', 'a replacement of the authenticator ends the old backup codes', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    await kit.confirmSetup(person.browser, await kit.beginSetup(person.browser));
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    expectRefused(answer, 'a backup code of before the replacement');
  }),
  check(14, 'P-38', 'a kept new set ends the old backup codes', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    await kit.beginBackupCodes(person.browser);
    const kept = await person.browser.op('keepBackupCodes');
    if (!isAccepted(kept)) throw blocked('new backup codes could not be kept', kept);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    expectRefused(answer, 'a backup code of the set before');
  }),
  check(15, 'P-38', 'disable ends the backup codes, also for a later set-up', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    await kit.disable(person.browser);
    const browser = await kit.signIn(person.account);
    await kit.confirmSetup(browser, await kit.beginSetup(browser));
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode: person.backupCodes[0] });
    expectRefused(answer, 'a backup code of before 2FA was turned off');
  }),
  check(16, 'P-39', 'the backup code of another account is refused, and stays unused', async (kit) => {
    const [person, other] = [await kit.enrolledWithBackupCodes(), await kit.enrolledWithBackupCodes()];
    const [backupCode] = other.backupCodes as [string];
    const half = await kit.challenged(person);
    expectRefused(await half.op('answerChallenge', { backupCode }), 'the backup code of another account');
    const answer = await (await kit.challenged(other)).op('answerChallenge', { backupCode });
    expectAccepted(answer, 'the backup code by its own account after another one has tried it');
  }),
  check(17, 'P-40', 'what is longer than 64 characters or no backup code is 422 code_invalid', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [backupCode] = person.backupCodes as [string];
    const texts = ['x', '0000-0000-0000-0000', `${backupCode}${' '.repeat(65)}`, 'A'.repeat(1000)];
    for (const text of texts.slice(0, Math.max(1, (await kit.freeFailures()) - 1))) {
      const half = await kit.challenged(person);
      const answer = await half.op('answerChallenge', { backupCode: text });
      expectCode(answer, 'code_invalid', `a backup code of ${text.length} characters that is none`);
    }
  }),
  check(18, 'P-40', 'a backup code with one wrong character is refused, in whichever group it is', (kit) =>
    refusesTexts(kit, withOneWrong, 'a backup code with one wrong character'),
  ),
  check(19, 'P-40', 'an empty backup code, and one of spaces or hyphens alone, is 422 code_invalid', (kit) =>
    refusesTexts(kit, () => ['', ' ', '-'], 'a backup code without a character'),
  ),
  check(20, 'P-35', 'a backup code that was a proof answers no challenge and is no second proof', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [backupCode] = person.backupCodes as [string];
    const proof = await person.browser.op('reauthenticate', { backupCode });
    if (!isAccepted(proof)) throw blocked('a proof by a backup code was refused', proof);
    const half = await kit.challenged(person);
    const answer = await half.op('answerChallenge', { backupCode });
    expectRefused(answer, 'a challenge with a backup code that was a proof');
    expectRefused(await person.browser.op('reauthenticate', { backupCode }), 'a second proof by one backup code');
  }),
  check(21, 'P-35', 'a used backup code stays used after a restart', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [backupCode] = person.backupCodes as [string];
    await spend(kit, person, backupCode);
    await kit.restart();
    const half = await kit.challenged(person);
    expectRefused(await half.op('answerChallenge', { backupCode }), 'a used backup code after a restart');
  }),
  check(22, 'P-35', 'a backup code that one instance accepted is refused by the other one', async (kit) => {
    const person = await kit.enrolledWithBackupCodes();
    const [backupCode] = person.backupCodes as [string];
    const second = await kit.atSecondInstance(await kit.challenged(person));
    await spend(kit, person, backupCode);
    expectRefused(
      await second.op('answerChallenge', { backupCode }),
      'a backup code at the second instance that the first one accepted',
    );
  }),
];
