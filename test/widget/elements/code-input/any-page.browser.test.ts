import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import '../../../../widget/elements/code-input/harmony-2fa-code-input.js';
import { elementsIn, findAll, insertText, type ElementOf } from '../../../support/element-drivers.js';
import { nonsense } from '../../../support/nonsense.js';

type CodeInput = ElementOf<'harmony-2fa-code-input'>;

const fieldOf = (element: CodeInput) => findAll(element, 'field')[0] as HTMLInputElement;
const boxesOf = (element: CodeInput) => [
  ...elementsIn(element).find((one) => one.getAttribute('aria-hidden') === 'true')!.children,
];

describe('code input given nonsense', () => {
  const properties = [
    'value',
    'name',
    'label',
    'hint',
    'error',
    'length',
    'required',
    'disabled',
    'readonly',
    'strings',
  ];

  for (const [what, value] of Object.entries(nonsense)) {
    it(`stays usable with ${what} in any property`, async () => {
      const element = await fixture<CodeInput>(html`<harmony-2fa-code-input></harmony-2fa-code-input>`);
      for (const property of properties) {
        expect(() => ((element as unknown as Record<string, unknown>)[property] = value), property).not.to.throw();
        await elementUpdated(element);
        (element as unknown as Record<string, unknown>)[property] = property === 'length' ? 6 : '';
      }
      await elementUpdated(element);
      element.required = element.disabled = element.readonly = false;
      await elementUpdated(element);
      element.focus();
      insertText('123456');
      expect(element.value).to.equal('123456');
    });
  }

  it('treats an invalid length as six', async () => {
    const element = await fixture<CodeInput>(html`<harmony-2fa-code-input></harmony-2fa-code-input>`);
    for (const length of ['1e9', '-1', '0', '3', '11', '5.5', 'six', '', 'Infinity', 'NaN']) {
      element.setAttribute('length', length);
      await elementUpdated(element);
      expect(boxesOf(element), length).to.have.length(6);
    }
    for (const length of ['4', '10']) {
      element.setAttribute('length', length);
      await elementUpdated(element);
      expect(boxesOf(element), length).to.have.length(Number(length));
    }
  });

  it('shows a host’s text as text', async () => {
    const markup = '<img src=x onerror=alert(1)>"\'{{7*7}}';
    const element = await fixture<CodeInput>(html`
      <harmony-2fa-code-input label=${markup} hint=${markup} error=${markup}></harmony-2fa-code-input>
    `);
    expect(element.renderRoot.querySelector('img')).to.be.null;
    expect(element.renderRoot.querySelector('label')!.textContent).to.equal(markup);
  });

  it('keeps a property that was set before the element was defined', async () => {
    const { CodeInputElement } = await import('../../../../widget/elements/code-input/code-input-element.js');
    const element = document.createElement('late-code-input') as CodeInput;
    element.value = '123 456';
    element.label = 'Set early';
    document.body.append(element);
    customElements.define('late-code-input', class extends CodeInputElement {});
    await elementUpdated(element);
    expect(element.value).to.equal('123456');
    expect(element.renderRoot.querySelector('label')!.textContent).to.equal('Set early');
    element.remove();
  });

  it('survives being moved and cloned', async () => {
    const parent = await fixture(
      html`<div>
        <harmony-2fa-code-input value="12"></harmony-2fa-code-input>
        <p></p>
      </div>`,
    );
    const element = parent.querySelector('harmony-2fa-code-input')!;
    parent.querySelector('p')!.append(element);
    await elementUpdated(element);
    element.focus();
    insertText('3456');
    expect(element.value).to.have.length(6);
    const copy = element.cloneNode(true) as CodeInput;
    parent.append(copy);
    await elementUpdated(copy);
    expect(copy.value).to.equal('12');
  });
});

describe('code input given a number', () => {
  for (const [number, value] of [
    [123456, '123456'],
    [0, '0'],
    [12, '12'],
    [-1, ''],
    [1.5, ''],
    [NaN, ''],
    [Infinity, ''],
    [2 ** 60, ''],
  ] as const) {
    it(`takes ${number} for “${value}”`, async () => {
      const element = await fixture<CodeInput>(
        html`<harmony-2fa-code-input .value=${number}></harmony-2fa-code-input>`,
      );
      expect(element.value).to.equal(value);
    });
  }
});

