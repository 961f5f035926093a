import { readNewBackupCodes, readProof, readSetup, readStatus } from '../protocol/read-message.js';
import { answerOf, confirmationOf } from './code-entry.js';
import type { Request } from './flow.js';
import type { Intent, SetupEvent, SetupState } from './setup-state.js';

/** The request that a state stands for. */
export function requestOf(state: SetupState): Request<SetupEvent> | null {
  switch (state.at) {
    case 'loading':
    case 'rereading':
      return async (client, signal) => ({ type: 'status-read', status: readStatus(await client.status(signal)) });
    case 'starting':
      return start[state.intent];
    case 'proving': {
      const { entry } = state;
      if (entry.at !== 'checking') return null;
      return async (client, signal) => {
        readProof(await client.reauthenticate(answerOf(entry), signal));
        return { type: 'proved' };
      };
    }
    case 'linking': {
      const { entry, intent, setup } = state;
      if (entry.at !== 'checking') return null;
      return async (client, signal) => ({
        type: 'changed',
        status: readStatus(await client.confirmSetup(confirmationOf(entry, setup), signal)),
        notice: intent === 'replace' ? 'replaced' : 'enabled',
      });
    }
    case 'keeping-codes': {
      const { id } = state.codes;
      // A client for a back end without ids takes the signal alone.
      const parts = (signal: AbortSignal) => (id === undefined ? ([signal] as const) : ([{ id }, signal] as const));
      return async (client, signal) => ({
        type: 'changed',
        status: readStatus(await client.keepBackupCodes(...parts(signal))),
        notice: 'renewed',
      });
    }
    case 'leaving':
      return async (client, signal) => {
        await (state.drop === 'setup' ? client.cancelSetup(signal) : client.dropBackupCodes(signal));
        return { type: 'dropped' };
      };
    case 'unreachable':
    case 'signed-out':
    case 'idle':
    case 'confirming':
    case 'stopped':
    case 'showing-codes':
    case 'discarding':
    case 'expired':
      return null;
  }
}

const beginSetup: Request<SetupEvent> = async (client, signal) => ({
  type: 'setup-begun',
  setup: readSetup(await client.beginSetup(signal)),
});

const start: Record<Intent, Request<SetupEvent>> = {
  enable: beginSetup,
  replace: beginSetup,
  renew: async (client, signal) => ({
    type: 'codes-begun',
    codes: readNewBackupCodes(await client.beginBackupCodes(signal)),
  }),
  disable: async (client, signal) => ({
    type: 'changed',
    status: readStatus(await client.disable(signal)),
    notice: 'disabled',
  }),
};
