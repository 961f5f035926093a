import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../../widget/elements/code-input/harmony-2fa-code-input.js';
import { commitText } from '../../../support/commit-text.js';
import { findAll, focused, insertText, type ElementOf } from '../../../support/element-drivers.js';

/** Phones, password managers, browsers and dictation fill in a code. */
type CodeInput = ElementOf<'harmony-2fa-code-input'>;

let element: CodeInput;
let events: string[];

const fieldOf = (one: CodeInput) => findAll(one, 'field')[0] as HTMLInputElement;
const field = () => fieldOf(element);

function listen(): void {
  events = [];
  for (const type of ['input', 'change']) element.addEventListener(type, () => events.push(type));
}

beforeEach(async () => {
  element = await fixture(html`<harmony-2fa-code-input lang="en"></harmony-2fa-code-input>`);
  listen();
});

describe('code input: a whole code in one input event', () => {
  it('is taken without a paste event', () => {
    const heard: string[] = [];
    for (const type of ['input', 'paste', 'keydown']) {
      field().addEventListener(type, () => heard.push(type));
    }
    element.focus();
    commitText('123 456');
    expect(element.value).to.equal('123456');
    expect(heard, 'in one piece').to.deep.equal(['input']);
  });

  for (const [what, start, end] of [
    ['in the middle of an unfinished one', 2, 2],
    ['in the middle of digits that are selected', 1, 3],
    ['in front', 0, 0],
    ['at the end', 4, 4],
  ] as const) {
    it(`is the code when it is inserted ${what}`, () => {
      element.value = '1234';
      element.focus();
      field().setSelectionRange(start, end);
      // Begins with a digit that it replaces.
      commitText('265-431');
      expect(element.value).to.equal('265431');
      expect(field().value).to.equal('265431');
    });
  }

  it('replaces a full code from the clicked box', () => {
    element.value = '111111';
    element.focus();
    field().setSelectionRange(3, 4);
    commitText('165432');
    expect(element.value).to.equal('165432');
  });

  it('is inserted at the caret when digits are missing', () => {
    element.value = '1234';
    element.focus();
    field().setSelectionRange(2, 2);
    commitText('99');
    expect(element.value).to.equal('129934');
  });
});

describe('code input: filled from outside', () => {
  it('takes a value that a bare input event announces', () => {
    field().value = '123 456';
    field().dispatchEvent(new Event('input', { bubbles: true }));
    expect(element.value).to.equal('123456');
  });

  it('takes a value that only a change event announces', () => {
    field().value = '123456';
    field().dispatchEvent(new Event('change', { bubbles: true }));
    expect(element.value).to.equal('123456');
    expect(events, 'the page hears of an edit').to.deep.equal(['input']);
  });

  it('takes a value without an event on blur and on Enter', async () => {
    element.focus();
    field().value = '123456';
    field().blur();
    expect(element.value).to.equal('123456');
    expect(events).to.deep.equal(['input', 'change']);
    element.focus();
    field().value = '654321';
    await sendKeys({ press: 'Enter' });
    expect(element.value).to.equal('654321');
  });

  it('keeps two fields apart that are filled together', async () => {
    const form = await fixture<HTMLFormElement>(html`
      <form>
        <harmony-2fa-code-input name="totp-old"></harmony-2fa-code-input>
        <harmony-2fa-code-input name="totp-new"></harmony-2fa-code-input>
      </form>
    `);
    const both = [...form.querySelectorAll('harmony-2fa-code-input')];
    both.forEach((one, index) => {
      fieldOf(one).value = String(index + 1).repeat(6);
    });
    for (const one of both) fieldOf(one).dispatchEvent(new Event('input', { bubbles: true }));
    expect(Object.fromEntries(new FormData(form))).to.deep.equal({ 'totp-old': '111111', 'totp-new': '222222' });
  });

  it('ignores the words of dictation, and finds the digits among them', () => {
    element.focus();
    commitText('one two three four five six');
    expect(element.value).to.equal('');
    expect(field().getAttribute('aria-invalid')).to.equal('false');
    commitText('the code is 123 456 thanks');
    expect(element.value).to.equal('123456');
  });

  it('takes a hundred thousand letters without a delay', () => {
    element.focus();
    const started = performance.now();
    insertText(`${'x'.repeat(100_000)}123456`);
    expect(element.value).to.equal('123456');
    expect(performance.now() - started).to.be.below(2000);
  });
});

describe('code input: what fillers rely on', () => {
  it('keeps the same field from the first to the last digit, and through errors and waits', async () => {
    const first = field();
    element.focus();
    for (const digit of '123456') {
      await sendKeys({ type: digit });
      await elementUpdated(element);
      expect(field() === first, `after ${digit}`).to.be.true;
    }
    for (const change of [{ error: 'Wrong' }, { readonly: true }, { readonly: false, error: '' }, { length: 8 }]) {
      Object.assign(element, change);
      await elementUpdated(element);
      expect(field() === first, JSON.stringify(change)).to.be.true;
    }
    expect(focused() === first, 'it keeps the focus').to.be.true;
  });

  it('does not take the focus by itself', async () => {
    const page = await fixture(html`<div><harmony-2fa-code-input></harmony-2fa-code-input></div>`);
    const other = page.querySelector('harmony-2fa-code-input')!;
    await elementUpdated(other);
    expect(focused() === document.body).to.be.true;
    expect(fieldOf(other).hasAttribute('autofocus')).to.be.false;
  });

  it('can be focused before it is rendered', async () => {
    const late = document.createElement('harmony-2fa-code-input');
    document.body.append(late);
    late.focus();
    await elementUpdated(late);
    await late.updateComplete;
    expect(focused() === fieldOf(late)).to.be.true;
    late.remove();
  });
});
