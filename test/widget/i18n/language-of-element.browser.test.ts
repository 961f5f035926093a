import { expect, fixture, html } from '@open-wc/testing';
import { addLanguage } from '../../../widget/i18n/languages.js';
import { en } from '../../../widget/i18n/en.js';
import '../../../widget/elements/code-input/harmony-2fa-code-input.js';
import { SetupDriver, turn, until, type ElementOf } from '../../support/element-drivers.js';
import { FakeClient, statusOn } from '../../support/fake-client.js';
import { nonsense } from '../../support/nonsense.js';

type CodeInput = ElementOf<'harmony-2fa-code-input'>;

const german = 'Bestätigungscode eingeben';
const english = 'Enter verification code';

const labelOf = (element: CodeInput) => element.renderRoot?.querySelector('label')?.textContent;

async function says(element: CodeInput, label: string): Promise<void> {
  await until(() => labelOf(element) === label, `the label does not become “${label}”`);
}

async function open(lang: string | null): Promise<CodeInput> {
  const page = await fixture(html`<div><harmony-2fa-code-input></harmony-2fa-code-input></div>`);
  const element = page.querySelector('harmony-2fa-code-input')!;
  if (lang !== null) page.setAttribute('lang', lang);
  await turn();
  return element;
}

describe('language of an element', () => {
  it('is the nearest lang around it, and follows a change of it', async () => {
    const element = await open('de');
    await says(element, german);
    element.parentElement!.lang = 'en';
    await says(element, english);
    element.lang = 'de';
    await says(element, german);
    element.removeAttribute('lang');
    await says(element, english);
  });

  it('may differ from element to element', async () => {
    const page = await fixture(html`
      <div lang="de">
        <harmony-2fa-code-input></harmony-2fa-code-input>
        <harmony-2fa-code-input lang="en"></harmony-2fa-code-input>
      </div>
    `);
    const [first, second] = page.querySelectorAll('harmony-2fa-code-input');
    await says(first!, german);
    await says(second!, english);
  });

  it('is found across shadow roots', async () => {
    const page = await fixture(html`<div lang="de"><p></p></div>`);
    const root = page.querySelector('p')!.attachShadow({ mode: 'closed' });
    const element = document.createElement('harmony-2fa-code-input');
    root.append(element);
    await says(element, german);
  });

  it('follows a change of lang inside the shadow root of a host', async () => {
    const page = await fixture(html`<div lang="en"><p></p></div>`);
    const outer = page.querySelector('p')!.attachShadow({ mode: 'open' });
    const app = document.createElement('div');
    outer.append(app);
    const inner = app.attachShadow({ mode: 'closed' });
    const panel = document.createElement('div');
    const element = document.createElement('harmony-2fa-code-input');
    panel.append(element);
    inner.append(panel);
    await says(element, english);
    panel.lang = 'de';
    await says(element, german);
    panel.removeAttribute('lang');
    await says(element, english);
    app.lang = 'de';
    await says(element, german);
  });

  it('is the one of its new place after a move', async () => {
    const page = await fixture(html`
      <div>
        <p lang="de"><harmony-2fa-code-input></harmony-2fa-code-input></p>
        <p lang="en"></p>
      </div>
    `);
    const element = page.querySelector('harmony-2fa-code-input')!;
    await says(element, german);
    page.querySelector('[lang=en]')!.append(element);
    await says(element, english);
  });

  it('reaches the elements inside an element, and numbers and dates with it', async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusOn(2) }));
    setup.element.lang = 'de-AT';
    await setup.sees('24. November 2026');
    expect(setup.text).to.contain('2 von 10');
  });

  for (const [lang, label] of [
    ['de-AT', german],
    ['de_DE', german],
    ['DE', german],
    ['de-Latn-CH-1996', german],
    ['xx', english],
    ['xx-<script>', english],
    ['"><img src=x>', english],
    ['constructor', english],
    ['__proto__', english],
    ['x'.repeat(10_000), english],
    ['-', english],
  ] as const) {
    it(`is found for lang="${lang.slice(0, 24)}"`, async () => {
      await says(await open(lang), label);
    });
  }

  it('falls back from the region to the language, and from that to English', async () => {
    const element = await open('qaa-Latn-BR');
    await says(element, english);
    addLanguage('qaa', { ...en, codeLabel: 'qaa label' });
    await says(element, 'qaa label');
    addLanguage('qaa-Latn', { ...en, codeLabel: 'qaa-Latn label' });
    await says(element, 'qaa-Latn label');
    element.parentElement!.lang = 'qab';
    await says(element, english);
  });
});

describe('strings of one element', () => {
  it('replace those of its language, one by one and when they change', async () => {
    const element = await open('en');
    element.strings = { codeLabel: 'Your six digits' };
    await says(element, 'Your six digits');
    element.required = true;
    element.error = '';
    await turn();
    expect(element.validationMessage).to.equal('Fill in this field.');
    element.strings = {};
    await says(element, english);
  });

  it('are handed on to the elements inside', async () => {
    const setup = await SetupDriver.open(new FakeClient());
    setup.element.strings = { savedCodes: 'Done saving', enable: 'Turn on', attemptsLeft: (count) => `${count} left` };
    await setup.press('Turn on');
    await setup.seesDialog('Enable two-factor authentication?');
    await setup.press('Turn on');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(setup.has('checkbox', 'Done saving')).to.be.true;
  });

  it('are ignored when they have a wrong type', async () => {
    const element = await open('en');
    Object.assign(element, { strings: { codeLabel: 7, codeIncomplete: 'text', unknown: 'x', constructor: 'y' } });
    element.value = '1';
    await turn();
    expect(labelOf(element)).to.equal(english);
    expect(element.validationMessage).to.equal('Enter all 6 digits.');
  });

  for (const [what, strings] of Object.entries(nonsense)) {
    it(`may be ${what} without harm`, async () => {
      const element = await open('en');
      Object.assign(element, { strings });
      await element.updateComplete;
      expect(labelOf(element)).to.equal(english);
    });
  }
});
