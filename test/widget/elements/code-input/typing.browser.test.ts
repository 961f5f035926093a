import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../../widget/elements/code-input/harmony-2fa-code-input.js';
import {
  elementsIn,
  fill,
  findAll,
  expectFocusOn,
  insertText,
  nameOf,
  type ElementOf,
} from '../../../support/element-drivers.js';

type CodeInput = ElementOf<'harmony-2fa-code-input'>;

let element: CodeInput;
let events: string[];

const field = () => findAll(element, 'field')[0] as HTMLInputElement;
const boxes = () => elementsIn(element).find((one) => one.getAttribute('aria-hidden') === 'true')!;

beforeEach(async () => {
  element = await fixture(html`<harmony-2fa-code-input lang="en" label="Verification code"></harmony-2fa-code-input>`);
  events = [];
  for (const type of ['input', 'change']) element.addEventListener(type, () => events.push(type));
});

describe('code input: attributes and accessible names', () => {
  it('is one text field for a one-time code on a numeric keyboard', () => {
    expect(findAll(element, 'field')).to.have.length(1);
    const { type, inputMode, name } = field();
    // Read as an attribute: Firefox's property supports older tokens only.
    const autocomplete = field().getAttribute('autocomplete');
    expect({ type, inputMode, autocomplete, name }).to.deep.equal({
      type: 'text',
      inputMode: 'numeric',
      autocomplete: 'one-time-code',
      name: 'totp',
    });
  });

  it('sets no maxlength, which would cut a pasted text', async () => {
    element.length = 4;
    await elementUpdated(element);
    expect(field().hasAttribute('maxlength')).to.be.false;
    expect(field().maxLength).to.equal(-1);
  });

  it('has a real label, with a default text in its language', async () => {
    expect(field().labels).to.have.length(1);
    expect(nameOf(field())).to.equal('Verification code');
    element.label = '';
    await elementUpdated(element);
    expect(nameOf(field())).to.equal('Enter verification code');
  });

  it('hides the painted boxes from screen readers, and not the field', () => {
    expect(boxes().children).to.have.length(6);
    expect(boxes().contains(field())).to.be.false;
    expect(field().closest('[aria-hidden], [hidden]')).to.be.null;
  });

  it('describes the field by hint and error, and announces the error', async () => {
    element.hint = 'It changes every 30 seconds';
    element.error = 'That code is not right.';
    await elementUpdated(element);
    const described = field()
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => element.renderRoot.querySelector(`#${id}`)!);
    expect(described.map((one) => one.textContent.trim())).to.deep.equal([
      'It changes every 30 seconds',
      'That code is not right.',
    ]);
    expect(described[1]!.getAttribute('role')).to.equal('alert');
    expect(field().getAttribute('aria-invalid')).to.equal('true');
    expect(element.matches(':state(invalid)')).to.be.true;
    element.error = '';
    await elementUpdated(element);
    expect(field().getAttribute('aria-invalid')).to.equal('false');
    expect(described[1]!.textContent.trim()).to.equal('');
    expect(element.matches(':state(invalid)')).to.be.false;
  });
});

