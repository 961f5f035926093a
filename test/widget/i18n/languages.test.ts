import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { en } from '../../../widget/i18n/en.js';
import { findLanguage, watchLanguages } from '../../../widget/i18n/languages.js';
import type { Strings } from '../../../widget/i18n/strings.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'widget', 'i18n');
const tags = readdirSync(folder)
  .filter((file) => /^[a-z]{2}(-[a-z]+)?\.ts$/.test(file) && file !== 'en.ts')
  .map((file) => file.replace('.ts', ''));

/** What is rightly the same word as in English; nothing else may be, and nothing stays here that is not. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  it: ['password', 'sheetAccount'],
  nl: ['sheetAccount'],
};

/** Numbers that a language says in words. */
const inWords: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  ar: { 0: 'أي محاولة', 1: 'واحدة', 2: 'محاولتان' },
};

const counts = [0, 1, 2, 3, 5, 10, 11, 100];
const total = 12;
const texts = ['1. 5. 2031', 'Übung & <b>Sohn</b>', 'sara@example.com'];
const names = ['Google Authenticator', 'Authy', 'Microsoft Authenticator'];

it('there are languages', () => assert.ok(tags.length >= 9, tags.join()));

for (const tag of tags) {
  describe(tag, () => {
    let strings: Strings;
    before(async () => {
      strings = ((await import(pathToFileURL(join(folder, `${tag}.ts`)).href)) as { default: Strings }).default;
    });

    it('is what an element of that language gets, also in a region', async () => {
      await arrival(tag);
      for (const wanted of [tag, `${tag}-XX`]) assert.deepEqual(findLanguage(wanted), { tag, strings });
    });

    it('has every text of English and no other', () => {
      assert.deepEqual(Object.keys(strings).sort(), Object.keys(en).sort());
      for (const key of keys) assert.equal(typeof strings[key], typeof en[key], key);
    });

    it('has no text that is empty, padded or broken', () => {
      for (const [name, text] of outputs(strings)) {
        assert.notEqual(text, '', name);
        assert.equal(text, text.trim(), name);
        assert.doesNotMatch(text, /\bundefined\b|\bnull\b|NaN|\[object|\$\{|  /, name);
      }
    });

    it('is translated', () => {
      const same = keys.filter((key) => {
        const [own, english] = [outputs(strings, [key]), outputs(en, [key])];
        return own.every(([, text], index) => text === english[index]![1]);
      });
      assert.deepEqual(same, sameAsEnglish[tag] ?? []);
    });

    it('ends each text as English does: as a sentence, a question, something going on, or a label', () => {
      const english = new Map(outputs(en));
      for (const [name, text] of outputs(strings)) assert.equal(ending(text), ending(english.get(name)!), name);
    });

    it('calls the apps and 2FA by their names', () => {
      for (const name of names) assert.ok(strings.scanText.includes(name), name);
      for (const key of ['heading', 'enable', 'disable'] as const) assert.match(strings[key], /2FA/, key);
    });

    it('says each number once, in digits that its readers know', () => {
      for (const count of counts) {
        assertNumbers(tag, strings.backupCodesLeft(count, total), [count, total]);
        assertNumbers(tag, strings.codeIncomplete(count), [count]);
        const word = inWords[tag]?.[count];
        const left = strings.attemptsLeft(count);
        if (word === undefined) assertNumbers(tag, left, [count]);
        else assert.ok(left.includes(word), left);
      }
    });

    it('counts as its grammar does', () => {
      const plural = new Intl.PluralRules(tag);
      const words = (count: number) => strings.attemptsLeft(count).replace(/\p{Nd}+/gu, '#');
      for (const count of counts) {
        for (const other of counts) {
          const [one, two] = [plural.select(count), plural.select(other)];
          if (one === two) assert.equal(words(count), words(other), `${count} as ${other}`);
          else if (one === 'one') assert.notEqual(words(count), words(other), `${count} unlike ${other}`);
        }
      }
    });

    it('says every date, duration, account and product that it is given', () => {
      for (const key of textFunctions) {
        for (const text of texts) assert.ok(strings[key](text).includes(text), `${key}: ${strings[key](text)}`);
      }
    });

    it('has a title for a sheet of no product', () => {
      assert.ok(strings.sheetTitle('').length > 0);
      assert.ok(strings.sheetTitle('').length < strings.sheetTitle('Harmony').length);
    });

    it('keeps buttons about as short as the English ones', () => {
      for (const key of buttons) {
        const limit = Math.max(24, width(en[key]) * 1.75);
        assert.ok(width(strings[key]) <= limit, `${key}: ${width(strings[key])} of ${limit}: ${strings[key]}`);
      }
    });
  });
}

describe('ar', () => {
  it('starts every sentence with an Arabic letter, so that the direction is never guessed wrong', async () => {
    const { default: strings } = await import('../../../widget/i18n/ar.js');
    for (const [name, text] of outputs(strings)) {
      const own = texts.reduce((rest, given) => rest.replace(given, 'س'), text);
      for (const sentence of own.split(/(?<=[.؟…]) /)) assert.match(sentence, /^\p{Script=Arabic}/u, name);
    }
  });
});

type TextFunction = 'onSince' | 'sheetTitle' | 'sheetAccount' | 'sheetDate' | 'clockAhead' | 'clockBehind' | 'locked';
const numberFunctions: readonly (keyof Strings)[] = ['backupCodesLeft', 'codeIncomplete', 'attemptsLeft'];
const keys = Object.keys(en) as (keyof Strings)[];
const textFunctions = keys.filter(
  (key): key is TextFunction => typeof en[key] === 'function' && !numberFunctions.includes(key),
);
const buttons = [
  'enable',
  'renewCodes',
  'replaceAuthenticator',
  'disable',
  'cancel',
  'close',
  'goOn',
  'tryAgain',
  'startAgain',
  'verify',
  'busy',
  'useBackupCode',
  'useAuthenticator',
  'cannotScan',
  'copyKey',
  'openAuthenticator',
  'discardStay',
  'discardLeave',
  'copy',
  'copied',
  'download',
  'print',
  'keepCodes',
  'signInAgain',
] as const;

/** Every text, with the name of what made it: those of a function for each of its arguments. */
function outputs(strings: Strings, only: readonly (keyof Strings)[] = keys): [name: string, text: string][] {
  return only.flatMap((key): [string, string][] => {
    const value = strings[key];
    if (typeof value === 'string') return [[key, value]];
    const call = value as (...args: unknown[]) => string;
    const given = numberFunctions.includes(key)
      ? counts.map((count) => (key === 'backupCodesLeft' ? [count, total] : [count]))
      : texts.map((text) => [text]);
    return given.map((args) => [`${key}(${args.join()})`, call(...args)]);
  });
}

function ending(text: string): 'going on' | 'question' | 'sentence' | 'label' {
  if (/(…|\.\.\.)$/.test(text)) return 'going on';
  if (/[?？؟]$/.test(text)) return 'question';
  return /[.。!！:：,，、;；]$/.test(text) ? 'sentence' : 'label';
}

/** In letters; a Chinese or Japanese character takes the room of two. */
function width(text: string): number {
  return text.length + (text.match(/[\u3000-\uffef]/g)?.length ?? 0);
}

function assertNumbers(tag: string, text: string, expected: number[]): void {
  const found = text.match(/\p{Nd}+/gu) ?? [];
  const written = (format: (number: number) => string) => expected.map(format).sort();
  const ways = [written(String), written((number) => new Intl.NumberFormat(tag).format(number))];
  assert.ok(
    ways.some((way) => way.join() === [...found].sort().join()),
    `${text}: ${expected.join()}`,
  );
}

/** Waits for the file of a language; one that is not registered never comes. */
async function arrival(tag: string): Promise<void> {
  if (findLanguage(tag)?.tag === tag) return;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${tag} did not arrive: is it in built-in.ts?`)), 5_000);
    const stop = watchLanguages(() => {
      if (findLanguage(tag)?.tag !== tag) return;
      clearTimeout(late);
      stop();
      resolve();
    });
  });
}
