import type { ErrorCode } from '../../../../widget/protocol/error-codes.js';
import { isAccepted } from '../../http/message.js';
import type { Browser } from '../../kit/browser.js';
import { expectCode, expectThat } from '../../kit/expect.js';
import type { Kit, SignedIn } from '../../kit/kit.js';
import { NotShown } from '../../kit/outcome.js';
import { checksOf, type Check } from '../check.js';
import { optionalCallsWith, type OptionalCall } from './answers.js';

const check = checksOf('optional');

/** One call of each optional operation, with the ids that the owner sees. */
async function callsAbout({ browser }: SignedIn): Promise<readonly OptionalCall[]> {
  const { authenticators } = (await browser.op('status')).body;
  const { devices } = (await browser.call('GET', '/devices')).body;
  return optionalCallsWith(firstId(authenticators), firstId(devices));
}

function firstId(list: unknown): string {
  const [first] = Array.isArray(list) ? (list as { id?: unknown }[]) : [];
  return typeof first?.id === 'string' ? first.id : 'no-such-id';
}

/** @throws `NotShown` where the back end has no such operation */
async function expectEachIs(
  code: ErrorCode,
  calls: readonly OptionalCall[],
  browser: Browser,
  whose: string,
  headers: Record<string, string> = {},
): Promise<void> {
  let count = 0;
  for (const [method, path, body] of calls) {
    const answer = await browser.call(method, path, { ...(body !== undefined && { body }), headers });
    // A back end may lack it.
    if (answer.status === 404) continue;
    count += 1;
    expectCode(answer, code, `${method} ${path} ${whose}`);
  }
  if (count === 0) throw new NotShown('absent', 'this back end has no optional operation');
}

/** Fails unless the owner is still signed in, with the same authenticators. */
async function expectUnchanged({ browser }: SignedIn, before: unknown): Promise<void> {
  const status = await browser.op('status');
  const isSame = JSON.stringify(status.body['authenticators']) === JSON.stringify(before);
  expectThat(isAccepted(status) && isSame, 'the owner is still signed in, with the same authenticators', status);
}

/** Calls the operations of a person in a browser that is not signed in. */
async function expectNoEntry(
  kit: Kit,
  open: (person: SignedIn) => Browser | Promise<Browser>,
  whose: string,
): Promise<void> {
  const person = await kit.enrolled();
  const before = (await person.browser.op('status')).body['authenticators'];
  const browser = await open(person);
  await expectEachIs('not_signed_in', await callsAbout(person), browser, whose);
  await expectUnchanged(person, before);
}

export const optionalAccessChecks: readonly Check[] = [
  check(
    23,
    'P-87',
    'a half signed-in session is 401 not_signed_in for the optional operations, and changes nothing',
    (kit) => expectNoEntry(kit, (person) => kit.challenged(person), 'with a half signed-in session'),
    'optional',
  ),
  check(
    24,
    'P-86',
    'without a session the optional operations are 401 not_signed_in, and change nothing',
    (kit) => expectNoEntry(kit, ({ browser }) => kit.stranger(browser.origin), 'without a session'),
    'optional',
  ),
  check(
    25,
    'P-92',
    'a change among the optional operations from another origin is 403 origin_refused',
    async (kit) => {
      const person = await kit.enrolled();
      const calls = (await callsAbout(person)).filter(([method]) => method !== 'GET');
      const origin = 'https://evil.example';
      await expectEachIs('origin_refused', calls, person.browser, `from ${origin}`, { origin });
    },
    'optional',
  ),
];