describe('code input: typing and pasting', () => {
  const spellings = {
    digits: '123456',
    'a space in the middle, as apps show it': '123 456',
    'a hyphen in the middle': '123-456',
    'spaces around it': '  123456\t',
    'a no-break space and invisible marks': '\u200e123\u00a0456\u200f',
    'full-width digits': '１２３４５６',
    'Arabic-Indic digits': '١٢٣٤٥٦',
    'Persian digits': '۱۲۳۴۵۶',
    'digits between letters': 'Your code: 123456.',
    'more digits than fit': '1234567890',
  };

  for (const [what, text] of Object.entries(spellings)) {
    it(`takes ${what} as six ASCII digits`, async () => {
      element.focus();
      insertText(text);
      expect(element.value).to.equal('123456');
      expect(field().value).to.equal('123456');
      await elementUpdated(element);
      expect(boxes().textContent.replace(/\s/g, '')).to.equal('123456');
    });
  }

  it('takes key by key and ignores letters without an error', async () => {
    element.focus();
    await sendKeys({ type: '1a2 b3-c' });
    expect(element.value).to.equal('123');
    expect(element.error).to.equal('');
    expect(field().getAttribute('aria-invalid')).to.equal('false');
    expect(events).to.deep.equal(['input', 'input', 'input', 'input', 'input', 'input', 'input', 'input']);
  });

  it('overwrites at the caret in a full field', () => {
    element.value = '123456';
    element.focus();
    field().setSelectionRange(2, 2);
    insertText('9');
    expect(element.value).to.equal('129456');
    expect(field().selectionStart).to.equal(3);
    insertText('8');
    expect(element.value).to.equal('129856');
  });

  it('replaces an old code by a full code at any caret', () => {
    element.value = '111111';
    element.focus();
    field().setSelectionRange(3, 3);
    field().select();
    insertText('654 321');
    expect(element.value).to.equal('654321');
  });

  it('deletes like a native field', async () => {
    element.value = '123456';
    element.focus();
    field().setSelectionRange(6, 6);
    await sendKeys({ press: 'Backspace' });
    expect(element.value).to.equal('12345');
  });

  it('does not change the text during a composition', () => {
    field().value = '１２';
    field().dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true, composed: true }));
    expect(field().value).to.equal('１２');
    field().dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, composed: true }));
    expect(field().value).to.equal('12');
    expect(element.value).to.equal('12');
  });

  it('limits the digits to its length', async () => {
    element.length = 8;
    await elementUpdated(element);
    fill(field(), '1234 5678 90');
    expect(element.value).to.equal('12345678');
    expect(boxes().children).to.have.length(8);
    expect(element.complete).to.be.true;
  });
});

describe('code input: events and states', () => {
  it('fires no event when a script sets the value, and normalises it', async () => {
    element.value = '12-34 ５6x';
    await elementUpdated(element);
    expect(element.value).to.equal('123456');
    expect(field().value).to.equal('123456');
    element.setAttribute('value', '77 77');
    await elementUpdated(element);
    expect(element.value).to.equal('7777');
    expect(events).to.deep.equal([]);
  });

  it('fires change once on blur after an edit, and not without an edit', () => {
    fill(field(), '123');
    expect(events).to.deep.equal(['input']);
    field().blur();
    expect(events).to.deep.equal(['input', 'change']);
    field().focus();
    field().blur();
    expect(events).to.deep.equal(['input', 'change']);
  });

  it('fires change once for Enter and the blur after it', async () => {
    fill(field(), '123456');
    await sendKeys({ press: 'Enter' });
    field().blur();
    expect(events).to.deep.equal(['input', 'change']);
  });

  it('fires composed events that hold no digits', async () => {
    const heard: Event[] = [];
    const controller = new AbortController();
    document.addEventListener('change', (event) => heard.push(event), controller);
    fill(field(), '123456');
    field().blur();
    controller.abort();
    expect(heard.map(({ composed, bubbles }) => ({ composed, bubbles }))).to.deep.equal([
      { composed: true, bubbles: true },
    ]);
    expect(heard[0]!.target === element).to.be.true;
    await elementUpdated(element);
    expect(element.outerHTML).not.to.contain('123456');
  });

  it('has the state complete while all digits are in', async () => {
    fill(field(), '12345');
    expect(element.matches(':state(complete)')).to.be.false;
    fill(field(), '123456');
    expect(element.matches(':state(complete)')).to.be.true;
    element.value = '';
    await elementUpdated(element);
    expect(element.matches(':state(complete)')).to.be.false;
  });

  it('takes the focus and selects the code', async () => {
    element.value = '123456';
    element.focus();
    await expectFocusOn(field());
    field().blur();
    element.select();
    await expectFocusOn(field());
    expect(field().value.slice(field().selectionStart!, field().selectionEnd!)).to.equal('123456');
    insertText('9');
    expect(element.value).to.equal('9');
  });
});
