import { ClientError, type Change, type CompleteClient, type TwoFactorClient } from '../../widget/client/index.js';

type Status = Awaited<ReturnType<CompleteClient['status']>>;

/** What a back end may be without, in the words of the playground. */
export const missingParts = {
  codes: 'Backup codes',
  counts: 'How many backup codes are left',
  date: 'The date since when 2FA is on',
  keep: 'Keeping new codes: they replace the old ones at once',
  replace: 'Another authenticator while 2FA is on',
  disable: 'Turning 2FA off',
  several: 'Several authenticators',
  challenge: 'Reading the challenge',
  cancel: 'Cancelling a set-up',
  trust: 'Trusting a device',
  devices: 'Listing sessions and devices',
} as const;

export type MissingPart = keyof typeof missingParts;

/** A client for a back end that knows less than the given one. */
export function lesserClient(client: CompleteClient, missing: ReadonlySet<MissingPart>): TwoFactorClient {
  const has = (part: MissingPart): boolean => !missing.has(part);
  const counted = has('codes') && has('counts');

  const statusOf = (status: Status): Status => {
    if (!status.enabled) return status;
    const { enabledAt, backupCodes, authenticators, ...rest } = status;
    return {
      ...rest,
      ...(has('date') && enabledAt && { enabledAt }),
      ...(counted && backupCodes && { backupCodes }),
      ...(has('several') && authenticators && { authenticators }),
    };
  };
  /** A recent proof by a backup code needs backup codes. */
  const refusal = (error: ClientError): never => {
    if (has('codes') || !error.methods) throw error;
    const methods = error.methods.filter((method) => method !== 'backup_code');
    throw new ClientError({ code: 'reauthentication_required', methods });
  };
  const needs = { renew: 'codes', replace: 'replace', add: 'several', disable: 'disable' } as const;
  const changes = (Object.keys(needs) as Change[]).filter((change) => has(needs[change]));

  return {
    changes,
    status: async (signal) => statusOf(await client.status(signal)),
    beginSetup: async (options, signal) => {
      const setup = await client.beginSetup(options, signal).catch(refusal);
      return has('codes') ? setup : { ...setup, backupCodes: [] };
    },
    confirmSetup: async (answer, signal) => statusOf(await client.confirmSetup(answer, signal)),
    reauthenticate: (answer, signal) => client.reauthenticate(answer, signal),
    ...(has('cancel') && { cancelSetup: (signal) => client.cancelSetup(signal) }),
    ...(has('challenge') && {
      readChallenge: async (signal) => {
        const { trustDays, ...challenge } = await client.readChallenge(signal);
        return {
          ...challenge,
          ...(!has('codes') && { methods: ['totp' as const] }),
          ...(has('trust') && trustDays !== undefined && { trustDays }),
        };
      },
    }),
    answerChallenge: async (answer, signal) => {
      const { backupCodes, ...verified } = await client.answerChallenge(answer, signal);
      return { ...verified, ...(counted && backupCodes && { backupCodes }) };
    },
    ...(has('codes') && {
      beginBackupCodes: async (signal) => {
        const codes = await client.beginBackupCodes(signal).catch(refusal);
        if (!has('keep')) await client.keepBackupCodes(codes.id === undefined ? {} : { id: codes.id }, signal);
        return codes;
      },
    }),
    ...(has('codes') &&
      has('keep') && {
        keepBackupCodes: async (pending, signal) => statusOf(await client.keepBackupCodes(pending, signal)),
        dropBackupCodes: (signal) => client.dropBackupCodes(signal),
      }),
    ...(has('devices') && {
      devices: (signal) => client.devices(signal),
      removeDevice: (device, signal) => client.removeDevice(device, signal),
      removeOtherDevices: (signal) => client.removeOtherDevices(signal),
    }),
    ...(has('disable') && { disable: async (signal) => statusOf(await client.disable(signal).catch(refusal)) }),
    ...(has('several') && {
      nameAuthenticator: async (named, signal) => statusOf(await client.nameAuthenticator(named, signal)),
      removeAuthenticator: async (removed, signal) =>
        statusOf(await client.removeAuthenticator(removed, signal).catch(refusal)),
    }),
  };
}
