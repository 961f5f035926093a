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
  /** Called with each account that has the factor of its row, whether this run has written it or an earlier one. Not in a dry run. */
  onImported: (accountId: string) => Promise<unknown>;
  /** Called with a line of text for each row that was not taken. */
  onRefused: (line: string) => void;
}

/** Takes over each row that can be taken, and yields what became of it. A row that is refused changes nothing, and the others go on. */
export async function* importAccounts(
  rows: AsyncIterable<FileRow>,
  { twoFactor, find, onImported, onRefused }: ImportAccountsParts,
  options: ImportOptions,
): AsyncGenerator<ImportOutcome | 'refused'> {
  /** What a dry run would have imported by now. */
  const tried = new Map<string, Uint8Array>();
  for await (const { line, value } of rows) {
    let outcome: ImportOutcome | 'refused' = 'refused';
    try {
      outcome = await importRow(value);
      if (outcome === 'kept') onRefused(`line ${line}: the account has another factor, which stays`);
    } catch (error) {
      onRefused(`line ${line}: ${reasonOf(error)}`);
    }
    yield outcome;
  }

  async function importRow(value: unknown): Promise<ImportOutcome> {
    if (value === undefined) throw new ImportError('the line cannot be read');
    const row = readImportRow(value);
    const account = await find(row.account);
    if (account === null) throw new ImportError(noAccount);
    const before = tried.get(account.id);
    if (before) return Buffer.compare(before, row.secret) === 0 ? 'unchanged' : 'kept';
    const outcome = await twoFactor.import({ accountId: account.id }, row, options);
    if (options.dryRun) {
      if (outcome === 'imported') tried.set(account.id, row.secret);
    } else if (outcome !== 'kept') {
      // Also when unchanged: a run that was cut off may have written the factor, and then died.
      await onImported(account.id);
    }
    return outcome;
  }
}

const noAccount = 'there is no such account';

/** One account with a damaged row, or with a key that is missing, does not hold up the others. @throws every other error */
function reasonOf(error: unknown): string {
  if (error instanceof ImportError) return error.message;
  if (error instanceof TwoFactorError && error.code === 'unavailable') return 'the account cannot be read here';
  // Deleted since it was found.
  if (error instanceof TwoFactorError && error.code === 'not_signed_in') return noAccount;
  throw error;
}
