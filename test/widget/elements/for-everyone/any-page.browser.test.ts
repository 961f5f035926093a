import { expect, fixture, html } from '@open-wc/testing';
import type { LitElement } from 'lit';
import { ChallengeDriver, elementsIn, SetupDriver, turn, until } from '../../../support/element-drivers.js';
import { everyState } from '../../../support/element-states.js';
import { FakeClient, keyUri, secret } from '../../../support/fake-client.js';

const open = Object.fromEntries(everyState);

/** A non-initial value for every inherited CSS property except those that the elements inherit. */
const inherited: Record<string, string> = {
  'accent-color': 'red',
  'border-collapse': 'collapse',
  'border-spacing': '7px',
  'caption-side': 'bottom',
  'caret-color': 'red',
  'clip-rule': 'evenodd',
  color: 'rgb(1, 2, 3)',
  'color-interpolation': 'linearrgb',
  cursor: 'crosshair',
  'dominant-baseline': 'hanging',
  'empty-cells': 'hide',
  fill: 'red',
  'fill-opacity': '0.1',
  'fill-rule': 'evenodd',
  'font-feature-settings': '"smcp"',
  'font-kerning': 'none',
  'font-optical-sizing': 'none',
  'font-palette': 'light',
  'font-size': '40px',
  'font-size-adjust': '0.8',
  'font-stretch': '50%',
  'font-style': 'italic',
  'font-synthesis': 'none',
  'font-variant-alternates': 'historical-forms',
  'font-variant-caps': 'small-caps',
  'font-variant-east-asian': 'full-width',
  'font-variant-ligatures': 'none',
  'font-variant-numeric': 'ordinal',
  'font-variant-position': 'super',
  'font-variation-settings': '"wght" 900',
  'font-weight': '900',
  'forced-color-adjust': 'none',
  hyphens: 'auto',
  'hyphenate-character': '"="',
  'image-orientation': 'none',
  'image-rendering': 'pixelated',
  'letter-spacing': '9px',
  'line-break': 'anywhere',
  'line-height': '3',
  'list-style-position': 'inside',
  'list-style-type': 'square',
  marker: 'url("#x")',
  orphans: '9',
  'overflow-wrap': 'break-word',
  'paint-order': 'stroke',
  'pointer-events': 'none',
  'print-color-adjust': 'exact',
  quotes: '"<" ">"',
  'ruby-align': 'center',
  'ruby-position': 'under',
  'scrollbar-color': 'red blue',
  'shape-rendering': 'geometricprecision',
  speak: 'none',
  stroke: 'red',
  'stroke-dasharray': '3px',
  'stroke-width': '9px',
  'tab-size': '3',
  'text-align': 'right',
  'text-align-last': 'center',
  'text-anchor': 'end',
  'text-combine-upright': 'all',
  'text-emphasis': 'dot red',
  'text-indent': '40px',
  'text-orientation': 'upright',
  'text-rendering': 'optimizelegibility',
  'text-shadow': '2px 2px red',
  'text-size-adjust': '300%',
  'text-spacing-trim': 'space-all',
  'text-transform': 'uppercase',
  'text-underline-position': 'under',
  'text-wrap': 'nowrap',
  'user-select': 'none',
  'white-space': 'pre',
  widows: '9',
  'word-break': 'break-all',
  'word-spacing': '20px',
  'writing-mode': 'vertical-rl',
  '-webkit-font-smoothing': 'antialiased',
  '-webkit-line-break': 'anywhere',
  '-webkit-print-color-adjust': 'exact',
  '-webkit-rtl-ordering': 'visual',
  '-webkit-tap-highlight-color': 'red',
  '-webkit-text-fill-color': 'red',
  '-webkit-text-security': 'disc',
  '-webkit-text-stroke': '3px red',
};

/** The computed value of a property for the element and all elements in it. */
function computed(element: LitElement, name: string): string[] {
  return [element, ...elementsIn(element)].map((one) => getComputedStyle(one).getPropertyValue(name));
}

