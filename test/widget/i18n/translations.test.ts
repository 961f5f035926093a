import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { en } from '../../../widget/i18n/en.js';
import { addLanguage, findLanguage, languageListeners } from '../../../widget/i18n/languages.js';
import type { Strings } from '../../../widget/i18n/strings.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'widget', 'i18n');
const tags = readdirSync(folder)
  .filter((file) => /^[a-z]{2}(-[A-Z]{2})?\.ts$/.test(file) && file !== 'en.ts')
  .map((file) => file.replace('.ts', ''));

/** The texts that are rightly the same as in English. The test fails for any other, and for one that no longer is. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  de: ['authenticatorName', 'nameLabel'],
  it: ['password', 'sheetAccount'],
  nl: ['sheetAccount', 'authenticatorsTitle', 'authenticatorName'],
};

/** Numbers that a language says in words. */
const inWords: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  ar: { 0: 'أي محاولة', 1: 'واحدة', 2: 'محاولتان' },
};

/** Languages whose text is the same after every number of attempts. */
const uncounted: readonly string[] = ['bn', 'da', 'fa', 'hu', 'nb', 'sv', 'tr'];

/** Plural categories of `Intl` that have the same text in a language. */
const sameForm: Readonly<Record<string, readonly Intl.LDMLPluralRule[]>> = {
  ar: ['many', 'other'],
  he: ['two', 'other'],
};

/** Tags that have the file of another tag. */
const alsoCalled: Readonly<Record<string, string>> = {
  no: 'nb',
  'zh-Hant': 'zh-TW',
  'zh-Hant-HK': 'zh-TW',
  'zh-HK': 'zh-TW',
  'zh-MO': 'zh-TW',
};

const rightToLeft: readonly string[] = ['ar', 'fa', 'he', 'ur'];

const counts = [0, 1, 2, 3, 5, 10, 11, 21, 100];
const total = 12;
const texts = ['1. 5. 2031', 'Übung & <b>Sohn</b>', 'sara@example.com'];
const names = ['Google Authenticator', 'Authy', 'Microsoft Authenticator'];

it('there are at least forty languages, English among them', () => assert.ok(tags.length + 1 >= 40, tags.join()));

for (const [called, tag] of Object.entries(alsoCalled)) {
  it(`${called} is ${tag}`, async () => {
    const strings = await load(tag);
    await arrivalOf(called, strings);
    assert.equal(findLanguage(called)?.strings, strings);
  });
}

it('a region that is a file of its own does not fetch its language', async () => {
  await load('zh');
  await arrivalOf('zh-TW', await load('zh-TW'));
  await filesLoaded();
  assert.equal(findLanguage('zh'), null);
});

it('a language that the page adds stays when the file of the package arrives later', async () => {
  const own = await load('tr');
  findLanguage('tr');
  addLanguage('tr', en);
  await filesLoaded();
  assert.equal(findLanguage('tr')?.strings, en);
  addLanguage('tr', own);
});

