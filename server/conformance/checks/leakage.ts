import { isAccepted, type Answer } from '../http/message.js';
import { expectThat } from '../kit/expect.js';
import type { Kit } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import { membersOf } from '../kit/shapes.js';
import { checksOf, type Check } from './check.js';
import { takeTour } from './tour.js';

const check = checksOf('leakage');

interface Story {
  secrets: { base32: string; bytes: Buffer }[];
  backupCodes: string[];
  /** Every answer that is no Setup and no NewBackupCodes. */
  answers: Answer[];
}

/** Uses every operation with right and wrong input, and keeps what may hold no secret. */
function tellStory(kit: Kit): Promise<Story> {
  return kit.once('story', async () => {
    const person = await kit.enrolled();
    const answers: Answer[] = [person.confirmed];
    const half = await kit.challenged(person);
    answers.push(await half.op('readChallenge'));
    answers.push(await half.op('status'), await half.op('disable'));
    // Where these are accepted, they may hold secrets, and other checks find them.
    const pushRefused = async (...operations: readonly ('beginSetup' | 'beginBackupCodes')[]): Promise<void> => {
      for (const operation of operations) {
        const answer = await half.op(operation);
        if (!isAccepted(answer)) answers.push(answer);
      }
    };
    await pushRefused('beginSetup', 'beginBackupCodes');
    answers.push(await half.op('answerChallenge', { code: await kit.wrongCode(person.app) }));
    answers.push(await half.op('answerChallenge', { backupCode: '0000-0000-0000-0000' }));
    answers.push(await half.op('answerChallenge', { code: await kit.freshCode(person.app) }));
    answers.push(await half.op('status'));
    answers.push(await half.op('reauthenticate', { code: await kit.wrongCode(person.app) }));
    answers.push(await half.op('reauthenticate', { password: 'not a proof while 2FA is on' }));
    answers.push(await half.op('reauthenticate', { code: await kit.freshCode(person.app) }));
    const pending = await kit.beginSetup(half);
    answers.push(await half.op('status'));
    answers.push(await half.op('confirmSetup', { code: await kit.wrongCode(pending.app) }));
    const ahead = { code: kit.code(pending.app, (await kit.stepNow(pending.app)) + 10) };
    answers.push(await half.op('confirmSetup', ahead));
    answers.push(await half.call('GET', '/setup'), await half.call('GET', '/backup-codes'));
    answers.push(await half.op('cancelSetup'));
    const fresh = await half.op('beginBackupCodes');
    const codes = kit.readBackupCodes(fresh);
    if (isAccepted(fresh)) answers.push(await half.op('keepBackupCodes'), await half.op('status'));
    else answers.push(fresh);
    answers.push(await half.call('GET', '/devices'));
    answers.push(await half.op('disable', undefined, { origin: 'https://evil.example' }));
    await kit.clock.pass(5 * 60 + 5);
    await pushRefused('beginSetup', 'beginBackupCodes');
    answers.push(await half.op('disable'));
    const secrets = [person.app, pending.app].map(({ base32, secret }) => ({ base32, bytes: secret }));
    return { secrets, backupCodes: [...person.backupCodes, ...pending.backupCodes, ...codes], answers };
  });
}

/** A secret as it may stand in an answer. */
function formsOf({ base32, bytes }: Story['secrets'][number]): string[] {
  return [base32, bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')].map((form) =>
    form.replace(/=+$/, '').toLowerCase(),
  );
}

const mark = 'Kx7canaryQ2vM9';

