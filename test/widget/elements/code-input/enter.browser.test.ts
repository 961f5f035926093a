import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../../widget/elements/code-input/harmony-2fa-code-input.js';
import { fill, findAll, type ElementOf } from '../../../support/element-drivers.js';

/** Enter submits the form (HTML, “implicit submission”). Browsers do not do that for custom elements. */
type CodeInput = ElementOf<'harmony-2fa-code-input'>;

let page: HTMLElement;
let submitters: (string | null)[];
let clicks: string[];

async function pressEnterIn(content: unknown): Promise<void> {
  page = await fixture<HTMLElement>(html`<div>${content}</div>`);
  const element = page.querySelector<CodeInput>('harmony-2fa-code-input')!;
  await elementUpdated(element);
  submitters = [];
  clicks = [];
  page.addEventListener('submit', (event) => {
    event.preventDefault();
    submitters.push(event.submitter?.id ?? null);
  });
  page.addEventListener('click', (event) => clicks.push((event.target as HTMLElement).id));
  const field = element.querySelector('input') ?? (findAll(element, 'field')[0] as HTMLInputElement);
  fill(field, '123456');
  await sendKeys({ press: 'Enter' });
}

const inputs = {
  'its own input': html`<harmony-2fa-code-input></harmony-2fa-code-input>`,
  'a page’s input': html`<harmony-2fa-code-input><input slot="input" /></harmony-2fa-code-input>`,
};

for (const [which, input] of Object.entries(inputs)) {
  describe(`Enter in ${which}`, () => {
    it('clicks the first submit button, which is the submitter', async () => {
      await pressEnterIn(html`
        <form>
          ${input}
          <button type="button" id="other">Other</button>
          <button id="first">Send</button>
          <button id="second">Send too</button>
        </form>
      `);
      expect(clicks).to.deep.equal(['first']);
      expect(submitters).to.deep.equal(['first']);
    });

    it('sends nothing while that button is disabled, though another is not', async () => {
      await pressEnterIn(html`<form>${input}<button id="first" disabled></button><button id="second"></button></form>`);
      expect([clicks, submitters]).to.deep.equal([[], []]);
    });

    it('sends nothing while a fieldset disables that button', async () => {
      await pressEnterIn(html`
        <form>
          ${input}
          <fieldset disabled><button id="first"></button></fieldset>
        </form>
      `);
      expect([clicks, submitters]).to.deep.equal([[], []]);
    });

    it('sends nothing when the click is prevented', async () => {
      await pressEnterIn(html`
        <form>${input}<button id="first" @click=${(event: Event) => event.preventDefault()}></button></form>
      `);
      expect([clicks, submitters]).to.deep.equal([['first'], []]);
    });

    for (const type of ['submit', 'image']) {
      it(`takes an input of type ${type} for a button`, async () => {
        await pressEnterIn(
          html`<form>${input}<input id="first" type=${type} alt="Send" /><button id="second"></button></form>`,
        );
        expect(submitters).to.deep.equal(['first']);
      });
    }

    it('finds a button that stands outside the form, in the order of the page', async () => {
      await pressEnterIn(html`
        <button id="before" form="answer">Send</button>
        <form id="answer">${input}<button id="inside"></button></form>
      `);
      expect(submitters).to.deep.equal(['before']);
    });

    it('sends a form without a button', async () => {
      await pressEnterIn(html`<form>${input}<button type="reset" id="reset"></button></form>`);
      expect([clicks, submitters]).to.deep.equal([[], [null]]);
    });
  });
}
