import type { ChangeReason } from '../administration/administration.js';
import { changeLog } from './change-log.js';
import { requireSameClock } from './right-clock.js';
import { withStore } from './with-store.js';

/** `harmony-2fa-admin partition-trail`: partitions the audit trail by month. Returns the exit code. */
export function runPartitionTrail(reason: ChangeReason): Promise<number> {
  return withStore(async (store) => {
    await requireSameClock(store);
    const names = await store.partitionAudit(new Date());
    process.stdout.write(`the audit trail has ${names.length} partitions: ${names[0]} to ${names.at(-1)}\n`);
    changeLog().info(reason, 'an administrator partitioned the audit trail');
    return 0;
  });
}
