import type { AuditEvent } from '../../../server/core/audit/events.js';
import {
  emptyFactor,
  TwoFactorError,
  type AuditEventName,
  type SecondFactor,
  type SecondFactorRows,
} from '../../../server/index.js';
import type { RowsUnderTest } from '../../../server/testing.js';

/** Faults that an implementation may have. The suite has to see each. */
export const plants = [
  'no version is compared',
  'the version is compared before the write waits',
  'the case of an id does not matter',
  'white space around an id does not matter',
  'losers write entries',
  'a forgotten account can be written again',
  'entries of a forgotten account are written',
  'forgetting keeps entries',
  'batches repeat an account',
  'a null keeps the former value',
  'numbers have 32 bits',
  'a long id is cut',
  'a long value is cut',
  'the authenticators are not kept',
  'batches are ordered in another way than ids are compared',
  'an outage looks like an account without a row',
  'a recovery is not stored',
  'right codes in a row are not stored',
] as const;
export type Plant = (typeof plants)[number];

/** Rows in memory: the example of the docs, with a fault if one is planted. */
export function memoryRows(plant?: Plant): RowsUnderTest {
  const factors = new Map<string, SecondFactor>();
  const forgotten = new Set<string>();
  let entries: AuditEvent[] = [];
  let isOpen = true;
  const keyOf = (id: string): string => {
    if (plant === 'the case of an id does not matter') return id.toLowerCase();
    if (plant === 'a long id is cut') return id.slice(0, 255);
    return plant === 'white space around an id does not matter' ? id.trim() : id;
  };
  const write = (events: readonly AuditEvent[]): void => {
    const kept = plant === 'entries of a forgotten account are written';
    entries.push(...events.filter(({ accountId }) => kept || !forgotten.has(accountId)));
  };
  const versionOf = (id: string): number => factors.get(keyOf(id))?.version ?? 0;

  const rows: SecondFactorRows = {
    read: (accountId) => {
      if (!isOpen && plant === 'an outage looks like an account without a row') {
        return Promise.resolve(emptyFactor(accountId));
      }
      const factor = factors.get(keyOf(accountId));
      return Promise.resolve(factor ? { ...structuredClone(factor), accountId } : emptyFactor(accountId));
    },
    async compareAndSet({ accountId, version }, next, events) {
      const early = versionOf(accountId);
      await Promise.resolve();
      if (version === 0 && forgotten.has(accountId) && plant !== 'a forgotten account can be written again') {
        throw new TwoFactorError('not_signed_in');
      }
      const found = plant === 'the version is compared before the write waits' ? early : versionOf(accountId);
      if (found !== version && plant !== 'no version is compared') {
        if (plant === 'losers write entries') write(events);
        return false;
      }
      const stored = { accountId, version: version + 1, ...structuredClone(next) };
      if (plant === 'a null keeps the former value') stored.active ??= factors.get(accountId)?.active ?? null;
      if (plant === 'numbers have 32 bits' && stored.active) stored.active.enabledAt = stored.active.enabledAt | 0;
      if (plant === 'a long value is cut' && stored.active) {
        stored.active.sealedBackupCodes = stored.active.sealedBackupCodes.slice(0, 512);
      }
      if (plant === 'a recovery is not stored') stored.recovery = null;
      if (plant === 'right codes in a row are not stored') stored.budget.rightCodes = null;
      if (plant === 'the authenticators are not kept' && stored.active) stored.active.authenticators = null;
      factors.set(keyOf(accountId), stored);
      write(events);
      return true;
    },
    record: (events) => Promise.resolve(write(events)),
    accountsAfter: (accountId, limit) => {
      const isAfter = (id: string): boolean =>
        plant === 'batches repeat an account' ? id >= accountId && factors.size > 0 : id > accountId;
      const ignoresCase = plant === 'batches are ordered in another way than ids are compared';
      const placeOf = (id: string): string => (ignoresCase ? id.toLowerCase() : id);
      const ids = [...factors.keys()].filter(isAfter).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
      // A batch that only repeats would never end.
      const batch = ids.slice(0, limit);
      return Promise.resolve(batch.length === 1 && batch[0] === accountId ? [] : batch);
    },
    forget: (accountId) => {
      factors.delete(accountId);
      forgotten.add(accountId);
      if (plant !== 'forgetting keeps entries') entries = entries.filter((event) => event.accountId !== accountId);
      return Promise.resolve();
    },
  };
  return {
    rows,
    entriesOf: (accountId): Promise<AuditEventName[]> =>
      Promise.resolve(entries.filter((event) => event.accountId === accountId).map(({ event }) => event)),
    close: () => {
      isOpen = false;
      return Promise.resolve();
    },
  };
}
