import type { Failure } from '../../../widget/client/client-error.js';
import type {
  Authenticator,
  Challenge,
  Device,
  Devices,
  NewBackupCodes,
  Setup,
  StatusOff,
  StatusOn,
  Verified,
} from '../../../widget/protocol/messages.js';

/** Messages for the flow tables. */
export const off: StatusOff = { enabled: false };
export const on: StatusOn = {
  enabled: true,
  enabledAt: '2026-11-24T09:00:00.000Z',
  backupCodes: { remaining: 9, total: 10 },
};
/** On, with two authenticators. */
export const several: StatusOn & { authenticators: Authenticator[] } = {
  ...on,
  authenticators: [
    { id: 'a1', name: 'Phone', addedAt: '2026-11-24T09:00:00.000Z', lastUsedAt: null },
    { id: 'a2', name: 'Tablet', addedAt: '2026-11-25T09:00:00.000Z', lastUsedAt: null },
  ],
};
export const setup: Setup = {
  keyUri: 'otpauth://totp/Harmony:ada%40example.com?secret=GEZDGNBVGY3TQOJQ&issuer=Harmony',
  backupCodes: ['ABCD-EFGH-JKMN-PQRS'],
  expiresAt: '2026-11-24T09:10:00.000Z',
};
export const codes: NewBackupCodes = { backupCodes: ['BCDE-FGHJ-KMNP-QRST'], expiresAt: '2026-11-24T09:10:00.000Z' };
export const challenge: Challenge = { methods: ['totp', 'backup_code'], expiresAt: '2026-11-24T09:10:00.000Z' };
export const verified: Verified = { verified: true, method: 'totp', backupCodes: { remaining: 9, total: 10 } };

const laptop: Device = {
  id: 's1',
  kind: 'session',
  name: 'Chrome on Windows',
  address: null,
  current: true,
  addedAt: '2026-11-24T08:00:00.000Z',
  lastUsedAt: '2026-11-24T09:00:00.000Z',
  expiresAt: '2026-11-25T08:00:00.000Z',
};
export const phone: Device = { ...laptop, id: 's2', name: 'Safari on iOS', current: false };
export const tablet: Device = { ...phone, id: 't1', kind: 'trusted_device' };
export const devices: Devices = { devices: [laptop, phone, tablet] };

export const at = 1_000_000;

export function failed(failure: Failure) {
  return { type: 'failed' as const, failure, at };
}
