import type { Change } from '../client/two-factor-client.js';

/**
 * A change that a person has chosen: 2FA on, new backup codes, another authenticator, one more, 2FA off, or one of several authenticators
 * renamed or removed.
 */
export type SetupAction = 'enable' | Change | 'rename' | 'remove';

/**
 * Asks the page before the request of a change is sent. The change is stopped when it returns or resolves to false, throws or rejects. It
 * may take its time: the person can leave meanwhile, and then the signal aborts.
 */
export type BeforeChange = (action: SetupAction, options: { signal: AbortSignal }) => unknown;

/** The property of an element by which its page takes part in the flow. A page may set any value. */
export interface FlowPage {
  readonly onBefore?: unknown;
}

export async function isAllowed({ onBefore }: FlowPage, action: SetupAction, signal: AbortSignal): Promise<boolean> {
  if (typeof onBefore !== 'function') return true;
  try {
    return (await (onBefore as BeforeChange)(action, { signal })) !== false;
  } catch (error) {
    // Often a fault of the page. A page that ends its own question because the person has left is none.
    if (!signal.aborted) console.warn('harmony-2fa: onBefore failed, so nothing was sent', error);
    return false;
  }
}
