import { Readable, type Writable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { exportRows } from '../../core/import/export-rows.js';
import type { KeyRing } from '../../core/crypto/key-ring.js';
import { namingMissing } from '../../core/optional-package.js';
import type { TwoFactorStore } from '../../core/two-factor/store.js';
import { UsageError } from './program.js';

export interface ExportAccountsParts {
  store: TwoFactorStore;
  keys: KeyRing;
  /** An age recipient, `age1…`: only its identity can open the file. */
  recipient: string;
  output: Writable;
}

export interface ExportCounts {
  exported: number;
  unreadable: string[];
}

/**
 * Writes all enrolled accounts as lines of JSON in one age file (https://age-encryption.org/v1). No secret leaves the process
 * unsealed.
 */
export async function exportAccounts({ store, keys, recipient, output }: ExportAccountsParts): Promise<ExportCounts> {
  const age = await import('age-encryption').catch((error: unknown) => {
    throw namingMissing('age-encryption', 'an export', error);
  });
  const encrypter = new age.Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new UsageError('--to has to be an age recipient, age1…: age-keygen makes one');
  }
  const counts: ExportCounts = { exported: 0, unreadable: [] };
  const lines = (async function* () {
    for await (const row of exportRows(store, keys, (accountId) => void counts.unreadable.push(accountId))) {
      counts.exported += 1;
      yield Buffer.from(`${JSON.stringify(row)}\n`);
    }
  })();
  const sealed = await encrypter.encrypt(Readable.toWeb(Readable.from(lines)) as ReadableStream<Uint8Array>);
  await pipeline(Readable.fromWeb(sealed as NodeReadableStream), output);
  return counts;
}
