import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { LitElement } from 'lit';
import { elementsIn, focused, isVisible, nameOf } from '../../../support/element-drivers.js';
import { challengeStates, enrolmentStates, setupStates, type OpenState } from '../../../support/element-states.js';
import { emulateMedia } from '../../../support/media.js';
import { itNeeds } from '../../../support/needs.js';
import { overflowing } from '../../../support/overflow.js';

/** Settings of people: wider text, no motion, forced colours and a keyboard. */
type Driver = Awaited<ReturnType<OpenState>>;

const states: [string, OpenState][] = [
  ...Object.entries(setupStates).map(([name, open]): [string, OpenState] => [`set-up: ${name}`, open]),
  ...Object.entries(challengeStates).map(([name, open]): [string, OpenState] => [`challenge: ${name}`, open]),
  ...Object.entries(enrolmentStates).map(([name, open]): [string, OpenState] => [`enrolment: ${name}`, open]),
];

/** The text spacing of WCAG 1.4.12 in every shadow root, as a browser extension sets it. */
const spacing = new CSSStyleSheet();
spacing.replaceSync(`
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`);

function rootsOf({ element }: Driver): ShadowRoot[] {
  return [element, ...elementsIn(element)].flatMap(({ shadowRoot }) => shadowRoot ?? []);
}

function cutOff({ scope }: Driver): string[] {
  return elementsIn(scope)
    .filter((one) => isVisible(one) && !one.closest('.visually-hidden, [aria-hidden=true]'))
    .filter((one) => getComputedStyle(one).overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 1)
    .map((one) => `${one.localName}.${one.className} “${nameOf(one).slice(0, 40)}”`);
}

afterEach(() => emulateMedia({}));

describe('with the settings of people', () => {
  before(() => setViewport({ width: 320, height: 640 }));
  after(() => setViewport({ width: 800, height: 600 }));

  // One test for all, since opening a state is slow.
  for (const [state, open] of states) {
    it(`${state}: nothing moves, every control shows its focus, and spaced text has room`, async () => {
      await emulateMedia({ reducedMotion: 'reduce' });
      const driver = await open();
      assertStill(driver);
      await assertFocusSeen(driver);
      for (const root of rootsOf(driver)) root.adoptedStyleSheets.push(spacing);
      expect(overflowing(driver)).to.deep.equal([]);
      expect(cutOff(driver)).to.deep.equal([]);
    });
  }

  // One state of each kind: the others differ in text alone.
  for (const state of [
    'set-up: on',
    'set-up: set-up',
    'set-up: wrong code',
    'set-up: asking to disable',
    'challenge: wrong code',
  ]) {
    const open = states.find(([name]) => name === state)![1];
    itNeeds('forced colours', `${state}: the focus is seen in forced colours as well`, async () => {
      await emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
      await assertFocusSeen(await open());
    });
  }
});

describe('with text twice as large', () => {
  before(() => setViewport({ width: 1280, height: 800 }));
  after(async () => {
    document.documentElement.style.fontSize = '';
    await setViewport({ width: 800, height: 600 });
  });

  for (const [state, open] of states) {
    it(`${state}: nothing overflows or is cut off`, async () => {
      document.documentElement.style.fontSize = '200%';
      await emulateMedia({ reducedMotion: 'reduce' });
      const driver = await open();
      expect(overflowing(driver)).to.deep.equal([]);
      expect(cutOff(driver)).to.deep.equal([]);
    });
  }
});

function assertStill(driver: Driver): void {
  const moving = rootsOf(driver)
    .flatMap((root) => root.getAnimations())
    .filter((animation) => animation.playState === 'running');
  expect(moving.length).to.equal(0);
  // The transition of the field delays the browser's background of filled fields.
  for (const one of elementsIn(driver.element).filter((each) => !each.matches('.field'))) {
    expect(getComputedStyle(one).transitionDuration, one.className).to.match(/^0s/);
  }
}

async function assertFocusSeen(driver: Driver): Promise<void> {
  // After a key press, browsers show the focus that a script sets.
  await sendKeys({ press: 'Shift' });
  const controls = elementsIn(driver.scope).filter(
    (one) => one.matches('button:not(:disabled), a[href], input:not(:disabled)') && isVisible(one),
  );
  for (const control of controls) {
    control.focus();
    // A control behind a modal question cannot have the focus.
    if (focused() !== control) continue;
    // No timer: in a background page each one takes a second.
    await ((control.getRootNode() as ShadowRoot).host as LitElement).updateComplete;
    expect(ring(control), nameOf(control)).to.be.at.least(2);
    expect(covered(control), `${nameOf(control)} is covered`).to.be.false;
  }
}

/** Width of the focus indicator: the outline of the control, or the border of a box of the code field. */
function ring(control: HTMLElement): number {
  const boxes = (control.getRootNode() as ShadowRoot).querySelector('.box:is(.active, .selected)');
  const { outlineStyle, outlineWidth, boxShadow, borderWidth } = getComputedStyle(boxes ?? control);
  if (outlineStyle !== 'none') return Number.parseFloat(outlineWidth);
  // A selected box has a second border inside.
  return boxes && boxShadow !== 'none' ? 2 * Number.parseFloat(borderWidth) : 0;
}

/** Whether another element covers its middle, such as a fixed footer. */
function covered(control: HTMLElement): boolean {
  const { left, top, width, height } = control.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  // Some engines do not scroll to an element that a script focuses.
  if (isScrolledAway(control, y)) return false;
  let hit = document.elementFromPoint(x, y);
  while (hit?.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return !hit || !(control.contains(hit) || hit.contains(control) || hit.closest('label')?.contains(control));
}

function isScrolledAway(control: Element, y: number): boolean {
  let around: Element | null = control;
  while (around) {
    const { top, bottom } = around.getBoundingClientRect();
    if (getComputedStyle(around).overflowY === 'auto' && (y < top || y > bottom)) return true;
    const root = around.getRootNode();
    around = around.assignedSlot ?? around.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return y < 0 || y > innerHeight;
}
