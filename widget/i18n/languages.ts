import type { Strings } from './strings.js';

const languages = new Map<string, Strings>();
const loading = new Set<string>();
const listeners = new Set<() => void>();

export interface Language {
  /** The tag that was found, lower case. */
  tag: string;
  strings: Strings;
}

/**
 * Adds a language, or replaces a built-in one, for every element on the page.
 *
 * @param tag BCP 47, such as `nl` or `pt-BR`
 */
export function addLanguage(tag: string, strings: Strings): void {
  languages.set(tag.toLowerCase(), strings);
  for (const listener of listeners) listener();
}

/** The nearest language there is now: `pt-BR`, else `pt`, else null for English. Fetches what would be nearer. */
export function findLanguage(tag: string): Language | null {
  const tags = withFallbacks(tag.toLowerCase());
  const found = tags.find((candidate) => languages.has(candidate));
  if (found !== tags[0]) load(tags);
  return found ? { tag: found, strings: languages.get(found)! } : null;
}

/** Calls back whenever a language has arrived. Returns what ends that. */
export function watchLanguages(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `pt-br`, then `pt`. */
function withFallbacks(tag: string): string[] {
  const parts = tag.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

/**
 * Fetches the first of these tags that comes with the package, and no other: `zh-tw` needs no `zh`, which would be seen
 * until it has arrived. The table of languages is a file of its own, so that a page in English fetches none of this.
 */
function load(tags: string[]): void {
  const wanted = tags[0]!;
  if (/^en\b/.test(wanted) || loading.has(wanted)) return;
  loading.add(wanted);
  import('./built-in.js')
    .then(({ fetchLanguage }) => fetchLanguage(tags, languages, addLanguage))
    // Offline, or a deploy took the file away: stay with English, and ask again at the next render.
    .catch(() => loading.delete(wanted));
}
