import { readNewBackupCodes, readSetup, readStatus } from '../protocol/read-message.js';
import { confirmationOf } from './code-entry.js';
import type { Request } from './flow.js';
import { requestProof } from './proof.js';
import type { Intent, Notice, SetupEvent, SetupState, Starting } from './setup-state.js';

/** In these states nothing is requested. The compiler names a new state that is neither here nor in the table. */
type StateWithoutRequest =
  | 'unreachable'
  | 'signed-out'
  | 'idle'
  | 'confirming'
  | 'stopped'
  | 'showing-codes'
  | 'naming'
  | 'discarding'
  | 'expired';

/** The request that a state stands for, if any. */
export function requestOf(state: SetupState): Request<SetupEvent> | null {
  const request = requests[state.at as keyof typeof requests] as
    ((current: SetupState) => Request<SetupEvent> | null) | undefined;
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

/** A name is stored before it is asked for: `rename` begins nothing. */
const start: Record<Exclude<Intent, 'rename'>, (state: Starting) => Request<SetupEvent>> = {
  enable: () => beginSetup,
  replace: () => beginSetup,
  add: () => async (client, signal) => ({
    type: 'setup-begun',
    setup: readSetup(await client.beginSetup({ mode: 'add' }, signal)),
  }),
  renew: () => beginBackupCodes,
  'renew-at-once': () => beginBackupCodes,
  disable: () => async (client, signal) => ({
    type: 'changed',
    status: readStatus(await client.disable!(signal)),
    notice: 'disabled',
  }),
  remove:
    ({ authenticator }) =>
    async (client, signal) => ({
      type: 'changed',
      status: readStatus(await client.removeAuthenticator!({ id: authenticator!.id }, signal)),
      notice: 'removed',
    }),
};

const confirmed: Partial<Record<Intent, Notice>> = { replace: 'replaced', add: 'added' };

const read: Request<SetupEvent> = async (client, signal) => ({
  type: 'status-read',
  status: readStatus(await client.status(signal)),
});

const requests: {
  readonly [At in Exclude<SetupState['at'], StateWithoutRequest>]: (
    state: Extract<SetupState, { at: At }>,
  ) => Request<SetupEvent> | null;
} = {
  loading: () => read,
  rereading: () => read,
  starting: (state) => (state.intent === 'rename' ? null : start[state.intent](state)),
  proving: requestProof,
  linking({ entry, intent, setup, name }) {
    if (entry.at !== 'checking') return null;
    return async (client, signal) => ({
      type: 'changed',
      status: readStatus(await client.confirmSetup(confirmationOf(entry, { ...setup, ...(name && { name }) }), signal)),
      notice: confirmed[intent] ?? 'enabled',
    });
  },
  'saving-name':
    ({ authenticator, name }) =>
    async (client, signal) => ({
      type: 'changed',
      status: readStatus(await client.nameAuthenticator!({ id: authenticator!.id, name: name! }, signal)),
      notice: 'renamed',
    }),
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
