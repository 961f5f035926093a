import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAnnouncer } from '../../server/core/audit/announcer.js';
import { eventsOf } from '../../server/core/audit/events.js';
import { createLog } from '../../server/adapters/log/json-log.js';

describe('listeners for audit entries', () => {
  it('get each entry in order, even if another listener throws', () => {
    const heard: string[] = [];
    const lines: string[] = [];
    const announce = createAnnouncer(
      [
        () => {
          throw new Error('a listener of somebody else');
        },
        ({ event }) => void heard.push(event),
      ],
      createLog('trace', { write: (line) => void lines.push(line) }),
    );
    announce(eventsOf({ accountId: 'a' }, new Date(), 'enabled', ['second_factor_ok', 'totp']));
    assert.deepEqual(heard, ['enabled', 'second_factor_ok']);
    assert.equal(lines.filter((line) => line.includes('a listener of somebody else')).length, 2);
  });
});
