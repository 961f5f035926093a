import { elementsIn, focused, isVisible, rendered, until } from '../support/element-drivers.js';
import { everyState, type OpenState } from '../support/element-states.js';
import { overflowing } from '../support/overflow.js';

/** Runs in a page of `StateGallery`, and answers the test that drives the page. */

export type Driver = Awaited<ReturnType<OpenState>>;

export interface Box {
  what: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const states: Readonly<Record<string, OpenState>> = Object.fromEntries(everyState);

let driver: Driver;

export const stateNames = Object.keys(states);

export async function open(state: string): Promise<void> {
  driver = await states[state]!();
  document.title = state;
}

/** The mirror check needs both directions in English; the screenshots show right-to-left in Arabic. */
export async function setLanguage(lang: string, dir: 'ltr' | 'rtl'): Promise<void> {
  const { element } = driver;
  const before = element.renderRoot.textContent;
  Object.assign(document.documentElement, { lang, dir });
  if (element.lang !== lang) {
    element.lang = lang;
    await until(() => element.renderRoot.textContent !== before, `the texts in ${lang} do not load`);
  }
  await settled();
}

/** Waits until fonts are loaded and two frames are painted. */
export async function settled(): Promise<void> {
  await document.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

/** Scrolls a dialog to its end; returns false when the end is in view already. */
export function scrollToEnd(): boolean {
  const body = elementsIn(driver.scope).find((one) => one.matches('.body'));
  if (!body || body.scrollTop + body.clientHeight >= body.scrollHeight - 1) return false;
  body.dataset['scrollBefore'] = String(body.scrollTop);
  body.scrollTop = body.scrollHeight;
  return true;
}

export function scrollBack(): void {
  const body = elementsIn(driver.scope).find((one) => one.matches('.body'))!;
  body.scrollTop = Number(body.dataset['scrollBefore']);
}

/** The element, or the dialog that is open over it. */
export function scope(): Box {
  return boxOf(driver.scope);
}

/** Elements that reach past an edge, are cut off, or are hidden by a container. */
export function overflows(): string[] {
  return overflowing(driver);
}

/** Each line of visible text, clipped to what is in view. WCAG asks no contrast of disabled controls. */
export function texts(): Box[] {
  return rendered(driver.scope)
    .filter((node): node is Text => node instanceof Text && node.data.trim() !== '')
    .filter((text) => {
      const parent = text.parentElement!;
      const off = parent.closest('style, .visually-hidden, :disabled, [aria-disabled=true], .disabled');
      return !off && isVisible(parent);
    })
    .flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const view = viewOf(text.parentElement!);
      return [...range.getClientRects()]
        .map((line) => inside(line, view))
        .filter(({ width, height }) => width > 2 && height > 6)
        .map(({ x, y, width, height }) => ({ what: text.data.trim().slice(0, 40), x, y, width, height }));
    });
}

/** The box of every element, to compare both directions. */
export function boxes(): Box[] {
  return elementsIn(driver.scope)
    .filter((one) => isVisible(one) && !one.matches('.visually-hidden, path, rect, circle'))
    .map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      const names = [one.localName, ...one.classList].join('.');
      return { what: keepsDirection(one) ? '' : names, x, y, width, height };
    });
}

/** Digits, keys and codes read left to right in every language, and so do the elements among them. */
function keepsDirection(one: Element): boolean {
  const parent = one.parentElement ?? (one.getRootNode() as ShadowRoot).host;
  return (
    getComputedStyle(one).display === 'inline' || getComputedStyle(parent).direction !== document.documentElement.dir
  );
}

/** Scrolls the QR code into view; null without one. */
export function qrCode(): Box | null {
  const code = elementsIn(driver.scope).find((one) => one.matches('harmony-2fa-qr-code'));
  code?.scrollIntoView({ block: 'center' });
  return code ? withMargin(code, 24) : null;
}

/** The focused control with room for its ring; null outside of the elements. */
export function focusedControl(): Box | null {
  const control = focused();
  if (!(control instanceof HTMLElement) || control === document.body || control.matches('dialog, .body')) return null;
  const what = [
    (control.getRootNode() as ShadowRoot).host?.localName,
    control.localName,
    ...control.classList,
    ...(control.ariaDisabled === 'true' ? ['(disabled)'] : []),
  ].join(' ');
  return { ...withMargin(control, 6), what };
}

export function leaveControl(): void {
  (focused() as HTMLElement).blur();
}

/** In whole pixels. */
function withMargin(element: Element, margin: number): Box {
  const { what, x, y, width, height } = boxOf(element);
  const left = Math.max(0, Math.floor(x) - margin);
  const top = Math.max(0, Math.floor(y) - margin);
  return { what, x: left, y: top, width: Math.ceil(width) + 2 * margin, height: Math.ceil(height) + 2 * margin };
}

function boxOf(element: Element): Box {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { what: element.localName, x, y, width, height };
}

function viewOf(element: Element): DOMRect {
  let view = new DOMRect(0, 0, innerWidth, innerHeight);
  for (
    let one: Element | null = element;
    one;
    one = one.parentElement ?? (one.getRootNode() as ShadowRoot).host ?? null
  ) {
    if (getComputedStyle(one).overflow !== 'visible') view = inside(one.getBoundingClientRect(), view);
  }
  return view;
}

function inside(one: DOMRect, other: DOMRect): DOMRect {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  const width = Math.max(0, Math.min(one.right, other.right) - left);
  const height = Math.max(0, Math.min(one.bottom, other.bottom) - top);
  return new DOMRect(left, top, width, height);
}
