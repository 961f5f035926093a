import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { FakeClient } from '../../../support/fake-client.js';
import {
  fill,
  findAll,
  insertText,
  SetupDriver,
  textOf,
  until,
  type ElementOf,
} from '../../../support/element-drivers.js';

type CodeInput = ElementOf<'harmony-2fa-code-input'>;

let form: HTMLFormElement;
let element: CodeInput;
let input: HTMLInputElement;

const data = () => [...new FormData(form)];

async function open(content: unknown): Promise<void> {
  form = await fixture<HTMLFormElement>(html`<form lang="en">${content}</form>`);
  element = form.querySelector('harmony-2fa-code-input')!;
  input = form.querySelector('input')!;
  await elementUpdated(element);
}

describe('code input with an input of the page’s own', () => {
  it('uses it instead of its own, and sets the attributes of a code field', async () => {
    await open(html`
      <harmony-2fa-code-input label="Code" hint="Six digits" required><input slot="input" /></harmony-2fa-code-input>
    `);
    const [only, ...more] = findAll(element, 'field');
    expect(only === input && more.length === 0, 'the page’s input alone').to.be.true;
    expect(input.inputMode).to.equal('numeric');
    expect(input.getAttribute('autocomplete')).to.equal('one-time-code');
    expect(input.required).to.be.true;
    expect(input.getAttribute('aria-label')).to.equal('Code');
    expect(input.getAttribute('aria-description')).to.equal('Six digits');
    element.error = 'Wrong';
    await elementUpdated(element);
    expect(input.getAttribute('aria-description')).to.equal('Wrong');
    expect(input.getAttribute('aria-invalid')).to.equal('true');
  });

  it('keeps the attributes that the page has set, and its label', async () => {
    await open(html`
      <label for="own">Page’s label</label>
      <harmony-2fa-code-input
        ><input id="own" slot="input" inputmode="text" autocomplete="off"
      /></harmony-2fa-code-input>
    `);
    expect(input.inputMode).to.equal('text');
    expect(input.autocomplete).to.equal('off');
    expect(input.hasAttribute('aria-label')).to.be.false;
  });

  it('keeps the values of both equal', async () => {
    await open(html`<harmony-2fa-code-input value="12"><input slot="input" /></harmony-2fa-code-input>`);
    expect(input.value).to.equal('12');
    fill(input, '１２３ 456');
    expect(element.value).to.equal('123456');
    expect(input.value).to.equal('123456');
    element.value = '65';
    expect(input.value).to.equal('65');
    await elementUpdated(element);
    expect(textOf(element)).to.contain('6 5');
  });

  it('is sent once: by the element when the input has no name', async () => {
    await open(html`<harmony-2fa-code-input><input slot="input" /></harmony-2fa-code-input>`);
    fill(input, '123456');
    expect(data()).to.deep.equal([['totp', '123456']]);
  });

  it('is sent once: by the input when it has a name', async () => {
    await open(html`<harmony-2fa-code-input><input slot="input" name="otp" /></harmony-2fa-code-input>`);
    fill(input, '123456');
    expect(data()).to.deep.equal([['otp', '123456']]);
  });

  it('submits the form once on Enter', async () => {
    await open(html`<harmony-2fa-code-input><input slot="input" /></harmony-2fa-code-input><button>Send</button>`);
    let submissions = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submissions++;
    });
    fill(input, '123456');
    await sendKeys({ press: 'Enter' });
    expect(submissions).to.equal(1);
  });

  it('fires each event once, from the element', async () => {
    await open(html`<harmony-2fa-code-input><input slot="input" /></harmony-2fa-code-input>`);
    const heard: string[] = [];
    for (const type of ['input', 'change']) element.addEventListener(type, () => heard.push(type));
    fill(input, '123456');
    input.blur();
    expect(heard).to.deep.equal(['input', 'change']);
  });

  it('is disabled with the element', async () => {
    await open(html`<harmony-2fa-code-input disabled><input slot="input" name="otp" /></harmony-2fa-code-input>`);
    expect(input.disabled).to.be.true;
    expect(data()).to.deep.equal([]);
    element.disabled = false;
    await elementUpdated(element);
    expect(input.disabled).to.be.false;
  });

  it('can be added and removed at any time', async () => {
    await open(html`<harmony-2fa-code-input value="12"></harmony-2fa-code-input>`);
    const own = findAll(element, 'field')[0] as HTMLInputElement;
    const late = document.createElement('input');
    late.slot = 'input';
    element.append(late);
    await until(() => findAll(element, 'field')[0] === late, 'the late input is not used');
    expect(late.value).to.equal('12');
    fill(late, '123456');
    late.remove();
    await until(() => findAll(element, 'field')[0] === own, 'its own input does not come back');
    expect(own.value).to.equal('123456');
    element.focus();
    own.select();
    insertText('9');
    expect(element.value).to.equal('9');
  });

  for (const type of ['number', 'tel', 'email']) {
    it(`may be of the type ${type}, which may have no selection`, async () => {
      const element = await fixture<ElementOf<'harmony-2fa-code-input'>>(html`
        <harmony-2fa-code-input><input slot="input" type=${type} /></harmony-2fa-code-input>
      `);
      const mine = element.querySelector('input')!;
      await until(() => mine.getAttribute('autocomplete') === 'one-time-code', 'the page’s input is not taken over');
      mine.focus();
      for (const digit of '123456') insertText(digit);
      expect(element.value).to.equal('123456');
    });
  }

  it('takes a code with a space, although the page limits its length', async () => {
    const element = await fixture<ElementOf<'harmony-2fa-code-input'>>(html`
      <harmony-2fa-code-input><input slot="input" maxlength="6" /></harmony-2fa-code-input>
    `);
    const mine = element.querySelector('input')!;
    await until(() => mine.getAttribute('autocomplete') === 'one-time-code', 'the page’s input is not taken over');
    fill(mine, '123 456');
    expect(element.value).to.equal('123456');
  });

  it('is passed on by the challenge’s code slot', async () => {
    const client = new FakeClient();
    const challenge = await fixture<ElementOf<'harmony-2fa-challenge'>>(html`
      <harmony-2fa-challenge .client=${client}><input slot="code" class="mine" /></harmony-2fa-challenge>
    `);
    const mine = challenge.querySelector('input')!;
    await until(() => mine.getAttribute('autocomplete') === 'one-time-code', 'the page’s input is not taken over');
    fill(mine, '123-456');
    await until(() => client.times('answerChallenge') === 1, 'the sixth digit does not send the code');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
  });

  it('is passed on by the set-up’s code slot', async () => {
    const client = new FakeClient().refuses('beginSetup', 'unavailable');
    const setup = await fixture<ElementOf<'harmony-2fa-setup'>>(html`
      <harmony-2fa-setup lang="en" .client=${client}><input slot="code" /></harmony-2fa-setup>
    `);
    expect(findAll(setup, 'field').length, 'nothing to see without a dialog').to.equal(0);
    const driver = new SetupDriver(setup);
    await driver.confirmEnabling();
    await driver.press('Enable 2FA');
    await driver.seesDialog('Set Up Two-Factor Authentication');
    const mine = setup.querySelector('input')!;
    await until(() => mine.getAttribute('autocomplete') === 'one-time-code', 'the page’s input is not taken over');
    fill(mine, '123456');
    await driver.tick();
    await driver.press('Verify');
    expect(client.sent('confirmSetup')).to.deep.equal([{ code: '123456' }]);
    await driver.seesNoDialog();
    await until(() => mine.value === '', 'the code stays in the page');
  });
});
