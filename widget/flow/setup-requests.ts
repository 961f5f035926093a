import type { Status } from '../protocol/messages.js';
import { readNewBackupCodes, readSetup, readStatus } from '../protocol/read-message.js';
import { isAllowed, type SetupAction } from './before-change.js';
import { confirmationOf } from './code-entry.js';
import type { Request } from './flow.js';
import { requestProof } from './proof.js';
import type { AuthenticatorIntent, Intent, SetupEvent, SetupState } from './setup-state.js';

/** In these states nothing is requested. The compiler names a new state that is neither here nor in the table. */
type StateWithoutRequest =
  'unreachable' | 'signed-out' | 'idle' | 'confirming' | 'stopped' | 'showing-codes' | 'discarding' | 'expired';

/** The request that a state stands for, if any. */
export function requestOf(state: SetupState): Request<SetupEvent> | null {
  const request = requests[state.at as keyof typeof requests] as
    ((current: SetupState) => Request<SetupEvent> | null | undefined) | undefined;
  return request?.(state) ?? null;
}

const beginSetup: Request<SetupEvent> = async (client, signal) => ({
  type: 'setup-begun',
  setup: readSetup(await client.beginSetup(signal)),
});

const beginBackupCodes: Request<SetupEvent> = async (client, signal) => ({
  type: 'codes-begun',
  codes: readNewBackupCodes(await client.beginBackupCodes!(signal)),
});

/**
 * The status comes first: where another tab has turned 2FA on, the set-up would replace that authenticator. It also tells the client the
 * account, which the set-up repeats, so that of another account ends the change, too.
 */
const enable =
  (before: Status): Request<SetupEvent> =>
  async (client, signal, page) => {
    const status = readStatus(await client.status(signal));
    // A client of the page may ignore the signal. Then nothing takes this answer, and no set-up begins.
    return signal.aborted || status.enabled || status.account !== before.account
      ? { type: 'status-read', status }
      : beginSetup(client, signal, page);
  };

const start: Record<Exclude<Intent, 'enable' | AuthenticatorIntent>, Request<SetupEvent>> &
  Partial<Record<AuthenticatorIntent, undefined>> = {
  replace: beginSetup,
  renew: beginBackupCodes,
  'renew-at-once': beginBackupCodes,
  disable: async (client, signal) => ({
    type: 'changed',
    status: readStatus(await client.disable!(signal)),
    notice: 'disabled',
  }),
};

/** The page knows one change, `renew`, no matter when the back end puts the new codes in use. */
function actionOf(intent: Intent): SetupAction {
  return intent === 'renew-at-once' ? 'renew' : intent;
}

const read: Request<SetupEvent> = async (client, signal) => ({
  type: 'status-read',
  status: readStatus(await client.status(signal)),
});

const requests: {
  readonly [At in Exclude<SetupState['at'], StateWithoutRequest>]: (
    state: Extract<SetupState, { at: At }>,
  ) => Request<SetupEvent> | null | undefined;
} = {
  loading: () => read,
  rereading: () => read,
  'awaiting-page':
    ({ intent }) =>
    async (_client, signal, page) => ({
      type: (await isAllowed(page, actionOf(intent), signal)) ? 'allowed' : 'refused',
    }),
  starting: ({ intent, status }) => (intent === 'enable' ? enable(status) : start[intent]),
  proving: requestProof,
  enrolling({ entry, intent, setup }) {
    if (entry.at !== 'checking') return null;
    return async (client, signal) => ({
      type: 'changed',
      status: readStatus(await client.confirmSetup(confirmationOf(entry, setup), signal)),
      notice: intent === 'replace' ? 'replaced' : 'enabled',
    });
  },
  'keeping-codes':
    ({ codes: { id } }) =>
    async (client, signal) => ({
      type: 'changed',
      // A client for a back end without ids takes the signal alone.
      status: readStatus(await (id ? client.keepBackupCodes!({ id }, signal) : client.keepBackupCodes!(signal))),
      notice: 'renewed',
    }),
  leaving:
    ({ drop }) =>
    async (client, signal) => {
      await (drop === 'setup' ? client.cancelSetup?.(signal) : client.dropBackupCodes?.(signal));
      return { type: 'dropped' };
    },
};
