import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type DatabaseUrl = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: URL };

/**
 * Says which database a URL names. Whatever could be read as another database than the one that would be opened is refused:
 * a server on a new, empty file looks healthy, and nobody in it has 2FA.
 *
 * @throws {TypeError} whose message is one sentence and repeats nothing of the URL
 */
export function parseDatabaseUrl(url: string): DatabaseUrl {
  if (typeof url === 'string' && url.startsWith('file:')) return { kind: 'sqlite', path: toPath(url) };
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return { kind: 'postgres', url: new URL(url) };
  throw new TypeError('the database URL has to be file:… and name a file, or postgres://…');
}

/** `file:./relative` is no URL in the standard's sense, where a path is always absolute; it is what people write. */
function toPath(url: string): string {
  // The URL parser drops these without a word.
  if (/\p{Cc}/u.test(url) || url.trim() !== url || /^file:\s/.test(url)) {
    throw new TypeError('the database URL has white space or control characters where none may be');
  }
  if (/[?#]/.test(url)) {
    throw new TypeError(
      'the database URL takes no ?parameters and no #fragment; for a path that has ? or # write file:///… with %3F or %23',
    );
  }
  const path = url.startsWith('file://') ? fromFileUrl(url) : fromPlainPath(url.slice('file:'.length));
  if (basename(path) === ':memory:') {
    throw new TypeError('the database URL has to name a file: a database in memory forgets who has 2FA turned on');
  }
  if (/(^|\/)\.{0,2}$/.test(path)) throw new TypeError('the database URL names no file');
  return resolve(path);
}

function fromFileUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.host !== '') {
    throw new TypeError(
      'the database URL names a host, and SQLite opens no file of another machine: write file:///absolute or file:./relative',
    );
  }
  try {
    if (!/\\|%00/.test(text)) return fileURLToPath(url);
  } catch {
    // The sentence below says it in the words of the setting.
  }
  throw new TypeError('the database URL has a path that no file can have');
}

function fromPlainPath(path: string): string {
  if (/%[\da-f]{2}/i.test(path)) {
    throw new TypeError('the database URL has a percent escape, which only file:///… may have');
  }
  return path;
}
