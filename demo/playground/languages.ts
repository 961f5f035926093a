/** The languages of the package, English first. */
const tags =
  'en ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sr sv th tr uk ur vi zh zh-TW'.split(
    ' ',
  );
const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

export interface PageLanguage {
  tag: string;
  /** In the language itself. */
  name: string;
  dir: 'ltr' | 'rtl';
}

export const pageLanguages: readonly PageLanguage[] = tags.map((tag) => ({
  tag,
  name: new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag,
  dir: rightToLeft.has(tag) ? 'rtl' : 'ltr',
}));
