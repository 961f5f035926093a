import { isAccepted, type Answer } from '../http/message.js';
import type { Kit } from '../kit/kit.js';
import { NotShown } from '../kit/outcome.js';
import {
  challengeShape,
  newBackupCodesShape,
  proofShape,
  setupShape,
  statusShape,
  verifiedShape,
  type Shape,
} from '../kit/shapes.js';

export interface Stop {
  /** The call, such as `POST /setup`, with what is special about it. */
  readonly name: string;
  readonly answer: Answer;
}

export interface MessageStop extends Stop {
  /** The status that the answer has to have. */
  readonly status: number;
  readonly message: 'Status' | 'Setup' | 'Challenge' | 'Verified' | 'Proof' | 'NewBackupCodes' | null;
  readonly shape: Shape;
}

/** Every operation once as it succeeds, and every error that can be had without waiting. */
export interface Tour {
  readonly messages: readonly MessageStop[];
  readonly problems: readonly (Stop & { readonly code: string })[];
}

const noShape: Shape = () => [];

/** Walks through the whole protocol once for all checks of messages and headers. */
export function takeTour(kit: Kit): Promise<Tour> {
  return kit.once('tour', async () => {
    const messages: MessageStop[] = [];
    const problems: (Stop & { code: string })[] = [];
    const stops = [() => walkMessages(kit, messages), () => walkProblems(kit, problems)];
    for (const walk of stops) {
      try {
        await walk();
      } catch (error) {
        // What was seen until then is still evidence.
        if (!(error instanceof NotShown)) throw error;
      }
    }
    return { messages, problems };
  });
}

async function walkMessages(kit: Kit, stops: MessageStop[]): Promise<void> {
  const note = (
    name: string,
    status: number,
    message: MessageStop['message'],
    shape: Shape,
    answer: Answer,
  ): Answer => {
    stops.push({ name, status, message, shape, answer });
    return answer;
  };
  const { account, browser } = await kit.signedIn();
  note('GET /status with 2FA off', 200, 'Status', statusShape, await browser.op('status'));
  note('DELETE /setup', 204, null, noShape, await browser.op('cancelSetup'));
  note('DELETE /backup-codes', 204, null, noShape, await browser.op('dropBackupCodes'));
  const begun = kit.readSetup(note('POST /setup', 201, 'Setup', setupShape, await browser.op('beginSetup')));
  const { app } = begun;
  note('POST /setup/confirm', 200, 'Status', statusShape, await kit.confirmSetup(browser, begun));
  note('GET /status with 2FA on', 200, 'Status', statusShape, await browser.op('status'));
  if (begun.backupCodes.length > 0) {
    const codes = await browser.op('beginBackupCodes');
    kit.readBackupCodes(codes);
    note('POST /backup-codes', 201, 'NewBackupCodes', newBackupCodesShape, codes);
    note('POST /backup-codes/confirm', 200, 'Status', statusShape, await browser.op('keepBackupCodes'));
  }
  const half = await kit.signIn(account);
  note('GET /challenge', 200, 'Challenge', challengeShape, await half.op('readChallenge'));
  const code = await kit.freshCode(app);
  note('POST /challenge', 200, 'Verified', verifiedShape, await half.op('answerChallenge', { code }));
  const proof = await half.op('reauthenticate', { code: await kit.freshCode(app) });
  note('POST /reauthenticate', 200, 'Proof', proofShape, proof);
  note('POST /disable', 200, 'Status', statusShape, await half.op('disable'));
}

async function walkProblems(kit: Kit, stops: (Stop & { code: string })[]): Promise<void> {
  const note = (name: string, code: string, answer: Answer): void => {
    // Where the back end accepts it, another check says so.
    if (!isAccepted(answer)) stops.push({ name, code, answer });
  };
  const stranger = kit.stranger();
  note('GET /status without a session', 'not_signed_in', await stranger.op('status'));
  note('GET /challenge without a session', 'challenge_expired', await stranger.op('readChallenge'));
  const { account, browser } = await kit.signedIn();
  note('GET of an unknown path', 'not_found', await browser.call('GET', '/no-such-operation'));
  note('PUT /status', 'method_not_allowed', await browser.call('PUT', '/status', { body: {} }));
  note('POST /disable with 2FA off', 'not_enabled', await browser.op('disable'));
  note(
    'POST /setup/confirm with nothing pending',
    'setup_expired',
    await browser.op('confirmSetup', { code: '123456' }),
  );
  const begun = await kit.beginSetup(browser);
  await kit.confirmSetup(browser, begun);
  note(
    'POST /reauthenticate with a password while 2FA is on',
    'reauthentication_required',
    await browser.op('reauthenticate', { password: 'not a proof while 2FA is on' }),
  );
  const foreign = { origin: 'https://evil.example' };
  note('DELETE /setup from another origin', 'origin_refused', await browser.op('cancelSetup', undefined, foreign));
  const half = await kit.signIn(account);
  const raw = '{"code":"123456"}';
  const text = { raw, headers: { 'content-type': 'text/plain' } };
  note('POST /challenge as plain text', 'unsupported_media_type', await half.call('POST', '/challenge', text));
  const large = { body: { code: '1'.repeat(8000) } };
  note('POST /challenge with 8 kB', 'body_too_large', await half.call('POST', '/challenge', large));
  note('POST /challenge with a list', 'request_invalid', await half.call('POST', '/challenge', { raw: '["1"]' }));
  const code = await kit.wrongCode(begun.app);
  note('POST /challenge with a wrong code', 'code_invalid', await half.op('answerChallenge', { code }));
  await kit.fail(half, begun.app, await kit.freeFailures());
  note('POST /challenge after too many failures', 'too_many_attempts', await half.op('answerChallenge', { code }));
}
