import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { builtIn } from '../../../widget/i18n/built-in-languages.js';
import { en } from '../../../widget/i18n/en.js';
import { addLanguage } from '../../../widget/i18n/languages.js';
import { elementsIn, isVisible, textOf, turn } from '../../support/element-drivers.js';
import { everyState, type OpenState } from '../../support/element-states.js';
import { emulateMedia } from '../../support/media.js';
import { overflowing } from '../../support/overflow.js';

type Driver = Awaited<ReturnType<OpenState>>;

const rightToLeft = ['ar', 'fa', 'he', 'ur'];
/** One tag for each file: a second tag shows the same texts. */
const tags = Object.keys(builtIn).filter((tag) => !['no', 'zh-hant', 'zh-hk', 'zh-mo'].includes(tag));

/** A long word that is the same in Dutch. */
const alsoDutch = 'Authenticators';
/** English texts that are too long to be the same in another language. Texts with a number count without it. */
const english = [
  ...Object.values(en).filter(
    (text): text is string => typeof text === 'string' && text.length > 12 && text !== alsoDutch,
  ),
  'attempt left',
  'attempts left',
  'backup codes left',
  'You can try again in',
];

/** The English texts that are left, on the screen or for screen readers. */
function englishIn({ element }: Driver): string[] {
  const names = elementsIn(element).map((one) => one.getAttribute('aria-label') ?? '');
  const said = [textOf(element), ...names].join('\n');
  return english.filter((text) => said.includes(text));
}

/** Texts that are wider than their button. */
function cutOff({ scope }: Driver): string[] {
  return elementsIn(scope)
    .filter((one) => one.matches('button, a[href]') && isVisible(one) && !one.matches('.visually-hidden'))
    .filter((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const [text, box] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
      return text.width > 0 && (text.left < box.left - 0.5 || text.right > box.right + 0.5);
    })
    .map((one) => `“${textOf(one)}” is cut off`);
}

describe('every language, in every state, on a narrow screen', () => {
  before(async () => {
    await setViewport({ width: 320, height: 640 });
    await emulateMedia({ reducedMotion: 'reduce' });
    // Load all languages first, so that a change of language is immediate.
    await Promise.all(tags.map(async (tag) => addLanguage(tag, (await builtIn[tag]!()).default)));
  });

  after(async () => {
    document.documentElement.dir = '';
    await setViewport({ width: 800, height: 600 });
  });

  it('is loaded', () => {
    expect(tags.length).to.be.at.least(39);
  });

  for (const [state, open] of everyState) {
    it(`${state}: no English is left and no text overflows`, async () => {
      const driver = await open();
      expect(englishIn(driver), 'English texts are known again').to.not.be.empty;
      const faults: string[] = [];
      for (const tag of tags) {
        document.documentElement.dir = rightToLeft.includes(tag) ? 'rtl' : 'ltr';
        driver.element.lang = tag;
        await turn();
        await driver.element.updateComplete;
        await turn();
        faults.push(
          ...[...englishIn(driver), ...overflowing(driver), ...cutOff(driver)].map((fault) => `${tag}: ${fault}`),
        );
      }
      expect(faults.join('\n')).to.equal('');
    });
  }
});
