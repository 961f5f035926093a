import {
  readChallenge,
  readNewBackupCodes,
  readProof,
  readSetup,
  readStatus,
  readVerified,
} from '../protocol/read-message.js';
import type { TwoFactorClient } from './two-factor-client.js';

/**
 * A client whose answers have all been read before anybody sees them. A host may set any object as `client`; a method
 * that is missing, throws, or answers a wrong shape becomes a rejection like any other.
 */
export function checkClient(client: TwoFactorClient): TwoFactorClient {
  return {
    status: async (signal) => readStatus(await client.status(signal)),
    beginSetup: async (signal) => readSetup(await client.beginSetup(signal)),
    confirmSetup: async (answer, signal) => readStatus(await client.confirmSetup(answer, signal)),
    cancelSetup: async (signal) => void (await client.cancelSetup(signal)),
    readChallenge: async (signal) => readChallenge(await client.readChallenge(signal)),
    answerChallenge: async (answer, signal) => readVerified(await client.answerChallenge(answer, signal)),
    reauthenticate: async (answer, signal) => readProof(await client.reauthenticate(answer, signal)),
    beginBackupCodes: async (signal) => readNewBackupCodes(await client.beginBackupCodes(signal)),
    keepBackupCodes: async (signal) => readStatus(await client.keepBackupCodes(signal)),
    dropBackupCodes: async (signal) => void (await client.dropBackupCodes(signal)),
    disable: async (signal) => readStatus(await client.disable(signal)),
  };
}
