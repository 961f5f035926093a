import { accountNamedBy, hashToken } from '../../core/crypto/token.js';

/** What finds the row of a token: every statement names both, so that a database which is spread by account asks one server. */
export interface TokenPlace {
  accountId: string;
  hash: string;
}

/**
 * Null for a token that cannot have a row.
 *
 * @param accountOf finds the account of a row by the hash alone. Remove it in the next release: by then no token lives that an instance of
 *   the version before this one has made.
 */
export async function placeOf(
  token: string,
  accountOf: (hash: string) => Promise<string | undefined>,
): Promise<TokenPlace | null> {
  const hash = hashToken(token);
  const named = accountNamedBy(token);
  const accountId = named === undefined ? await accountOf(hash) : named;
  return typeof accountId === 'string' ? { accountId, hash } : null;
}
