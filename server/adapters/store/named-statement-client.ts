import { createHash } from 'node:crypto';
import { StoreClient } from './store-client.js';

/** Cap on prepared statements, so that an app's dynamic SQL cannot exhaust the database. */
const maxStatements = 200;
const names = new Map<string, string>();

/**
 * Gives each statement with parameters a name, so that PostgreSQL parses and plans it once per connection: that takes several
 * times as long as running it.
 *
 * Such a statement must list its columns and never use `*`. A migration of another version may add a column; PostgreSQL then
 * refuses a prepared `select *` until the connection is closed.
 */
export class NamedStatementClient extends StoreClient {
  override query(...call: unknown[]): never {
    const [text, values] = call;
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? statementName(text) : null;
    const parts = name === null ? call : [{ name, text, values }, ...call.slice(2)];
    return super.query(...(parts as [string]));
  }
}

function statementName(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= maxStatements) return null;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 40);
  names.set(text, name);
  return name;
}
