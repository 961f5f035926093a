import { elementUpdated, expect, fixture, html, nextFrame } from '@open-wc/testing';
import '../../../../widget/elements/code-input/harmony-2fa-code-input.js';
import { fill, findAll, until, type ElementOf } from '../../../support/element-drivers.js';

/** Pages that morph to the HTML of their server: Turbo, idiomorph, htmx, Livewire. */
type CodeInput = ElementOf<'harmony-2fa-code-input'>;

/** Sets and removes attributes as a morph does: the element then has those of the server's HTML. */
function morphAttributes(element: Element, to: string): void {
  const page = new DOMParser().parseFromString(to, 'text/html');
  const wanted = page.body.querySelector(element.localName)!;
  for (const { name } of [...element.attributes]) if (!wanted.hasAttribute(name)) element.removeAttribute(name);
  for (const { name, value } of wanted.attributes)
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

async function open(markup: string): Promise<{ form: HTMLFormElement; element: CodeInput }> {
  const form = await fixture<HTMLFormElement>(html`<form lang="en"></form>`);
  form.innerHTML = markup;
  const element = form.querySelector('harmony-2fa-code-input')!;
  await elementUpdated(element);
  return { form, element };
}

const data = (form: HTMLFormElement) => [...new FormData(form)];

describe('code input in a page that morphs', () => {
  for (const [markup, sent] of [
    ['<harmony-2fa-code-input required=""></harmony-2fa-code-input>', [['totp', '123456']]],
    ['<harmony-2fa-code-input></harmony-2fa-code-input>', [['totp', '123456']]],
    ['<harmony-2fa-code-input name="otp"></harmony-2fa-code-input>', [['otp', '123456']]],
    ['<harmony-2fa-code-input name=""></harmony-2fa-code-input>', []],
    ['<harmony-2fa-code-input value="12"></harmony-2fa-code-input>', [['totp', '123456']]],
  ] as const) {
    it(`is sent as before after a morph to the same ${markup}`, async () => {
      const { form, element } = await open(markup);
      fill(findAll(element, 'field')[0] as HTMLInputElement, '123456');
      await elementUpdated(element);
      expect(element.outerHTML, 'the page’s HTML is the page’s').to.equal(markup);
      morphAttributes(element, markup);
      await elementUpdated(element);
      expect(data(form)).to.deep.equal(sent);
      expect(element.value).to.equal('123456');
    });
  }

  it('keeps typed digits when its value attribute is removed, and is empty when there are none', async () => {
    const { element } = await open('<harmony-2fa-code-input value="12"></harmony-2fa-code-input>');
    element.removeAttribute('value');
    await elementUpdated(element);
    expect(element.value).to.equal('');
    element.setAttribute('value', '12');
    fill(findAll(element, 'field')[0] as HTMLInputElement, '123456');
    element.removeAttribute('value');
    await elementUpdated(element);
    expect(element.value).to.equal('123456');
  });

  it('means the default by an attribute that goes', async () => {
    const { form, element } = await open(
      '<harmony-2fa-code-input name="otp" length="8" required></harmony-2fa-code-input>',
    );
    for (const name of ['name', 'length', 'required']) element.removeAttribute(name);
    await elementUpdated(element);
    expect([element.name, element.length, element.required]).to.deep.equal(['totp', 6, false]);
    fill(findAll(element, 'field')[0] as HTMLInputElement, '123456');
    expect(data(form)).to.deep.equal([['totp', '123456']]);
  });

  it('gives a page’s input back what a morph took from it', async () => {
    const markup =
      '<harmony-2fa-code-input label="Code" required disabled><input slot="input"></harmony-2fa-code-input>';
    const { element } = await open(markup);
    const input = element.querySelector('input')!;
    const equipped = input.outerHTML;
    morphAttributes(input, '<input slot="input">');
    expect(input.outerHTML).to.equal('<input slot="input">');
    await until(() => input.hasAttribute('aria-label'), 'it is not equipped again');
    expect([...input.attributes].map(({ name }) => name).sort()).to.deep.equal(
      [...new DOMParser().parseFromString(equipped, 'text/html').querySelector('input')!.attributes]
        .map(({ name }) => name)
        .sort(),
    );
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(input, { attributes: true });
    await nextFrame();
    await nextFrame();
    observer.disconnect();
    expect(changes, 'it does not write for ever').to.equal(0);
  });
});

describe('code input with an input that was filled before the script ran', () => {
  for (const filled of ['by its attribute', 'by a person']) {
    it(`takes its text ${filled}`, async () => {
      const form = await fixture<HTMLFormElement>(html`<form></form>`);
      const input = document.createElement('input');
      input.slot = 'input';
      if (filled === 'by its attribute') input.setAttribute('value', '654321');
      else input.value = '654 321';
      const element = document.createElement('harmony-2fa-code-input');
      element.append(input);
      form.append(element);
      await elementUpdated(element);
      expect(element.value).to.equal('654321');
      expect(input.value).to.equal('654321');
      expect(data(form)).to.deep.equal([['totp', '654321']]);
    });
  }

  it('takes the input’s default value when the form is reset', async () => {
    const { form, element } = await open(
      '<harmony-2fa-code-input><input slot="input" value="654321"></harmony-2fa-code-input>',
    );
    fill(element.querySelector('input')!, '111111');
    form.reset();
    expect(element.value).to.equal('654321');
    expect(element.querySelector('input')!.value).to.equal('654321');
  });

  it('prefers its own value', async () => {
    const { element } = await open(
      '<harmony-2fa-code-input value="12"><input slot="input" value="654321"></harmony-2fa-code-input>',
    );
    expect(element.value).to.equal('12');
    expect(element.querySelector('input')!.value).to.equal('12');
  });
});
