import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { elementsIn, isVisible, nameOf, textOf } from '../../../support/element-drivers.js';
import { everyState, type OpenState } from '../../../support/element-states.js';
import { emulateMedia } from '../../../support/media.js';
import { misplaced, overflowing } from '../../../support/overflow.js';

type Driver = Awaited<ReturnType<OpenState>>;

/** The target for a finger: a control, or the label around a small one. */
function targets({ scope }: Driver): { name: string; width: number; height: number; primary: boolean }[] {
  return elementsIn(scope)
    .filter((one) => one.matches('button, a[href], input') && isVisible(one))
    .map((one) => {
      const { width, height } = (one.closest('label') ?? one).getBoundingClientRect();
      return { name: nameOf(one), width, height, primary: one.part.contains('primary-button') };
    });
}

describe('on a narrow screen', () => {
  before(async () => {
    await setViewport({ width: 320, height: 640 });
    await emulateMedia({ reducedMotion: 'reduce' });
  });

  after(async () => {
    document.documentElement.dir = '';
    await setViewport({ width: 800, height: 600 });
  });

  for (const [state, open] of everyState) {
    it(`${state}: nothing overflows, in either direction, and every target is large enough`, async () => {
      document.documentElement.dir = 'ltr';
      const driver = await open();
      expect(innerWidth).to.equal(320);
      expect([...overflowing(driver), ...misplaced(driver)], 'left to right').to.deep.equal([]);
      document.documentElement.dir = 'rtl';
      expect([...overflowing(driver), ...misplaced(driver)], 'right to left').to.deep.equal([]);
      for (const { name, width, height, primary } of targets(driver)) {
        expect(Math.min(width, height), name).to.be.at.least(24);
        if (primary) expect(height, name).to.be.at.least(44);
      }
    });
  }
});

describe('on a wide screen', () => {
  before(() => setViewport({ width: 1024, height: 768 }));
  after(() => setViewport({ width: 800, height: 600 }));

  for (const [state, open] of everyState) {
    it(`${state}: every target is large enough, and no text shows a value of the program`, async () => {
      const driver = await open();
      expect(overflowing(driver)).to.deep.equal([]);
      // A template shows `false` as a word, and nothing for null.
      expect(textOf(driver.element)).not.to.match(/\b(false|true|undefined|null|NaN|Invalid)\b|\[object/);
      for (const { name, width, height, primary } of targets(driver)) {
        expect(Math.min(width, height), name).to.be.at.least(24);
        if (primary) expect(height, name).to.be.at.least(44);
      }
    });
  }
});
