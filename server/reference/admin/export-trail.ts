import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditLog, EntryRange } from '../../core/audit/audit-log.js';
import { composeEvent } from '../../core/webhook/webhook-event.js';
import type { ChangeReason } from '../administration/administration.js';
import { changeLog } from './change-log.js';
import { writeNewFile } from './new-file.js';
import { withStore } from './with-store.js';

/** The file name that means standard output. */
const standardOutput = '-';

/**
 * `harmony-2fa-admin export-trail`: writes the audit trail as NDJSON, one event on each line, in the form of the webhooks. Returns the
 * exit code.
 */
export function runExportTrail(file: string, range: EntryRange, reason: ChangeReason): Promise<number> {
  return withStore(async (store) => {
    const count = file === standardOutput ? await print(store.audit, range) : await save(store.audit, range, file);
    changeLog().info({ entries: count, ...range, ...reason }, 'an administrator exported the audit trail');
    return 0;
  });
}

function print(audit: AuditLog, range: EntryRange): Promise<number> {
  return write(audit, range, process.stdout, false);
}

async function save(audit: AuditLog, range: EntryRange, file: string): Promise<number> {
  const count = await writeNewFile(file, (output) => write(audit, range, output, true));
  process.stdout.write(`${count} entries exported\n`);
  return count;
}

async function write(audit: AuditLog, range: EntryRange, output: Writable, end: boolean): Promise<number> {
  let count = 0;
  const lines = (async function* () {
    for await (const entry of audit.entries(range)) {
      count += 1;
      yield `${JSON.stringify(composeEvent(entry))}\n`;
    }
  })();
  await pipeline(Readable.from(lines), output, { end });
  return count;
}
