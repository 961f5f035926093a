import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import {
  elementsIn,
  focused,
  isVisible,
  nameOf,
  rendered,
  SetupDriver,
  turn,
} from '../../../support/element-drivers.js';
import { everyState, type OpenState } from '../../../support/element-states.js';
import { FakeClient } from '../../../support/fake-client.js';
import { emulateMedia } from '../../../support/media.js';
import { itNeeds } from '../../../support/needs.js';
import { overflowing } from '../../../support/overflow.js';

type Driver = Awaited<ReturnType<OpenState>>;

const controls = ({ scope }: Driver) =>
  elementsIn(scope).filter((one) => one.matches('button:enabled, a[href], input:enabled') && isVisible(one));

/** A person's own style sheet, in every tree. The values are those of WCAG 2.2, 1.4.12. */
async function spaceOut(driver: Driver): Promise<void> {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
  `);
  for (const { shadowRoot } of [driver.element, ...elementsIn(driver.element)])
    shadowRoot?.adoptedStyleSheets.push(sheet);
  await turn();
}

/**
 * The topmost element at the middle of what the window shows of an element, through every shadow root. Firefox does not scroll to a
 * control of which a part can be seen.
 */
function covers(element: HTMLElement): Element | null {
  const { left, top, width, bottom } = element.getBoundingClientRect();
  const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  let root: Document | ShadowRoot = document;
  let found: Element | null = null;
  for (;;) {
    const next: Element | null = root.elementFromPoint(left + width / 2, middle);
    if (!next || next === found) return found;
    found = next;
    if (!found.shadowRoot) return found;
    root = found.shadowRoot;
  }
}

/** Whether a control has the focus and its middle is not covered. */
function isSeen(control: HTMLElement): boolean {
  const target = control.closest('label') ?? control;
  const over = covers(control);
  return focused() === control && over !== null && (target.contains(over) || rendered(control).includes(over));
}

/** The controls that are covered while they have the focus. */
async function obscured(driver: Driver): Promise<string[]> {
  const hidden: string[] = [];
  for (const control of controls(driver)) {
    control.focus();
    // Some engines scroll later.
    for (let frames = 0; frames < 20 && !isSeen(control); frames++) await new Promise(requestAnimationFrame);
    const over = covers(control);
    if (!isSeen(control)) hidden.push(`${nameOf(control)}: under <${over?.localName} class=${over?.className}>`);
  }
  return hidden;
}

function describeAnimation(animation: Animation): string {
  const { target, pseudoElement } = animation.effect as KeyframeEffect;
  const name = 'transitionProperty' in animation ? animation.transitionProperty : animation.id;
  return `${target?.localName}.${target?.className}${pseudoElement ?? ''} ${String(name)} ${animation.playState}`;
}

// Set both before the first element: WebKit keeps the styles of the first element of a kind for later ones.
before(async () => {
  await setViewport({ width: 320, height: 640 });
  await emulateMedia({ reducedMotion: 'reduce' });
});
after(() => setViewport({ width: 800, height: 600 }));

describe('with reduced motion', () => {
  for (const [state, open] of everyState) {
    it(`${state}: nothing moves`, async () => {
      const { element } = await open();
      const moving = [element, ...elementsIn(element)].flatMap((one) => one.getAnimations({ subtree: true }));
      expect(moving.map((animation) => describeAnimation(animation))).to.deep.equal([]);
    });
  }
});

describe('with a person’s own text spacing', () => {
  for (const [state, open] of everyState) {
    it(`${state}: nothing is cut off`, async () => {
      const driver = await open();
      await spaceOut(driver);
      expect(overflowing(driver)).to.deep.equal([]);
    });
  }
});

describe('on a phone', () => {
  it('neither the footer nor a companion covers the focused control of the set-up', async () => {
    const driver = await SetupDriver.open(new FakeClient());
    const companion = Object.assign(document.createElement('div'), { slot: 'companion', textContent: 'A companion' });
    Object.assign(companion.style, { position: 'sticky', bottom: '0', height: '64px', background: 'Canvas' });
    driver.element.append(companion);
    await driver.openSetUp();
    await driver.complete();
    expect(controls(driver).length).to.be.greaterThan(8);
    expect(await obscured(driver)).to.deep.equal([]);
  });
});

describe('at 400 % of a small screen', () => {
  before(() => setViewport({ width: 320, height: 256 }));

  for (const [state, open] of everyState) {
    itNeeds('a low window', `${state}: what has the focus can be seen, and nothing runs over a side`, async () => {
      const driver = await open();
      expect(overflowing(driver)).to.deep.equal([]);
      expect(await obscured(driver)).to.deep.equal([]);
    });
  }
});
