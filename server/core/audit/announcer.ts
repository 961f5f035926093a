import { describeError, type Log } from '../log.js';
import type { AuditLog } from './audit-log.js';
import type { AuditEvent } from './events.js';

export type AuditListener = (event: AuditEvent) => void;

/** Passes audit entries to the listeners after they were written. */
export type Announce = (events: readonly AuditEvent[]) => void;

/** For callers without listeners. */
export const announceNothing: Announce = () => undefined;

/** Calls every listener. One that throws is logged; the entries stay written and the other listeners are called. */
export function createAnnouncer(listeners: readonly AuditListener[], log: Log): Announce {
  const fail = (error: unknown): void => log.error(describeError(error), 'a listener for audit entries failed');
  return (events) => {
    for (const event of events) {
      for (const listener of listeners) {
        try {
          // TypeScript accepts an asynchronous listener too. Node would end the process because of its rejection.
          const returned: unknown = listener(event);
          if (returned instanceof Promise) returned.catch(fail);
        } catch (error) {
          fail(error);
        }
      }
    }
  };
}

/** Decorates an audit log: it announces the entries that it has appended. */
export function announcing(audit: AuditLog, announce: Announce): AuditLog {
  return {
    ...audit,
    async append(events) {
      await audit.append(events);
      announce(events);
    },
  };
}
