import type {
  Challenge,
  NewBackupCodes,
  Proof,
  Setup,
  Status,
  StatusOn,
  Verified,
} from '../../widget/protocol/messages.js';

/** The message that answers each operation of the protocol. */
export interface Messages {
  status: Status;
  beginSetup: Setup;
  confirmSetup: Status;
  cancelSetup: undefined;
  readChallenge: Challenge;
  answerChallenge: Verified;
  reauthenticate: Proof;
  beginBackupCodes: NewBackupCodes;
  keepBackupCodes: Status;
  dropBackupCodes: undefined;
  disable: Status;
  nameAuthenticator: Status;
  removeAuthenticator: Status;
}

export const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const keyUri = `otpauth://totp/Harmony:ada%40example.com?secret=${secret}&issuer=Harmony&algorithm=SHA1&digits=6&period=30`;
export const backupCodes = Array.from({ length: 10 }, (_, index) => `K${index}QF-7HXM-2VRD-9TPW`);
export const newBackupCodes = Array.from({ length: 10 }, (_, index) => `N${index}ZC-4GYB-8WSJ-3DTA`);

const expiresAt = '2096-11-24T09:10:00.000Z';

export const setup: Setup = { keyUri, backupCodes, expiresAt };
export const statusOff: Status = { enabled: false };

export function statusOn(remaining = 10, enabledAt = '2026-11-24T09:00:00.000Z'): StatusOn {
  return { enabled: true, enabledAt, backupCodes: { remaining, total: 10 } };
}

const names = [
  'Authenticator 1',
  'Work phone',
  'Tablet',
  'Password manager',
  'Old phone in the drawer of the desk at home',
];

/** 2FA is on, with so many authenticators. The first one has been used. */
export function statusWith(count: number, lastName = names[count - 1]!): StatusOn {
  const authenticators = names.slice(0, count).map((name, index) => ({
    id: `a${index + 1}`,
    name: index === count - 1 ? lastName : name,
    addedAt: `2026-11-2${index}T09:00:00.000Z`,
    lastUsedAt: index === 0 ? '2026-11-28T09:00:00.000Z' : null,
  }));
  return { ...statusOn(9, '2026-11-20T09:00:00.000Z'), authenticators };
}

/** The answers of a back end that accepts everything; 2FA is off. */
export const sampleMessages: Messages = {
  status: statusOff,
  beginSetup: setup,
  confirmSetup: statusOn(),
  cancelSetup: undefined,
  readChallenge: { methods: ['totp', 'backup_code'], expiresAt },
  answerChallenge: { verified: true, method: 'totp', backupCodes: { remaining: 9, total: 10 } },
  reauthenticate: { validUntil: expiresAt },
  beginBackupCodes: { backupCodes: newBackupCodes, expiresAt },
  keepBackupCodes: statusOn(),
  dropBackupCodes: undefined,
  disable: statusOff,
  nameAuthenticator: statusWith(2, 'Private phone'),
  removeAuthenticator: statusWith(1),
};
