import { endpoints, optionalOperations, type Operation } from '../../../../widget/protocol/endpoints.js';
import type { DriverAccount } from '../../driver/driver.js';
import { isAccepted } from '../../http/message.js';
import type { Browser } from '../../kit/browser.js';
import { expectAccepted, expectCode, expectOneOf, expectRefused, expectThat } from '../../kit/expect.js';
import type { Kit } from '../../kit/kit.js';
import { NotShown } from '../../kit/outcome.js';
import { statusShape } from '../../kit/shapes.js';
import { checksOf, type Check } from '../check.js';
import { optionalCalls } from './answers.js';

const check = checksOf('optional');

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

export const enrolmentChecks: readonly Check[] = [
  check(18, 'P-126', 'where 2FA is required it cannot be turned off, and the status says so', async (kit) => {
    const person = await requireFactor(kit, await kit.enrolled());
    const { browser } = person;
    const status = await browser.op('status');
    const wrong = statusShape(status.body);
    expectThat('required' in status.body && wrong.length === 0, 'the status has `required`, in its shape', status);
    expectCode(await kit.tryDisable(browser), 'required_by_policy', 'POST /disable where 2FA is required');
    const { authenticators: [only] = [] } = status.body as { authenticators?: { id: string }[] };
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
];
