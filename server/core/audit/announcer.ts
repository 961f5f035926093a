import { describeError, type Log } from '../log.js';
import type { AuditLog } from './audit-log.js';
import type { AuditEvent } from './events.js';

export type AuditListener = (event: AuditEvent) => void;

/** Says what was written down, once it is. */
export type Announce = (events: readonly AuditEvent[]) => void;

/** For callers that nobody listens to. */
export const announceNothing: Announce = () => undefined;

/** Tells every listener. One that throws neither undoes what was written nor keeps it from the others. */
export function createAnnouncer(listeners: readonly AuditListener[], log: Log): Announce {
  return (events) => {
    for (const event of events) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          log.error(describeError(error), 'a listener for audit entries failed');
        }
      }
    }
  };
}

/** An audit log that says what it has appended. */
export function announcing(audit: AuditLog, announce: Announce): AuditLog {
  return {
    ...audit,
    async append(events) {
      await audit.append(events);
      announce(events);
    },
  };
}
