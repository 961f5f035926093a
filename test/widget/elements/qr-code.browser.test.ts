import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import 'jsqr/dist/jsQR.js';
import '../../../widget/elements/qr-code/harmony-2fa-qr-code.js';
import { elementsIn, findAll, textOf, turn, until, type ElementOf } from '../../support/element-drivers.js';
import { keyUri, secret } from '../../support/fake-client.js';
import { emulateMedia } from '../../support/media.js';
import { itNeeds } from '../../support/needs.js';
import { nonsense } from '../../support/nonsense.js';

type QrCode = ElementOf<'harmony-2fa-qr-code'>;

// The reader is a classic script that sets a global.
declare const jsQR: (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null;

const drawing = (element: QrCode) => findAll(element, 'image')[0] as unknown as SVGSVGElement | undefined;

async function open(value: unknown, around = (content: unknown) => html`<div>${content}</div>`): Promise<QrCode> {
  const page = await fixture(around(html`<harmony-2fa-qr-code lang="en" .value=${value}></harmony-2fa-qr-code>`));
  const element = page.querySelector('harmony-2fa-qr-code')!;
  await elementUpdated(element);
  return element;
}

async function openDrawn(...parameters: Parameters<typeof open>): Promise<QrCode> {
  const element = await open(...parameters);
  await until(() => drawing(element), 'no code is drawn');
  return element;
}

/** `d` is also a CSS property: a page that unsets it removes the modules. WebKit does not support it yet. */
function paintedPath(shape: SVGElement): string {
  if (!CSS.supports('d', 'none')) return shape.getAttribute('d') ?? '';
  return /^path\("(.*)"\)$/.exec(getComputedStyle(shape).getPropertyValue('d'))?.[1] ?? '';
}

/** Draws the shapes with their computed colours, and reads the picture as a phone does. */
function read(element: QrCode): string | null {
  const svg = drawing(element)!;
  const side = svg.viewBox.baseVal.width;
  const scale = 4;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side * scale;
  const context = canvas.getContext('2d')!;
  context.fillStyle = getComputedStyle(svg.parentElement!).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  for (const shape of svg.children as Iterable<SVGElement>) {
    const { fill, display } = getComputedStyle(shape);
    if (display === 'none') continue;
    context.fillStyle = fill;
    if (shape instanceof SVGRectElement) {
      context.fillRect(0, 0, shape.width.baseVal.value, shape.height.baseVal.value);
    } else {
      context.fill(new Path2D(paintedPath(shape)));
    }
  }
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(data, width, height)?.data ?? null;
}

function expectReadable(element: QrCode): void {
  expect(read(element)).to.equal(keyUri);
  const { width, height } = drawing(element)!.getBoundingClientRect();
  expect(width, 'large enough for a camera').to.be.at.least(180);
  expect(Math.abs(width - height), 'square').to.be.lessThan(1);
  const frame = drawing(element)!.parentElement!;
  expect(getComputedStyle(frame).backgroundColor).to.equal('rgb(255, 255, 255)');
}

/**
 * Changes colours as Dark Reader does, in rules and in attributes: backgrounds become dark and texts light. It treats a fill in a
 * rule as text, and a fill in an attribute of a large shape as background. White text and black backgrounds stay.
 */
function darken(root: ShadowRoot): void {
  const [ground, text] = ['rgb(24, 26, 27)', 'rgb(232, 230, 227)'];
  for (const sheet of [...root.adoptedStyleSheets]) {
    const darker = new CSSStyleSheet();
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule)) continue;
      const { backgroundColor, color, fill } = rule.style;
      const declarations = [
        backgroundColor && `background-color: ${ground} !important`,
        color && `color: ${text} !important`,
        fill && fill !== 'initial' && fill !== 'none' && `fill: ${text} !important`,
      ].filter(Boolean);
      if (declarations.length > 0) darker.insertRule(`${rule.selectorText} { ${declarations.join('; ')} }`);
    }
    root.adoptedStyleSheets.push(darker);
  }
  for (const shape of root.querySelectorAll<SVGElement>('[fill]')) {
    const white = getComputedStyle(shape).fill === 'rgb(255, 255, 255)';
    shape.style.setProperty('fill', white ? ground : 'rgb(0, 0, 0)', 'important');
  }
}

