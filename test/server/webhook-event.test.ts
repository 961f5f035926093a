import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { eventsOf } from '../../server/core/audit/events.js';
import { auditEventNames } from '../../server/core/webhook/caep.js';
import { waitAfter } from '../../server/core/webhook/retry-wait.js';
import { composeEvent } from '../../server/core/webhook/webhook-event.js';

const at = new Date('2026-11-24T09:00:00.500Z');
const client = { address: '192.0.2.1', userAgent: 'Browser', requestId: 'r1' };
const composed = auditEventNames.map((name) => {
  const [event] = eventsOf({ accountId: 'ada', client }, at, [name, 'totp']);
  return [name, composeEvent({ ...event!, id: `id of ${name}` })] as const;
});

describe('an event', () => {
  it('has the facts of its entry and nothing else', () => {
    for (const [name, { sub_id, events, ...event }] of composed) {
      assert.deepEqual(event, {
        id: `id of ${name}`,
        type: `harmony_2fa.${name}`,
        timestamp: '2026-11-24T09:00:00.500Z',
        data: { accountId: 'ada', method: 'totp', ...client, detail: null },
      });
      assert.equal(sub_id === undefined, events === undefined);
    }
  });

  it('has a type of the characters that Standard Webhooks advises', () => {
    for (const [, { type }] of composed) assert.match(type, /^[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)+$/);
  });

  it('has the claims of CAEP 1.0 where it has a name there', () => {
    const prefix = 'https://schemas.openid.net/secevent/caep/event-type/';
    const named = composed.filter(([, { events }]) => events !== undefined);
    for (const [name, { sub_id, events }] of named) {
      assert.deepEqual(sub_id, { format: 'opaque', id: 'ada' });
      const [[type, claims] = ['', null], ...others] = Object.entries(events!);
      assert.deepEqual(others, []);
      assert.equal(claims?.event_timestamp, 1_795_510_800, name);
      assert.ok([undefined, 'admin', 'user', 'policy', 'system'].includes(claims.initiating_entity), name);
      if (type === `${prefix}session-revoked`) continue;
      assert.equal(type, `${prefix}credential-change`, name);
      assert.ok(['create', 'revoke', 'update', 'delete'].includes(claims.change_type ?? ''), name);
      assert.ok(claims.credential_type, name);
    }
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'demo/docs/webhooks.md'), 'utf8');
    const listed = [...page.matchAll(/^\| (`[^|]+) \| `([\w-]+)` +\| +(?:`([\w-]+)`)? *\| +(?:`([\w-]+)`)? *\|$/gm)]
      .filter(([row]) => row.includes('`credential-change`') || row.includes('`session-revoked`'))
      .flatMap(([, names = '', type, credential, change]) =>
        [...names.matchAll(/`(\w+)`/g)].map(([, name]) => [name, type, credential, change].join(' ')),
      );
    const made = named.map(([name, { events }]) => {
      const [[type, claims] = ['', null]] = Object.entries(events!);
      return [name, type.slice(prefix.length), claims?.credential_type, claims?.change_type].join(' ');
    });
    assert.deepEqual(listed.sort(), made.sort(), 'the table of the page');
    assert.deepEqual(
      Object.fromEntries(named.map(([name, { events }]) => [name, Object.values(events!)[0]!.change_type ?? 'ended'])),
      {
        password_changed: 'update',
        enabled: 'create',
        replaced: 'update',
        authenticator_added: 'create',
        authenticator_removed: 'delete',
        backup_codes_renewed: 'update',
        disabled: 'delete',
        imported: 'create',
        device_remembered: 'create',
        device_revoked: 'revoke',
        admin_reset: 'revoke',
        admin_sessions_ended: 'ended',
        admin_devices_forgotten: 'revoke',
        admin_restored: 'revoke',
      },
    );
  });
});

describe('the wait after a try', () => {
  it('grows to six hours, and is at most a fifth longer', () => {
    const waits = Array.from({ length: 12 }, (_, index) => waitAfter(index + 1, null, () => 0) / 1000);
    assert.deepEqual(waits, [5, 20, 80, 320, 1280, 5120, 20_480, ...Array.from({ length: 5 }, () => 21_600)]);
    assert.equal(
      waitAfter(1, null, () => 1),
      6000,
    );
    for (let time = 0; time < 100; time += 1) {
      const wait = waitAfter(2, null);
      assert.ok(wait >= 20_000 && wait < 24_000);
    }
  });

  it('is the one that the receiver has asked for, up to a day', () => {
    assert.equal(
      waitAfter(1, 60_000, () => 0),
      60_000,
    );
    assert.equal(
      waitAfter(5, 60_000, () => 0),
      1_280_000,
    );
    assert.equal(
      waitAfter(1, 1e12, () => 0),
      86_400_000,
    );
  });
});
