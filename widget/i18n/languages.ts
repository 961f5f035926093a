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
  for (let candidate = tag.toLowerCase(); candidate; candidate = candidate.replace(/-?[^-]*$/, '')) {
    const strings = languages.get(candidate);
    if (strings) return { tag: candidate, strings };
    load(candidate);
  }
  return null;
}

/** Calls back whenever a language has arrived. Returns what ends that. */
export function watchLanguages(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The table of languages is a file of its own: a page in English fetches none of this. */
function load(tag: string): void {
  if (tag.split('-')[0] === 'en' || loading.has(tag)) return;
  loading.add(tag);
  import('./built-in.js')
    .then(({ builtIn }) => (Object.hasOwn(builtIn, tag) ? builtIn[tag]!() : null))
    .then(
      (language) => language && addLanguage(tag, language.default),
      // Offline, or a deploy took the file away: stay with English, and ask again at the next render.
      () => loading.delete(tag),
    );
}
