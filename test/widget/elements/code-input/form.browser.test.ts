import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../../widget/elements/code-input/harmony-2fa-code-input.js';
import { expectFocusOn, fill, findAll, type ElementOf } from '../../../support/element-drivers.js';

type CodeInput = ElementOf<'harmony-2fa-code-input'>;

let form: HTMLFormElement;
let element: CodeInput;
let submissions: Record<string, FormDataEntryValue>[];

const field = () => findAll(element, 'field')[0] as HTMLInputElement;
const data = () => Object.fromEntries(new FormData(form));

async function open(content: unknown): Promise<void> {
  form = await fixture<HTMLFormElement>(html`<form lang="en">${content}</form>`);
  element = form.querySelector('harmony-2fa-code-input')!;
  await elementUpdated(element);
  submissions = [];
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submissions.push(data());
  });
}

describe('code input in a form', () => {
  it('is sent under its name, as digits', async () => {
    await open(html`<harmony-2fa-code-input value="123 456"></harmony-2fa-code-input>`);
    expect(data()).to.deep.equal({ totp: '123456' });
    element.name = 'code';
    await elementUpdated(element);
    expect(data()).to.deep.equal({ code: '123456' });
    fill(field(), '65 43');
    expect(data()).to.deep.equal({ code: '6543' });
    expect([...form.elements].includes(element)).to.be.true;
    expect(element.form === form).to.be.true;
  });

  it('is not sent while it or a fieldset around it is disabled', async () => {
    await open(html`<fieldset><harmony-2fa-code-input value="123456"></harmony-2fa-code-input></fieldset>`);
    const fieldset = form.querySelector('fieldset')!;
    element.disabled = true;
    await elementUpdated(element);
    expect(data()).to.deep.equal({});
    expect(field().disabled).to.be.true;
    element.disabled = false;
    fieldset.disabled = true;
    await elementUpdated(element);
    expect(data()).to.deep.equal({});
    expect(field().disabled).to.be.true;
    expect(element.willValidate).to.be.false;
    fieldset.disabled = false;
    await elementUpdated(element);
    expect(data()).to.deep.equal({ totp: '123456' });
    expect(field().disabled).to.be.false;
  });

  it('updates its validity at once when its length changes', async () => {
    await open(html`<harmony-2fa-code-input value="1234"></harmony-2fa-code-input>`);
    expect(form.checkValidity()).to.be.false;
    element.length = 4;
    expect(form.checkValidity()).to.be.true;
  });

  it('is invalid while it is required and empty, with a message', async () => {
    await open(html`<harmony-2fa-code-input required></harmony-2fa-code-input>`);
    expect(form.checkValidity()).to.be.false;
    expect(element.validity.valueMissing).to.be.true;
    expect(element.validationMessage).to.equal('Fill in this field.');
    fill(field(), '123456');
    expect(form.checkValidity()).to.be.true;
    expect(element.validationMessage).to.equal('');
  });

  it('is invalid with a short code, and valid while it is optional and empty', async () => {
    await open(html`<harmony-2fa-code-input></harmony-2fa-code-input>`);
    expect(element.checkValidity()).to.be.true;
    fill(field(), '123');
    expect(element.validity.tooShort).to.be.true;
    expect(element.validationMessage).to.equal('Enter all 6 digits.');
    element.length = 4;
    await elementUpdated(element);
    expect(element.validationMessage).to.equal('Enter all 4 digits.');
  });

  it('fires invalid itself, so that the browser shows the message in place', async () => {
    await open(html`<harmony-2fa-code-input required></harmony-2fa-code-input>`);
    let heard = 0;
    element.addEventListener('invalid', (event) => {
      event.preventDefault();
      heard++;
    });
    expect(element.reportValidity()).to.be.false;
    expect(heard).to.equal(1);
  });

  it('takes the value of its attribute when the form is reset', async () => {
    await open(html`<harmony-2fa-code-input value="12"></harmony-2fa-code-input>`);
    fill(field(), '123456');
    form.reset();
    expect(element.value).to.equal('12');
    expect(field().value).to.equal('12');
    element.removeAttribute('value');
    await elementUpdated(element);
    form.reset();
    expect(element.value).to.equal('');
  });

  it('takes a value that the browser restores, and ignores form data', async () => {
    await open(html`<harmony-2fa-code-input></harmony-2fa-code-input>`);
    element.formStateRestoreCallback('123 456');
    expect(element.value).to.equal('123456');
    expect(field().value).to.equal('123456');
    element.formStateRestoreCallback(new FormData());
    expect(element.value).to.equal('');
  });

  it('submits the form around it once on Enter', async () => {
    await open(html`<harmony-2fa-code-input></harmony-2fa-code-input><button>Send</button>`);
    fill(field(), '123456');
    await sendKeys({ press: 'Enter' });
    expect(submissions).to.deep.equal([{ totp: '123456' }]);
  });

  it('does not submit an incomplete code on Enter', async () => {
    await open(html`<harmony-2fa-code-input required></harmony-2fa-code-input><button>Send</button>`);
    fill(field(), '123');
    await sendKeys({ press: 'Enter' });
    expect(submissions).to.deep.equal([]);
  });

  it('does nothing on Enter without a form', async () => {
    element = await fixture(html`<harmony-2fa-code-input></harmony-2fa-code-input>`);
    fill(field(), '123456');
    await sendKeys({ press: 'Enter' });
    expect(element.form).to.be.null;
    expect(element.value).to.equal('123456');
  });

  it('cannot be edited while it is read-only, but keeps the focus and is sent', async () => {
    await open(html`<harmony-2fa-code-input readonly value="123456"></harmony-2fa-code-input>`);
    element.focus();
    await sendKeys({ type: '9' });
    expect(element.value).to.equal('123456');
    await expectFocusOn(field());
    expect(data()).to.deep.equal({ totp: '123456' });
  });

  it('is focused by a label of the page', async () => {
    await open(html`<label for="code">Code</label><harmony-2fa-code-input id="code"></harmony-2fa-code-input>`);
    form.querySelector('label')!.click();
    await expectFocusOn(field());
  });
});