describe('on any page', () => {
  for (const state of [
    'set-up: just enabled',
    'set-up: set-up with its key',
    'set-up: asking for a backup code',
    'challenge: asking',
    'step-up: asking for a backup code',
  ]) {
    it(`nothing is inherited by accident (${state})`, async () => {
      const { element } = await open[state]!();
      await turn();
      const page = element.parentElement!;
      for (const [name, value] of Object.entries(inherited)) {
        const before = computed(element, name);
        page.style.setProperty(name, value);
        expect(computed(element, name), name).to.deep.equal(before);
        page.style.removeProperty(name);
      }
    });
  }

  it('font family, colour scheme, direction, visibility and custom properties are inherited', async () => {
    const { element } = await ChallengeDriver.open(new FakeClient());
    const page = element.parentElement!;
    const heading = element.shadowRoot!.querySelector('h2')!;
    const of = (name: string) => getComputedStyle(heading).getPropertyValue(name);
    page.style.fontFamily = 'fantasy';
    page.style.colorScheme = 'dark';
    page.dir = 'rtl';
    page.style.setProperty('--harmony-2fa-ink', 'rgb(1, 2, 3)');
    expect(of('font-family')).to.equal('fantasy');
    expect(of('color-scheme')).to.equal('dark');
    expect(of('direction')).to.equal('rtl');
    expect(of('color')).to.equal('rgb(1, 2, 3)');
    page.style.visibility = 'hidden';
    expect(of('visibility')).to.equal('hidden');
    element.hidden = true;
    expect(getComputedStyle(element).display).to.equal('none');
  });

  it('the page’s rules for the element win', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('harmony-2fa-challenge { display: grid; margin: 5px; font-size: 20px; text-align: end; }');
    document.adoptedStyleSheets.push(sheet);
    try {
      const { element } = await ChallengeDriver.open(new FakeClient());
      const { display, marginTop, fontSize, textAlign } = getComputedStyle(element);
      expect({ display, marginTop, fontSize, textAlign }).to.deep.equal({
        display: 'grid',
        marginTop: '5px',
        fontSize: '20px',
        textAlign: 'end',
      });
    } finally {
      document.adoptedStyleSheets.pop();
    }
  });
});

/** Whether `translate="no"` applies to the element, also through shadow roots. */
function isLeftAlone(element: Element): boolean {
  const marked = element.closest('[translate]');
  if (marked) return marked.getAttribute('translate') === 'no';
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  return host ? isLeftAlone(host) : false;
}

describe('a page translator', () => {
  it('leaves the key, the backup codes, the boxes and the QR code of the set-up alone', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    await setup.typeCode('123');
    await setup.press("Can't scan it?");
    await until(() => elementsIn(setup.scope).some((one) => one.matches('svg[role=img]')), 'no QR code is drawn');
    const all = elementsIn(setup.scope);
    const kept = all.filter((one) => one.matches('code, .box, .field, .number, svg[role=img]'));
    expect(kept.map(({ textContent }) => textContent.replace(/\s/g, '')).join()).to.contain(secret);
    expect(kept.length).to.be.at.least(1 + 6 + 1 + 20 + 1);
    expect(kept.filter((one) => !isLeftAlone(one)).map(({ outerHTML }) => outerHTML)).to.deep.equal([]);
    expect(isLeftAlone(setup.button('Verify')), 'words are its to translate').to.be.false;
    expect(keyUri).to.contain(secret);
  });

  it('leaves the code and the backup code of a challenge alone', async () => {
    const challenge = await ChallengeDriver.open(new FakeClient());
    expect(isLeftAlone(challenge.codeField)).to.be.true;
    await challenge.press('Use a backup code');
    expect(isLeftAlone(challenge.field('Backup code'))).to.be.true;
  });

  it('leaves the printed sheet alone', async () => {
    const element = await fixture<LitElement>(
      html`<harmony-2fa-backup-codes lang="en" .codes=${['ABCD-1234']}></harmony-2fa-backup-codes>`,
    );
    const { append } = document.body;
    let sheet: Element | null = null;
    document.body.append = (...nodes: (Node | string)[]) => {
      append.apply(document.body, nodes);
      const view = (nodes[0] as HTMLIFrameElement).contentWindow!;
      view.print = () => (sheet = view.document.querySelector('pre'));
    };
    try {
      [...element.shadowRoot!.querySelectorAll('button')].at(-1)!.click();
    } finally {
      Reflect.deleteProperty(document.body, 'append');
    }
    expect(sheet && isLeftAlone(sheet)).to.be.true;
    element.remove();
    await turn();
  });
});
