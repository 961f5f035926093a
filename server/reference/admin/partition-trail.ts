import { createLog } from '../../adapters/log/json-log.js';
import type { ChangeReason } from './administration.js';
import { withStore } from './with-store.js';

/** `harmony-2fa-admin partition-trail`: partitions the audit trail by month. Returns the exit code. */
export function runPartitionTrail(changeReason: ChangeReason): Promise<number> {
  return withStore(async (store) => {
    const names = await store.partitionAudit(new Date());
    process.stdout.write(`the audit trail has ${names.length} partitions: ${names[0]} to ${names.at(-1)}\n`);
    // At every LOG_LEVEL, as each change of an administrator.
    createLog('info').info(changeReason, 'an administrator partitioned the audit trail');
    return 0;
  });
}
