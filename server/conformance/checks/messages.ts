import { isAccepted, type Answer } from '../http/message.js';
import { came, expectCode, expectStatus, expectThat, statusOf } from '../kit/expect.js';
import { isWait, type Kit } from '../kit/kit.js';
import { Failure, NotShown } from '../kit/outcome.js';
import { isTime, membersOf, problemShape } from '../kit/shapes.js';
import { checksOf, type Check } from './check.js';
import { takeTour, type MessageStop } from './tour.js';

const check = checksOf('messages');

/** The stops of one message that came. @throws `NotShown` without any */
async function stopsOf(kit: Kit, message: MessageStop['message']): Promise<MessageStop[]> {
  const stops = (await takeTour(kit)).messages.filter((stop) => stop.message === message && isAccepted(stop.answer));
  if (stops.length > 0) return stops;
  throw new NotShown(
    message === 'NewBackupCodes' ? 'absent' : 'blocked',
    `no ${message ?? 'answer without a body'} came`,
  );
}

/** The accepted answers that have to have this status. Whether they are accepted is what other checks are about. */
function acceptedWith(status: number, stops: readonly MessageStop[]): MessageStop[] {
  return stops.filter((stop) => stop.status === status && isAccepted(stop.answer));
}

const shapes = (['Status', 'Setup', 'Challenge', 'Verified', 'Proof', 'NewBackupCodes'] as const).map(
  (message, index) =>
    check(
      7 + index,
      'P-2',
      `${message} has its members`,
      async (kit) => {
        for (const { name, shape, answer } of await stopsOf(kit, message)) {
          const wrong = shape(answer.body);
          expectThat(wrong.length === 0, `${name} has the members of ${message}: ${wrong.join(', ')}`, answer);
        }
      },
      message === 'NewBackupCodes' ? 'optional' : 'required',
    ),
);