describe('code input on a page with one-key shortcuts', () => {
  const heard: string[] = [];
  const hear = (event: KeyboardEvent) => heard.push(`${event.type} ${event.key}`);
  const types = ['keydown', 'keypress', 'keyup'] as const;

  beforeEach(() => {
    heard.length = 0;
    for (const type of types) document.addEventListener(type, hear);
  });
  afterEach(() => {
    for (const type of types) document.removeEventListener(type, hear);
  });

  it('keeps what is typed from them, and lets go what leaves a field', async () => {
    const element = await fixture<CodeInput>(html`<harmony-2fa-code-input></harmony-2fa-code-input>`);
    element.focus();
    for (const press of ['1', 'x', '?', 'Backspace', 'ArrowLeft', 'Delete']) await sendKeys({ press });
    expect(heard).to.deep.equal([]);
    for (const press of ['Escape', 'F2']) await sendKeys({ press });
    // Some engines also fire `keypress` for Escape.
    const letGo = heard.filter((each) => !each.startsWith('keypress'));
    expect(letGo).to.deep.equal(['keydown Escape', 'keyup Escape', 'keydown F2', 'keyup F2']);
    heard.length = 0;
    fieldOf(element).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, composed: true }),
    );
    expect(heard, 'a shortcut with a modifier is one in any field').to.deep.equal(['keydown k']);
  });

  it('does not hide the keys of a page’s own input', async () => {
    const element = await fixture<CodeInput>(html`
      <harmony-2fa-code-input><input slot="input" /></harmony-2fa-code-input>
    `);
    element.focus();
    await sendKeys({ press: '1' });
    expect(heard).to.include('keydown 1');
  });
});

describe('code input on any page', () => {
  it('reads left to right on a right-to-left page', async () => {
    const page = await fixture(html`
      <div dir="rtl"><harmony-2fa-code-input value="123456" label="رمز"></harmony-2fa-code-input></div>
    `);
    const element = page.querySelector('harmony-2fa-code-input')!;
    await elementUpdated(element);
    const boxes = boxesOf(element);
    const lefts = boxes.map((box) => box.getBoundingClientRect().left);
    expect(lefts).to.deep.equal([...lefts].sort((a, b) => a - b));
    expect(boxes.map((box) => box.textContent.trim())).to.deep.equal(['1', '2', '3', '4', '5', '6']);
    expect(getComputedStyle(fieldOf(element)).direction).to.equal('ltr');
    const label = element.renderRoot.querySelector('label')!;
    expect(getComputedStyle(label).direction, 'the rest mirrors').to.equal('rtl');
    expect(boxes.at(-1)!.getBoundingClientRect().right).to.be.greaterThan(page.getBoundingClientRect().width / 2);
  });

  it('survives a page that unsets everything', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { all: unset !important; }');
    document.adoptedStyleSheets.push(sheet);
    try {
      const element = await fixture<CodeInput>(html`<harmony-2fa-code-input label="Code"></harmony-2fa-code-input>`);
      element.focus();
      insertText('123 456');
      await elementUpdated(element);
      expect(element.value).to.equal('123456');
      const field = fieldOf(element).getBoundingClientRect();
      for (const box of boxesOf(element)) {
        const { width, height, left, right } = box.getBoundingClientRect();
        expect(width).to.be.at.least(24);
        expect(height).to.be.at.least(44);
        expect(field.left <= left && field.right >= right, 'the field lies over every box').to.be.true;
      }
      expect(element.getBoundingClientRect().height).to.be.greaterThan(60);
    } finally {
      document.adoptedStyleSheets.pop();
    }
  });

  it('fits into 320 px, with ten boxes too', async () => {
    await setViewport({ width: 320, height: 640 });
    try {
      const element = await fixture<CodeInput>(html`<harmony-2fa-code-input label="Code"></harmony-2fa-code-input>`);
      for (const length of [6, 10]) {
        element.length = length;
        await elementUpdated(element);
        expect(document.documentElement.scrollWidth).to.be.at.most(320);
        const edges = boxesOf(element).map((box) => box.getBoundingClientRect());
        expect(edges.at(-1)!.right).to.be.at.most(320);
        for (const { width } of edges) expect(width).to.be.at.least(length === 6 ? 32 : 16);
      }
    } finally {
      await setViewport({ width: 800, height: 600 });
    }
  });

  it('keeps the focus ring on the box of the next digit', async () => {
    const element = await fixture<CodeInput>(html`<harmony-2fa-code-input></harmony-2fa-code-input>`);
    const active = () => boxesOf(element).findIndex((box) => box.part.contains('box-active'));
    expect(active()).to.equal(-1);
    element.focus();
    await elementUpdated(element);
    expect(active()).to.equal(0);
    insertText('123');
    await elementUpdated(element);
    expect(active()).to.equal(3);
    insertText('456');
    await elementUpdated(element);
    expect(active()).to.equal(5);
    fieldOf(element).blur();
    await elementUpdated(element);
    expect(active()).to.equal(-1);
  });

  it('puts the caret at the clicked box', async () => {
    const element = await fixture<CodeInput>(html`<harmony-2fa-code-input value="123456"></harmony-2fa-code-input>`);
    const { left, top, width, height } = boxesOf(element)[1]!.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
    insertText('9');
    expect(element.value).to.equal('193456');
  });
});