export const leakageChecks: readonly Check[] = [
  check(1, 'P-111', 'no message but Setup holds the secret', async (kit) => {
    const { secrets, answers } = await tellStory(kit);
    for (const answer of answers.filter(isAccepted)) expectNoSecret(answer, secrets);
  }),
  check(2, 'P-111', 'no error holds the secret', async (kit) => {
    const { secrets, answers } = await tellStory(kit);
    for (const answer of answers.filter((each) => !isAccepted(each))) expectNoSecret(answer, secrets);
  }),
  check(3, 'P-112', 'no answer but Setup and NewBackupCodes holds a backup code', async (kit) => {
    const { backupCodes, answers } = await tellStory(kit);
    if (backupCodes.length === 0) throw new NotShown('absent', 'this back end has no backup codes');
    const plain = backupCodes.map((code) => code.replaceAll(/[ -]/g, '').toUpperCase());
    // A short one could be a part of any text.
    if (plain.some((code) => code.length < 8))
      throw new NotShown('unable', 'these backup codes are too short to search for');
    for (const answer of answers) {
      const text = textOf(answer).replaceAll(/[ -]/g, '').toUpperCase();
      expectThat(!plain.some((code) => text.includes(code)), 'this answer holds no backup code', answer);
    }
  }),
  check(4, 'P-113', 'an error repeats nothing of the request', async (kit) => {
    const person = await kit.enrolled();
    const half = await kit.challenged(person);
    const { browser } = person;
    const answers = [
      await half.op('answerChallenge', { code: mark }),
      await half.op('answerChallenge', { backupCode: mark }),
      await half.op('answerChallenge', { [mark]: 1 }),
      await half.call('POST', '/challenge', { raw: `{"code":"${mark}` }),
      await browser.op('reauthenticate', { password: mark }),
      await browser.call('GET', `/${mark}`),
      await browser.call('POST', '/challenge', { raw: mark, headers: { 'content-type': `text/${mark}` } }),
      await browser.op('cancelSetup', undefined, { origin: `https://${mark}.example` }),
      await browser.op('cancelSetup', undefined, { 'x-two-factor-account': mark }),
    ];
    for (const answer of answers) {
      expectThat(
        !answer.text.toLowerCase().includes(mark.toLowerCase()),
        'this answer repeats nothing of the request',
        answer,
      );
    }
  }),
  check(
    5,
    'P-114',
    'an error has no member beside those of its code',
    async (kit) => {
      for (const { name, answer } of (await takeTour(kit)).problems) {
        const known = ['type', 'title', 'status', 'code', ...Object.keys(membersOf[String(answer.body['code'])] ?? {})];
        const more = Object.keys(answer.body).filter((member) => !known.includes(member));
        expectThat(more.length === 0, `${name} has no member beside those of the table: ${more.join(', ')}`, answer);
      }
    },
    'advised',
  ),
  check(6, 'P-115', 'nothing that is stored holds a secret or a backup code in the clear', async (kit) => {
    const { readStored } = kit.driver;
    if (!readStored) throw new NotShown('unable', 'the driver has no readStored');
    const person = await kit.enrolled();
    const pending = await kit.beginSetup(person.browser);
    const stored = (await readStored(person.account)).join('\n').toLowerCase();
    if (stored === '') throw new NotShown('unable', 'readStored returned nothing');
    const plain = stored.replaceAll(/[ -]/g, '');
    for (const { base32, secret } of [person.app, pending.app]) {
      const found = formsOf({ base32, bytes: secret }).some((form) => stored.includes(form));
      expectThat(!found, 'what is stored does not hold the secret');
    }
    for (const code of [...person.backupCodes, ...pending.backupCodes]) {
      const text = code.replaceAll(/[ -]/g, '').toLowerCase();
      const found = text.length >= 8 && plain.includes(text);
      expectThat(!found, 'what is stored does not hold a backup code');
    }
  }),
];

function expectNoSecret(answer: Answer, secrets: Story['secrets']): void {
  const text = textOf(answer).toLowerCase();
  expectThat(!text.includes('otpauth:'), 'this answer holds no Key URI', answer);
  const found = secrets.flatMap(formsOf).some((form) => text.includes(form));
  expectThat(!found, 'this answer does not hold the secret', answer);
}

function textOf({ text, headers }: Answer): string {
  return `${JSON.stringify(headers)}\n${text}`;
}
