import type { Strings } from './strings.js';

/**
 * The languages of the package by lower-case tag, one file each. English is not here: it comes with the elements. A language
 * with several tags has one file.
 */
export const builtIn: Readonly<Record<string, () => Promise<{ default: Strings }>>> = {
  ar: () => import('./ar.js'),
  bg: () => import('./bg.js'),
  bn: () => import('./bn.js'),
  ca: () => import('./ca.js'),
  cs: () => import('./cs.js'),
  da: () => import('./da.js'),
  de: () => import('./de.js'),
  el: () => import('./el.js'),
  es: () => import('./es.js'),
  et: () => import('./et.js'),
  fa: () => import('./fa.js'),
  fi: () => import('./fi.js'),
  fr: () => import('./fr.js'),
  he: () => import('./he.js'),
  hi: () => import('./hi.js'),
  hr: () => import('./hr.js'),
  hu: () => import('./hu.js'),
  id: () => import('./id.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  lt: () => import('./lt.js'),
  lv: () => import('./lv.js'),
  ms: () => import('./ms.js'),
  nb: () => import('./nb.js'),
  nl: () => import('./nl.js'),
  no: () => import('./nb.js'),
  pl: () => import('./pl.js'),
  pt: () => import('./pt.js'),
  ro: () => import('./ro.js'),
  ru: () => import('./ru.js'),
  sk: () => import('./sk.js'),
  sl: () => import('./sl.js'),
  sr: () => import('./sr.js'),
  sv: () => import('./sv.js'),
  th: () => import('./th.js'),
  tr: () => import('./tr.js'),
  uk: () => import('./uk.js'),
  ur: () => import('./ur.js'),
  vi: () => import('./vi.js'),
  zh: () => import('./zh.js'),
  'zh-hant': () => import('./zh-TW.js'),
  'zh-hk': () => import('./zh-TW.js'),
  'zh-mo': () => import('./zh-TW.js'),
  'zh-tw': () => import('./zh-TW.js'),
};

/** Fetches the first of these tags that the package has, unless the page has added that language. */
export async function fetchLanguage(
  tags: string[],
  known: ReadonlyMap<string, Strings>,
  add: (tag: string, strings: Strings) => void,
): Promise<void> {
  const tag = tags.find((candidate) => Object.hasOwn(builtIn, candidate));
  if (!tag || known.has(tag)) return;
  const { default: strings } = await builtIn[tag]!();
  // The page may have added the language during the fetch.
  if (!known.has(tag)) add(tag, strings);
}
