import type { SignedIn } from '../../core/sign-in/sign-in-store.js';
import { toMaxAge, type RecentProofOptions } from '../../core/two-factor/rules.js';

/**
 * A guard for the app's own sensitive changes. With options it returns a stricter guard, and checks them at once: call it when the
 * app starts.
 */
export interface RecentProofGuard<Context> {
  (context: Context): Promise<SignedIn>;
  (options: RecentProofOptions): (context: Context) => Promise<SignedIn>;
}

/** @param check throws the refusal */
export function recentProofGuard<Context>(
  check: (context: Context, options?: RecentProofOptions) => Promise<SignedIn>,
): RecentProofGuard<Context> {
  return ((first: Context | RecentProofOptions) => {
    if (!isRecentProofOptions(first)) return check(first);
    const options = readRecentProofOptions(first);
    return (context: Context) => check(context, options);
  }) as RecentProofGuard<Context>;
}

/** The same guard for what the app's own routes have of a request. */
export function guardOfRequests<Request, Context>(
  guard: RecentProofGuard<Context>,
  contextOf: (request: Request) => Context,
): RecentProofGuard<Request> {
  return recentProofGuard((request: Request, options) =>
    options ? guard(options)(contextOf(request)) : guard(contextOf(request)),
  );
}

/** @throws {TypeError} for a `maxAge` that is not 30 to 300 seconds */
function readRecentProofOptions(options: RecentProofOptions): RecentProofOptions {
  return { maxAge: toMaxAge(options, 'requireRecentProof') };
}

/** No request of any server has this property. */
export function isRecentProofOptions(value: unknown): value is RecentProofOptions {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'maxAge');
}
