import type { Strings } from './strings.js';

const languages = new Map<string, Strings>();
const loading = new Set<string>();

/** Called after each added language. */
export const languageListeners = new Set<() => void>();

export interface Language {
  /** Lower case. */
  tag: string;
  strings: Strings;
}

/**
 * Adds a language, or replaces a built-in one, for every element on the page.
 *
 * @param tag BCP 47, such as `nl` or `pt-BR`
 *
 * @example
 * addLanguage('is', icelandic);
 */
export function addLanguage(tag: string, strings: Strings): void {
  languages.set(tag.toLowerCase(), strings);
  for (const listener of languageListeners) listener();
}

/** The nearest loaded language: `pt-BR`, else `pt`, else null for English. Starts the fetch of a nearer one. */
export function findLanguage(tag: string): Language | null {
  const tags = withFallbacks(tag.toLowerCase());
  const found = tags.find((candidate) => languages.has(candidate));
  if (found !== tags[0]) load(tags);
  return found ? { tag: found, strings: languages.get(found)! } : null;
}

/** For `pt-br`: `pt-br`, then `pt`. */
function withFallbacks(tag: string): string[] {
  const parts = tag.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

/**
 * Fetches the first of these tags that the package has, and no other: for `zh-tw` the texts of `zh` would be visible for a
 * moment. The table of languages is a separate file, so that a page in English does not fetch it.
 */
function load(tags: string[]): void {
  const wanted = tags[0]!;
  if (/^en\b/.test(wanted) || loading.has(wanted)) return;
  loading.add(wanted);
  import('./built-in-languages.js')
    .then(({ fetchLanguage }) => fetchLanguage(tags, languages, addLanguage))
    // The fetch failed: show English, and fetch again at the next render.
    .catch(() => loading.delete(wanted));
}
