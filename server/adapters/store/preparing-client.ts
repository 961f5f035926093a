import { createHash } from 'node:crypto';
import pg from 'pg';

/** Cap on prepared statements, so that an app's dynamic SQL cannot exhaust the database. */
const mostStatements = 200;
const names = new Map<string, string>();

/**
 * Has PostgreSQL keep each statement that takes parameters, under a name, for as long as the connection lives: to parse and
 * to plan one takes several times as long as to run it. Such a statement names its columns, and never `*`: a column that
 * another version's migration adds would change what it returns, and PostgreSQL refuses that until the connection is closed.
 */
export class PreparingClient extends pg.Client {
  override query(...call: unknown[]): never {
    const [text, values] = call;
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : null;
    const parts = name === null ? call : [{ name, text, values }, ...call.slice(2)];
    return super.query(...(parts as [string])) as never;
  }
}

function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostStatements) return null;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 40);
  names.set(text, name);
  return name;
}
