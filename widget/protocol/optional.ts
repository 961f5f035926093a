/**
 * The parts of the contract that a back end may leave out, and that this package neither calls nor answers yet. Where a row moves to
 * `endpoints`, `messages` or `error-codes`, it leaves this file.
 */

export const optionalEndpoints = {
  nameAuthenticator: { method: 'PATCH', path: '/authenticators/{id}' },
  removeAuthenticator: { method: 'DELETE', path: '/authenticators/{id}' },
} as const satisfies Record<string, OptionalEndpoint>;

export interface OptionalEndpoint {
  readonly method: 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
}

export type OptionalOperation = keyof typeof optionalEndpoints;

export const optionalErrorStatus = {
  last_authenticator: 409,
  too_many_authenticators: 409,
} as const;

export type OptionalErrorCode = keyof typeof optionalErrorStatus;

/** One of an account's authenticators. */
export interface Authenticator {
  id: string;
  /** What the person calls it. */
  name: string;
  addedAt: string;
  lastUsedAt: string | null;
}

/** Fields that `Status` may have. */
export interface StatusOptions {
  authenticators?: Authenticator[];
}

/** Fields that the body of `beginSetup` may have. The default is `replace`. */
export interface SetupOptions {
  mode?: 'replace' | 'add';
}

/** Fields that the body of `confirmSetup` may have. */
export interface ConfirmationOptions {
  /** The name of the new authenticator. */
  name?: string;
}

export interface AuthenticatorName {
  name: string;
}
