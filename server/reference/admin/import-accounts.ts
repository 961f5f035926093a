import { TwoFactorError } from '../../core/errors.js';
import { ImportError } from '../../core/import/read-secret.js';
import { readImportRow } from '../../core/import/read-row.js';
import type { ImportOptions, ImportOutcome } from '../../core/two-factor/import-factor.js';
import type { TwoFactor } from '../../core/two-factor/two-factor.js';
import type { FileRow } from './read-file.js';

export interface ImportAccountsParts {
  twoFactor: Pick<TwoFactor, 'import'>;
  /** The account with this id or address in this product. */
  find: (idOrAddress: string) => Promise<{ id: string } | null>;
  /** Called with a line of text for each row that was not taken. */
  onRefused: (line: string) => void;
}

export type ImportCounts = Record<ImportOutcome | 'refused', number>;

/** Takes over each row that can be taken. A row that is refused changes nothing, and the others go on. */
export async function importAccounts(
  rows: AsyncIterable<FileRow>,
  { twoFactor, find, onRefused }: ImportAccountsParts,
  options: ImportOptions,
): Promise<ImportCounts> {
  const counts: ImportCounts = { imported: 0, unchanged: 0, kept: 0, refused: 0 };
  for await (const { line, value } of rows) {
    try {
      const outcome = await importRow(value);
      counts[outcome] += 1;
      if (outcome === 'kept') onRefused(`line ${line}: the account has another factor, which stays`);
    } catch (error) {
      counts.refused += 1;
      onRefused(`line ${line}: ${reasonOf(error)}`);
    }
  }
  return counts;

  async function importRow(value: unknown): Promise<ImportOutcome> {
    if (value === undefined) throw new ImportError('the line is not valid JSON');
    const row = readImportRow(value);
    const account = await find(row.account);
    if (account === null) throw new ImportError('there is no such account');
    return twoFactor.import({ accountId: account.id }, row, options);
  }
}

/** One account with a damaged row, or with a key that is missing, does not hold up the others. @throws every other error */
function reasonOf(error: unknown): string {
  if (error instanceof ImportError) return error.message;
  if (error instanceof TwoFactorError && error.code === 'unavailable') return 'the account cannot be read here';
  throw error;
}
