import type {
  Challenge,
  Device,
  Devices,
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
  devices: Devices;
  removeDevice: Devices;
  removeOtherDevices: Devices;
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

/** The moment that `lastUsedAt` of the samples is told from, so that the words in a picture stay the same. */
const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const hour = 60;
const day = 24 * hour;

export const thisSession: Device = {
  id: 's1',
  kind: 'session',
  name: 'Chrome on Windows',
  address: '203.0.113.7',
  current: true,
  addedAt: ago(2 * hour),
  lastUsedAt: ago(0),
  expiresAt: ago(-22 * hour),
};
export const phoneSession: Device = {
  id: 's2',
  kind: 'session',
  name: 'Safari on iOS',
  address: '2001:db8::8a2e:370:7334',
  current: false,
  addedAt: ago(5 * hour),
  lastUsedAt: ago(12),
  expiresAt: ago(-19 * hour),
};
export const oldSession: Device = {
  ...phoneSession,
  id: 's3',
  name: 'Firefox on Linux',
  address: null,
  addedAt: ago(20 * hour),
  lastUsedAt: ago(3 * hour),
};
export const thisTrusted: Device = {
  id: 't1',
  kind: 'trusted_device',
  name: 'Chrome on Windows',
  address: null,
  current: true,
  addedAt: ago(6 * day),
  lastUsedAt: ago(2 * hour),
  expiresAt: '2096-12-18T09:00:00.000Z',
};
export const otherTrusted: Device = {
  ...thisTrusted,
  id: 't2',
  name: 'Safari on macOS',
  current: false,
  addedAt: ago(12 * day),
  lastUsedAt: ago(day),
};

const devices = [thisSession, phoneSession, oldSession, thisTrusted, otherTrusted];
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
  devices: { devices },
  removeDevice: { devices: devices.filter(({ id }) => id !== phoneSession.id) },
  removeOtherDevices: { devices: [thisSession] },
  nameAuthenticator: statusWith(2, 'Private phone'),
  removeAuthenticator: statusWith(1),
};