for (const tag of tags) {
  describe(tag, () => {
    let strings: Strings;
    before(async () => {
      strings = await load(tag);
    });

    it('is what an element of that language gets, also in a region', async () => {
      await arrivalOf(tag, strings);
      for (const wanted of [tag, `${tag}-XX`]) {
        assert.deepEqual(findLanguage(wanted), { tag: tag.toLowerCase(), strings });
      }
    });

    it('has every text of English and no other', () => {
      assert.deepEqual(Object.keys(strings).sort(), Object.keys(en).sort());
      for (const key of keys) assert.equal(typeof strings[key], typeof en[key], key);
    });

    it('has no text that is empty, padded or broken', () => {
      for (const [name, text] of outputs(strings)) {
        assert.notEqual(text, '', name);
        assert.equal(text, text.trim(), name);
        assert.doesNotMatch(text, /\bundefined\b|\bnull\b|NaN|\[object|[{}"]|  /, name);
      }
    });

    it('is translated', () => {
      const same = keys.filter((key) => {
        const [own, english] = [outputs(strings, [key]), outputs(en, [key])];
        return own.every(([, text], index) => text === english[index]![1]);
      });
      assert.deepEqual(same, sameAsEnglish[tag] ?? []);
    });

    it('is in one script, except names', () => {
      const latin = /\p{Script=Latin}/u.test(strings.failed);
      for (const [name, text] of outputs(strings)) {
        const own = [...texts, ...names, /\b2FA\b/g, /QR/g].reduce(
          (rest: string, known) => rest.replaceAll(known, ''),
          text,
        );
        assert.doesNotMatch(own, latin ? /(?!\p{Script=Latin})\p{L}/u : /\p{Script=Latin}/u, name);
      }
    });

    it('leaves its direction to the page', () => {
      for (const [name, text] of outputs(strings)) assert.doesNotMatch(text, /\p{Bidi_Control}/u, name);
    });

    it('ends each text as English does: as a sentence, a question, something going on, or a label', () => {
      const english = new Map(outputs(en));
      for (const [name, text] of outputs(strings)) {
        const expected = ending('en', english.get(name)!);
        // Thai has no mark at the end of a sentence.
        const ended = name.startsWith('requiredFrom') && endsDates(tag) ? `${text}.` : text;
        assert.doesNotMatch(ended, /[^.]\.\.$/, name);
        assert.equal(ending(tag, ended), tag === 'th' && expected === 'sentence' ? 'label' : expected, name);
      }
    });

    it('calls the apps and 2FA by their names', () => {
      for (const name of names) assert.ok(strings.scanText.includes(name), name);
      for (const key of ['heading', 'enable', 'disable'] as const) assert.match(strings[key], /2FA/, key);
    });

    it('shows each number once, in digits that its readers know', () => {
      for (const count of counts) {
        assertNumbers(tag, strings.backupCodesLeft(count, total), [count, total]);
        assertNumbers(tag, strings.codeIncomplete(count), [count]);
        assertNumbers(tag, strings.authenticatorName(count), [count]);
        const word = inWords[tag]?.[count];
        const left = strings.attemptsLeft(count);
        if (word === undefined) assertNumbers(tag, left, [count]);
        else assert.ok(left.includes(word), left);
      }
    });

    it('counts as its grammar does', () => {
      const plural = new Intl.PluralRules(tag);
      const words = (count: number) => strings.attemptsLeft(count).replace(/\p{Nd}+/gu, '#');
      const alike = (...rules: Intl.LDMLPluralRule[]) =>
        uncounted.includes(tag) || rules.every((rule) => sameForm[tag]?.includes(rule));
      for (const count of counts) {
        for (const other of counts) {
          const [one, two] = [plural.select(count), plural.select(other)];
          if (one === two) assert.equal(words(count), words(other), `${count} as ${other}`);
          else if (!alike(one, two)) assert.notEqual(words(count), words(other), `${count} unlike ${other}`);
        }
      }
    });

    it('shows every date, duration, account and product', () => {
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

describe('a language from right to left', () => {
  // In Urdu the verb comes last, so that a button starts with the Latin name 2FA.
  for (const tag of rightToLeft.filter((tag) => tag !== 'ur')) {
    it(`starts every sentence with a letter of its own in ${tag}, so that the direction is never guessed wrong`, async () => {
      for (const [name, text] of outputs(await load(tag))) {
        const own = texts.reduce((rest, given) => rest.replace(given, 'س'), text);
        for (const sentence of own.split(/(?<=[.?؟…]) /)) {
          assert.match(sentence, /^[\p{Script=Arabic}\p{Script=Hebrew}]/u, name);
        }
      }
    });
  }

  it('is in the list of such languages', async () => {
    const found = await Promise.all(
      tags.map(async (tag) => /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test((await load(tag)).failed) && tag),
    );
    assert.deepEqual(found.filter(Boolean), rightToLeft);
  });
});

type TextFunction =
  | 'onSince'
  | 'addedOn'
  | 'lastUsedOn'
  | 'sheetTitle'
  | 'sheetAccount'
  | 'sheetDate'
  | 'clockAhead'
  | 'clockBehind'
  | 'locked';
const numberFunctions: readonly (keyof Strings)[] = [
  'backupCodesLeft',
  'codeIncomplete',
  'attemptsLeft',
  'authenticatorName',
];
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
  'rename',
  'remove',
  'addAuthenticator',
  'add',
  'save',
] as const;

/** Every text with its name. A function gives one text for each of its arguments. */
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

function ending(tag: string, text: string): 'going on' | 'question' | 'sentence' | 'label' {
  if (/(…|\.\.\.)$/.test(text)) return 'going on';
  if (tag === 'el' ? /;$/.test(text) : /[?？؟]$/.test(text)) return 'question';
  return /[.。۔।!！:：,，、;；]$/.test(text) ? 'sentence' : 'label';
}

/** Whether a date ends with a full stop in this language, which also ends the sentence. */
function endsDates(tag: string): boolean {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long' }).format(0).endsWith('.');
}

/** The width in letters. A Chinese or Japanese character counts twice. */
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

async function load(tag: string): Promise<Strings> {
  return ((await import(pathToFileURL(join(folder, `${tag}.ts`)).href)) as { default: Strings }).default;
}

/** Resolves after local files are loaded. */
function filesLoaded(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

/** Waits until a tag has these strings. */
async function arrivalOf(tag: string, strings: Strings): Promise<void> {
  const arrived = () => findLanguage(tag)?.strings === strings;
  if (arrived()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${tag} is not loaded: is it in built-in-languages.ts?`)), 5_000);
    const listener = () => {
      if (!arrived()) return;
      clearTimeout(timer);
      languageListeners.delete(listener);
      resolve();
    };
    languageListeners.add(listener);
  });
}
