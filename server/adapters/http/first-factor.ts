/** What an identity provider says of a sign-in, after its token was verified (OpenID Connect Core 1.0 §2). */
export interface IdentityClaims {
  /** The `iss` of the token. */
  issuer: string;
  /** Authentication methods, such as `['pwd', 'otp']` (RFC 8176). */
  amr?: readonly string[] | undefined;
  acr?: string | undefined;
}

/** The first factor was given days ago: a remembered device. Nobody has proved anything just now. */
export interface Remembered {
  remembered: true;
}

/**
 * The first factor is right, and the browser is a device that its owner trusts: it has shown a token that the app gave it after a
 * challenge with `trustDevice`. The second factor is not asked for. The sign-in is no second-factor proof.
 */
export interface TrustedDevice {
  trustedDevice: true;
}

/** What the app says of a first factor that was not given to itself just now, or of the browser. */
export type FirstFactor = IdentityClaims | Remembered | TrustedDevice;

export function isRemembered(first: FirstFactor | undefined): first is Remembered {
  return typeof first === 'object' && first !== null && 'remembered' in first && Boolean(first.remembered);
}

/** Only `true`: another value, such as a promise, would skip the second factor. */
export function isTrusted(first: FirstFactor | undefined): first is TrustedDevice {
  return typeof first === 'object' && first !== null && 'trustedDevice' in first && first.trustedDevice === true;
}

export function isClaims(first: FirstFactor | undefined): first is IdentityClaims {
  return typeof first === 'object' && first !== null && !isRemembered(first) && !('trustedDevice' in first);
}
