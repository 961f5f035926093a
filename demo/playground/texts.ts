import { en } from '../../widget/i18n/en.js';
import type { Strings } from '../../widget/index.js';

export interface Text {
  name: keyof Strings;
  /** The names of its arguments; empty for a plain text. */
  given: readonly string[];
  /** In English, each argument as its name in braces. */
  english: string;
}

const given: Partial<Record<keyof Strings, readonly string[]>> = {
  onSince: ['date'],
  requiredFrom: ['date'],
  authenticatorName: ['number'],
  addedOn: ['date'],
  lastUsedOn: ['date'],
  backupCodesLeft: ['remaining', 'total'],
  sheetTitle: ['product'],
  sheetAccount: ['account'],
  sheetDate: ['date'],
  codeIncomplete: ['length'],
  attemptsLeft: ['count'],
  clockAhead: ['duration'],
  clockBehind: ['duration'],
  locked: ['duration'],
  trustDevice: ['duration'],
  lastUsed: ['time'],
  trustedUntil: ['date'],
};

/** A text of the elements in a language, with the names of its arguments in braces. */
export function say(strings: Strings, name: keyof Strings): string {
  const text = strings[name] as string | ((...args: string[]) => string);
  return typeof text === 'string' ? text : text(...(given[name] ?? []).map((argument) => `{${argument}}`));
}

/** Every text that `strings` replaces. */
export const texts: readonly Text[] = (Object.keys(en) as (keyof Strings)[])
  .sort()
  .map((name) => ({ name, given: given[name] ?? [], english: say(en, name) }));
