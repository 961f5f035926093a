import type { RecoveryNotices } from '../../adapters/notice/notifier.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';

/** The page of the demo that stops a recovery. */
const stopPage = '/stop-recovery';

/**
 * What the notices of a recovery need.
 *
 * @param twoFactor a function, since a notifier is created before the use cases
 * @param origin where owners reach the server
 */
export function recoveryNotices(
  twoFactor: () => Pick<TwoFactor, 'announceRecovery' | 'runningRecovery'>,
  origin: string,
): RecoveryNotices {
  return {
    announce: (accountId) => twoFactor().announceRecovery({ accountId }),
    async find(accountId) {
      const running = await twoFactor().runningRecovery(accountId);
      if (running === null) return null;
      // Behind the `#`, where no log of a server and no `Referer` has it.
      return { validFrom: running.validFrom, stopLink: `${origin}${stopPage}#${running.stopToken}` };
    },
  };
}
