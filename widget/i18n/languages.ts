import { en } from './en.js';
import type { Strings } from './strings.js';

/** One small file each, fetched when a page first needs it. English is always there to fall back on. */
const loaders: Readonly<Record<string, () => Promise<{ default: Strings }>>> = {
  de: () => import('./de.js'),
};

const languages = new Map<string, Strings>([['en', en]]);
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

/** The nearest language there is now: `pt-BR`, else `pt`, else English. Fetches what would be nearer. */
export function findLanguage(tag: string): Language {
  for (let candidate = tag.toLowerCase(); candidate; candidate = candidate.replace(/-?[^-]*$/, '')) {
    const strings = languages.get(candidate);
    if (strings) return { tag: candidate, strings };
    load(candidate);
  }
  return { tag: 'en', strings: en };
}

/** Calls back whenever a language has arrived. Returns what ends that. */
export function watchLanguages(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function load(tag: string): void {
  if (!Object.hasOwn(loaders, tag) || loading.has(tag)) return;
  loading.add(tag);
  loaders[tag]!().then(
    ({ default: strings }) => addLanguage(tag, strings),
    // Offline, or a deploy took the file away: stay with English, and ask again at the next render.
    () => loading.delete(tag),
  );
}
