/**
 * The operations of the HTTP contract: method, and path below the base path. The client calls them and the server mounts
 * them. `{id}` stands for the id of the message that lists the thing. A renamed path breaks every back end that implements the
 * contract.
 */
export const endpoints = {
  status: { method: 'GET', path: '/status' },
  beginSetup: { method: 'POST', path: '/setup' },
  confirmSetup: { method: 'POST', path: '/setup/confirm' },
  cancelSetup: { method: 'DELETE', path: '/setup' },
  readChallenge: { method: 'GET', path: '/challenge' },
  answerChallenge: { method: 'POST', path: '/challenge' },
  reauthenticate: { method: 'POST', path: '/reauthenticate' },
  beginBackupCodes: { method: 'POST', path: '/backup-codes' },
  keepBackupCodes: { method: 'POST', path: '/backup-codes/confirm' },
  dropBackupCodes: { method: 'DELETE', path: '/backup-codes' },
  disable: { method: 'POST', path: '/disable' },
  nameAuthenticator: { method: 'PATCH', path: '/authenticators/{id}' },
  removeAuthenticator: { method: 'DELETE', path: '/authenticators/{id}' },
  devices: { method: 'GET', path: '/devices' },
  removeDevice: { method: 'DELETE', path: '/devices/{id}' },
  removeOtherDevices: { method: 'DELETE', path: '/devices' },
} as const satisfies Record<string, Endpoint>;

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `{id}` stands for the id of what the operation is about. */
  readonly path: `/${string}`;
}

export type Operation = keyof typeof endpoints;

/** A back end may leave these out: it then answers 404 `not_found`. */
export const optionalOperations: readonly Operation[] = [
  'nameAuthenticator',
  'removeAuthenticator',
  'devices',
  'removeDevice',
  'removeOtherDevices',
];
