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
 * The first factor is right, and the browser may be a device that its owner trusts: it has shown a token that the app gave it after a
 * challenge with `trustDevice`. On such a device no code is asked for. The sign-in is no second-factor proof.
 */
export interface TrustedDevice {
  /**
   * Whether the browser is trusted. `begin` calls the function while 2FA is on, once its sign-in is stored. A change from then on ends that
   * sign-in, so a trust that has just ended lets nobody in. `true` is a trust that the app has looked up earlier: `begin` cannot know of a
   * change since. Any other value or result than `true` leads to a challenge. When the function throws, `begin` throws its error.
   */
  trustedDevice: true | (() => boolean | Promise<boolean>);
}

/** What a change, such as a password reset, may have made wrong since the app checked it. It goes with each of the others. */
export interface CheckedFactor {
  /**
   * Whether the first factor is still right: the stored hash is the one that the app compared with. `begin` calls the function once its sign-in
   * is stored. A change from then on ends that sign-in with `endAll`, so the former password lets nobody in. Any other result than `true` is a
   * refusal. When the function throws, `begin` throws its error.
   */
  stillRight: () => boolean | Promise<boolean>;
}

/** What the app says of a first factor that was not given to itself just now, or of the browser. */
export type FirstFactor = CheckedFactor | ((IdentityClaims | Remembered | TrustedDevice) & Partial<CheckedFactor>);

export function isRemembered(first: FirstFactor | undefined): first is Remembered {
  return typeof first === 'object' && first !== null && 'remembered' in first && Boolean(first.remembered);
}

/** Only `true`: another value, such as a promise or an object, would skip the second factor. */
export async function isTrusted(first: FirstFactor | undefined): Promise<boolean> {
  if (typeof first !== 'object' || first === null || !('trustedDevice' in first)) return false;
  const { trustedDevice } = first;
  const trusted: unknown = typeof trustedDevice === 'function' ? await trustedDevice() : trustedDevice;
  return trusted === true;
}

/** True for an app that says nothing of it. Only `true`: another value, such as a promise in an object, would let the former password in. */
export async function isStillRight(first: FirstFactor | undefined): Promise<boolean> {
  if (typeof first !== 'object' || first === null || !('stillRight' in first)) return true;
  const { stillRight } = first;
  if (stillRight === undefined) return true;
  const right: unknown = await stillRight();
  return right === true;
}

export function isClaims(first: FirstFactor | undefined): first is IdentityClaims {
  return (
    typeof first === 'object' &&
    first !== null &&
    'issuer' in first &&
    !isRemembered(first) &&
    !('trustedDevice' in first)
  );
}