describe('QR code', () => {
  afterEach(() => emulateMedia({}));

  it('encodes exactly its value', async () => {
    expectReadable(await openDrawn(keyUri));
  });

  for (const text of ['x', 'Grüße 日本語 😀', `otpauth://totp/${'a'.repeat(400)}?secret=${secret}`]) {
    it(`encodes exactly “${text.slice(0, 24)}”`, async () => {
      expect(read(await openDrawn(text))).to.equal(text);
    });
  }

  it('is black on white in dark mode', async () => {
    await emulateMedia({ colorScheme: 'dark' });
    const element = await openDrawn(keyUri, (content) => html`<div class="dark">${content}</div>`);
    element.parentElement!.style.colorScheme = 'dark';
    expectReadable(element);
  });

  itNeeds('forced colours', 'is black on white in forced colours', async () => {
    await emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    const element = await openDrawn(keyUri);
    expect(matchMedia('(forced-colors: active)').matches).to.be.true;
    expectReadable(element);
    expect(getComputedStyle(drawing(element)!).forcedColorAdjust).to.equal('none');
  });

  it('is not mirrored on a right-to-left page', async () => {
    expectReadable(await openDrawn(keyUri, (content) => html`<div dir="rtl">${content}</div>`));
  });

  it('survives a page that unsets everything', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { all: unset !important; } svg, path, rect { fill: red !important; }');
    document.adoptedStyleSheets.push(sheet);
    try {
      expectReadable(await openDrawn(keyUri));
    } finally {
      document.adoptedStyleSheets.pop();
    }
  });

  it('survives an extension that darkens pages', async () => {
    const element = await openDrawn(keyUri);
    darken(element.shadowRoot!);
    const frame = drawing(element)!.parentElement!;
    expect(getComputedStyle(frame).backgroundColor, 'the frame is darkened').to.equal('rgb(24, 26, 27)');
    const [ground, modules] = [...drawing(element)!.children].map((shape) => getComputedStyle(shape).fill);
    // A camera needs more contrast than the reader in this test.
    expect({ ground, modules }).to.deep.equal({ ground: 'rgb(232, 230, 227)', modules: 'rgb(0, 0, 0)' });
    expect(read(element)).to.equal(keyUri);
  });

  it('keeps a quiet zone of four modules', async () => {
    const element = await openDrawn('x');
    expect(drawing(element)!.viewBox.baseVal.width).to.equal(21 + 8);
    const { x, y, width } = drawing(element)!.querySelector('path')!.getBBox();
    expect({ x, y, width }).to.deep.equal({ x: 4, y: 4, width: 21 });
  });

  it('has a description as its name, and shows the secret in its modules only', async () => {
    const element = await openDrawn(keyUri);
    const name = drawing(element)!.getAttribute('aria-label');
    expect(name).to.equal('QR code that adds this account to your authenticator app');
    element.label = 'Scan me';
    await elementUpdated(element);
    expect(drawing(element)!.getAttribute('aria-label')).to.equal('Scan me');
    const markup = element.outerHTML + element.shadowRoot!.innerHTML;
    for (const part of [secret, 'otpauth', 'ada', 'data:', 'style=']) expect(markup).not.to.contain(part);
    expect(textOf(element)).to.equal('');
  });

  it('shows the last of two values in a row', async () => {
    const element = await openDrawn(keyUri);
    element.value = 'first';
    await elementUpdated(element);
    element.value = 'second';
    await elementUpdated(element);
    await until(() => drawing(element) && read(element) === 'second', 'the second value is not drawn');
    await turn();
    expect(read(element)).to.equal('second');
  });

  it('draws nothing for an empty value, and removes the code of a removed value', async () => {
    const element = await open('');
    await turn();
    expect(elementsIn(element).some(({ localName }) => localName === 'svg')).to.be.false;
    expect(findAll(element, 'alert').length).to.equal(0);
    element.value = keyUri;
    await until(() => drawing(element), 'no code is drawn');
    element.value = '';
    await elementUpdated(element);
    await until(() => !drawing(element), 'the code stays');
  });

  for (const [what, value] of Object.entries(nonsense)) {
    it(`draws nothing and does not throw for ${what}`, async () => {
      const element = await openDrawn(keyUri);
      Object.assign(element, { value, label: value, strings: value });
      await elementUpdated(element);
      await until(() => !drawing(element), 'the code stays');
    });
  }

  it('reports a text that is too long for a QR code', async () => {
    const element = await open('x'.repeat(3000));
    await until(() => findAll(element, 'alert').length === 1, 'nothing is said');
    expect(textOf(element)).to.equal('Something went wrong. Try again.');
    expect(drawing(element) === undefined).to.be.true;
    element.value = keyUri;
    await until(() => drawing(element), 'no code is drawn afterwards');
    expect(findAll(element, 'alert').length).to.equal(0);
  });

  it('is removed when it leaves the page, and drawn again when it returns', async () => {
    const element = await openDrawn(keyUri);
    const parent = element.parentElement!;
    const { shadowRoot } = element;
    element.remove();
    await until(() => !shadowRoot!.querySelector('path'), 'the drawing stays in memory');
    parent.append(element);
    await until(() => drawing(element), 'no code is drawn again');
    expect(read(element)).to.equal(keyUri);
  });
});