export const messageChecks: readonly Check[] = [
  check(1, 'P-1', 'a read and a change that answers with a message are 200', async (kit) => {
    const { messages } = await takeTour(kit);
    for (const stop of acceptedWith(200, messages)) expectStatus(stop.answer, 200, stop.name);
  }),
  check(2, 'P-1', 'begin set-up and begin new backup codes are 201', async (kit) => {
    const { messages } = await takeTour(kit);
    for (const stop of acceptedWith(201, messages)) expectStatus(stop.answer, 201, stop.name);
  }),
  check(3, 'P-1', 'cancel set-up and drop new backup codes are 204 without a body', async (kit) => {
    for (const { name, answer } of acceptedWith(204, (await takeTour(kit)).messages)) {
      expectStatus(answer, 204, name);
      expectThat(answer.text === '', `${name} has no body`, answer);
    }
  }),
  check(4, 'P-2', 'every message is application/json in UTF-8', async (kit) => {
    for (const { name, message, answer } of (await takeTour(kit)).messages) {
      if (message === null || !isAccepted(answer)) continue;
      const type = answer.headers['content-type'] ?? '';
      expectThat(
        /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type),
        `${name} is application/json`,
        answer,
      );
    }
  }),
  check(5, 'P-3', 'every message and every answer without a body carries Cache-Control: no-store', async (kit) => {
    for (const { name, answer } of (await takeTour(kit)).messages) {
      expectThat(
        isNotStored(answer.headers),
        `${name} carries Cache-Control: no-store: ${cacheControl(answer)} came`,
        answer,
      );
    }
  }),
  check(6, 'P-3', 'every error carries Cache-Control: no-store', async (kit) => {
    for (const { name, answer } of (await takeTour(kit)).problems) {
      expectThat(
        isNotStored(answer.headers),
        `${name} carries Cache-Control: no-store: ${cacheControl(answer)} came`,
        answer,
      );
    }
  }),
  ...shapes,
  check(13, 'P-4', 'no answer carries an ETag', async (kit) => {
    const { messages, problems } = await takeTour(kit);
    for (const { name, answer } of [...messages, ...problems]) {
      expectThat(answer.headers['etag'] === undefined, `${name} carries no ETag`, answer);
    }
  }),
  check(14, 'P-4', 'a read with If-None-Match or If-Modified-Since is answered in full, never 304', async (kit) => {
    const { browser } = await kit.signedIn();
    const first = await browser.op('status');
    const later = new Date((await kit.clock.now()) + 86_400_000).toUTCString();
    for (const headers of [
      { 'if-none-match': '*' },
      { 'if-none-match': first.headers['etag'] ?? '"1"' },
      { 'if-modified-since': later },
    ]) {
      const answer = await browser.op('status', undefined, headers);
      expectThat(answer.status !== 304, 'a conditional read is not 304', answer);
    }
  }),
  check(15, 'P-5', 'every error is application/problem+json with type, title, status and code', async (kit) => {
    for (const { name, answer } of (await takeTour(kit)).problems) {
      const type = answer.headers['content-type'] ?? '';
      expectThat(/^application\/problem\+json\s*(;|$)/i.test(type), `${name} is application/problem+json`, answer);
      const wrong = problemShape(answer.body);
      expectThat(wrong.length === 0, `${name} has the members of a problem: ${wrong.join(', ')}`, answer);
      expectThat(
        answer.body['status'] === answer.status,
        `the member status of ${name} is the status of the answer`,
        answer,
      );
    }
  }),
  check(16, 'P-6', 'each error has the status of its code', async (kit) => {
    const { problems } = await takeTour(kit);
    const known = ['not_found', 'method_not_allowed', 'too_many_attempts'];
    for (const { name, code, answer } of problems) {
      if (known.includes(code)) continue;
      const came = answer.body['code'];
      // Which code comes is what other checks are about.
      if (typeof came !== 'string' || statusOf[came] === undefined) continue;
      expectStatus(answer, statusOf[came], `${name}, with the code ${came},`);
    }
  }),
  check(17, 'P-6', 'each error carries the extra members of its code', async (kit) => {
    for (const { name, answer } of (await takeTour(kit)).problems) {
      if (isWait(answer)) continue;
      const members = membersOf[String(answer.body['code'])] ?? {};
      for (const [member, isRight] of Object.entries(members)) {
        expectThat(isRight(answer.body[member]), `${name} carries ${member}`, answer);
      }
    }
  }),
  check(18, 'P-7', 'an unknown path is 404 not_found', async (kit) => {
    const { browser } = await kit.signedIn();
    for (const path of ['/no-such-operation', '/status/of/nobody', '/SETUP-NOT']) {
      expectCode(await browser.call('GET', path), 'not_found', `GET ${path}`);
    }
    expectCode(await browser.call('POST', '/no-such-operation', { body: {} }), 'not_found', 'POST of an unknown path');
  }),
  check(19, 'P-8', 'a method that a path does not have is 405, and Allow names those that it has', async (kit) => {
    const { browser } = await kit.signedIn();
    const wrong = [
      ['PUT', '/status', ['GET']],
      ['PUT', '/setup', ['POST', 'DELETE']],
      ['PUT', '/challenge', ['GET', 'POST']],
      ['PUT', '/reauthenticate', ['POST']],
      ['PUT', '/disable', ['POST']],
    ] as const;
    for (const [method, path, has] of wrong) {
      const answer = await browser.call(method, path, { body: {} });
      expectCode(answer, 'method_not_allowed', `${method} ${path}`);
      const allowed = (answer.headers['allow'] ?? '').split(',').map((one) => one.trim().toUpperCase());
      for (const one of has) expectThat(allowed.includes(one), `Allow of ${path} names ${one}`, answer);
      expectThat(!allowed.includes(method), `Allow of ${path} does not name ${method}`, answer);
    }
  }),
  check(20, 'P-9', 'a wait carries Retry-After in whole seconds, equal to retryAfter', async (kit) => {
    const person = await kit.enrolled();
    const browser = await kit.challenged(person);
    await kit.lock(person, browser);
    const [answer] = await kit.fail(browser, person.app, 1);
    const { retryAfter } = answer!.body;
    const header = answer!.headers['retry-after'];
    expectThat(Number.isInteger(retryAfter) && (retryAfter as number) > 0, 'retryAfter is a number of seconds', answer);
    expectThat(header !== undefined && /^\d+$/.test(header), 'Retry-After is a number of seconds', answer);
    expectThat(header === String(retryAfter), 'Retry-After and retryAfter are equal', answer);
  }),
  check(21, 'P-10', 'times are ISO 8601 in UTC and near the server’s time', async (kit) => {
    const { messages } = await takeTour(kit);
    const now = await kit.clock.now();
    for (const { name, answer } of messages) {
      for (const member of ['expiresAt', 'validUntil', 'enabledAt']) {
        const time = answer.body[member];
        if (time === undefined || !isAccepted(answer)) continue;
        if (!isTime(time)) throw new Failure(`${member} of ${name} is ISO 8601 in UTC`, answer);
        const apart = Math.abs(Date.parse(time) - now);
        // A tour may be hours old by a clock that is moved.
        expectThat(apart < 40 * 86_400_000, `${member} of ${name} is near the server’s time`, answer);
      }
    }
  }),
  check(22, 'P-11', 'an operation that needs no field takes {} and no body', async (kit) => {
    const { browser } = await kit.enrolled();
    for (const body of [undefined, {}]) {
      const said = body === undefined ? 'without a body' : 'with {}';
      for (const operation of ['beginSetup', 'cancelSetup', 'dropBackupCodes', 'keepBackupCodes'] as const) {
        const answer = await browser.op(operation, body);
        if (operation === 'beginSetup' && isAccepted(answer)) kit.readSetup(answer);
        // Whether it is accepted is what other checks are about.
        const isRead = answer.status !== 400 && answer.status !== 415;
        expectThat(isRead, `${operation} ${said} is no wrong request: ${came(answer)} came`, answer);
      }
    }
  }),
  check(23, 'P-12', 'the Key URI has one secret in Base32 and six digits', async (kit) => {
    for (const { name, answer } of await stopsOf(kit, 'Setup')) {
      const keyUri = String(answer.body['keyUri']);
      expectThat(
        /^otpauth:\/\/totp\/[^?#]+\?[^#]+$/.test(keyUri),
        `keyUri of ${name} begins with otpauth://totp/ and a label`,
        answer,
      );
      const { searchParams } = new URL(keyUri);
      const secrets = searchParams.getAll('secret');
      expectThat(
        secrets.length === 1 && /^[A-Z2-7]+$/.test(secrets[0]!),
        'keyUri has one secret in Base32, without padding',
        answer,
      );
      for (const parameter of ['issuer', 'algorithm', 'digits', 'period']) {
        expectThat(searchParams.getAll(parameter).length <= 1, `keyUri has ${parameter} once at most`, answer);
      }
      expectThat((searchParams.get('digits') ?? '6') === '6', 'codes have six digits', answer);
    }
  }),
  check(24, 'P-13', 'a secret has 128 bits or more, and no two set-ups have the same', async (kit) => {
    const { browser } = await kit.signedIn();
    const other = await kit.signedIn();
    const seen = new Set<string>();
    for (const each of [browser, browser, browser, other.browser]) {
      const { app, answer } = await kit.beginSetup(each);
      expectThat(app.secret.length >= 16, `a secret has 128 bits: ${app.secret.length * 8} came`, answer);
      expectThat(!seen.has(app.base32), 'each set-up has a secret of its own', answer);
      seen.add(app.base32);
    }
  }),
  check(25, 'P-14', 'backup codes differ in and between sets, with room for 20 random bits', async (kit) => {
    const [one, other] = [await kit.signedIn(), await kit.signedIn()];
    const seen = new Set<string>();
    const positions: Set<string>[] = [];
    for (const { browser } of [one, one, other]) {
      const { backupCodes, answer } = await kit.beginSetup(browser);
      if (backupCodes.length === 0) throw new NotShown('absent', 'this back end has no backup codes');
      for (const code of backupCodes) {
        const plain = code.toUpperCase().replaceAll(/[ -]/g, '');
        expectThat(!seen.has(plain), 'each backup code is new', answer);
        // Five bits a character, of the 32 that a code may have.
        expectThat(plain.length * 5 >= 20, 'a backup code has four characters or more', answer);
        seen.add(plain);
        [...plain].forEach((character, index) => (positions[index] ??= new Set()).add(character));
      }
    }
    // A character that is the same in all of them adds nothing to guess.
    const differing = positions.filter(({ size }) => size > 1).length;
    expectThat(differing >= 4, `four characters or more differ from backup code to backup code: ${differing} do`);
  }),
];

function cacheControl({ headers }: Answer): string {
  return headers['cache-control'] ?? 'none';
}

function isNotStored(headers: Readonly<Record<string, string>>): boolean {
  const directives = (headers['cache-control'] ?? '').toLowerCase().split(',');
  return directives.map((directive) => directive.trim()).includes('no-store');
}
