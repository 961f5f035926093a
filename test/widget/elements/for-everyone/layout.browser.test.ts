import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { elementsIn, isVisible, nameOf, textOf, type ElementDriver } from '../../../support/element-drivers.js';
import { challengeStates, setupStates, type OpenState } from '../../../support/element-states.js';
import { emulateMedia } from '../../../support/media.js';

type Driver = Awaited<ReturnType<OpenState>>;

const describeElement = (element: Element) => `<${element.localName}> “${textOf(element).slice(0, 40)}”`;

/** What reaches past a side of the window, or is cut off by what it is in. */
function overflowing({ element, scope }: ElementDriver<Driver['element']>): string[] {
  const wide = elementsIn(element).filter((one) => {
    if (!isVisible(one) || one.matches('.visually-hidden, [aria-hidden=true] *')) return false;
    const { left, right, width } = one.getBoundingClientRect();
    return width > 1 && (left < -0.5 || right > innerWidth + 0.5);
  });
  const cut = [scope, ...elementsIn(scope)].filter(
    ({ scrollWidth, clientWidth, localName }) =>
      clientWidth > 1 && localName !== 'input' && scrollWidth > clientWidth + 1,
  );
  const page = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  return [...wide.map((one) => `${describeElement(one)} is outside`), ...cut.map(describeElement), ...page];
}

/** What a finger has to meet: a control, or the label around a small one. */
function targets({ scope }: Driver): { name: string; width: number; height: number; primary: boolean }[] {
  return elementsIn(scope)
    .filter((one) => one.matches('button, a[href], input') && isVisible(one))
    .map((one) => {
      const { width, height } = (one.closest('label') ?? one).getBoundingClientRect();
      return { name: nameOf(one), width, height, primary: one.part.contains('primary-button') };
    });
}

const states: [string, OpenState][] = [
  ...Object.entries(setupStates).map(([name, open]): [string, OpenState] => [`set-up: ${name}`, open]),
  ...Object.entries(challengeStates).map(([name, open]): [string, OpenState] => [`challenge: ${name}`, open]),
];

describe('on a narrow screen', () => {
  before(async () => {
    await setViewport({ width: 320, height: 640 });
    await emulateMedia({ reducedMotion: 'reduce' });
  });

  after(async () => {
    document.documentElement.dir = '';
    await setViewport({ width: 800, height: 600 });
  });

  for (const [state, open] of states) {
    it(`${state}: nothing runs over, in either direction, and every target is large enough`, async () => {
      document.documentElement.dir = 'ltr';
      const driver = await open();
      expect(innerWidth).to.equal(320);
      expect(overflowing(driver), 'left to right').to.deep.equal([]);
      document.documentElement.dir = 'rtl';
      expect(overflowing(driver), 'right to left').to.deep.equal([]);
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

  for (const [state, open] of states) {
    it(`${state}: every target is large enough`, async () => {
      const driver = await open();
      expect(overflowing(driver)).to.deep.equal([]);
      for (const { name, width, height, primary } of targets(driver)) {
        expect(Math.min(width, height), name).to.be.at.least(24);
        if (primary) expect(height, name).to.be.at.least(44);
      }
    });
  }
});
