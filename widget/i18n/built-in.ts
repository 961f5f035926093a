import type { Strings } from './strings.js';

/** The languages that come with the package, one small file each. English is not here: it comes with the elements. */
export const builtIn: Readonly<Record<string, () => Promise<{ default: Strings }>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  nl: () => import('./nl.js'),
  pt: () => import('./pt.js'),
  zh: () => import('./zh.js'),
};
