import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../widget/elements/copy-button/harmony-2fa-copy-button.js';
import { useClipboard } from '../../support/clipboard.js';
import { ElementDriver, findAll, expectFocusOn, textOf, turn, type ElementOf } from '../../support/element-drivers.js';
import { nonsense } from '../../support/nonsense.js';

type CopyButton = ElementOf<'harmony-2fa-copy-button'>;

let element: CopyButton;
let driver: ElementDriver<CopyButton>;

const status = () => findAll(element, 'status').map(textOf).join('');

beforeEach(async () => {
  element = await fixture(html`<harmony-2fa-copy-button lang="en" .value=${'JBSW Y3DP'}></harmony-2fa-copy-button>`);
  driver = new ElementDriver(element);
});

describe('copy button', () => {
  it('copies exactly its value and announces it', async () => {
    const copied = useClipboard('works');
    await driver.press('Copy');
    expect(copied).to.deep.equal(['JBSW Y3DP']);
    expect(status()).to.equal('Copied');
    expect(driver.alert).to.equal('');
  });

  it('copies the value at the time of the press', async () => {
    const copied = useClipboard('works');
    element.value = 'another\nvalue ';
    await driver.press('Copy');
    expect(copied).to.deep.equal(['another\nvalue ']);
  });

  it('works from the keyboard, and keeps the focus', async () => {
    const copied = useClipboard('works');
    element.focus();
    await sendKeys({ press: 'Enter' });
    await turn();
    expect(copied).to.deep.equal(['JBSW Y3DP']);
    await expectFocusOn(driver.button('Copy'));
  });

  for (const kind of ['refuses', 'absent'] as const) {
    it(`tells a person what to do when the clipboard ${kind === 'absent' ? 'is absent' : 'refuses'}`, async () => {
      useClipboard(kind);
      await driver.press('Copy');
      expect(driver.alert).to.equal('Copying was refused. Select the text and copy it by hand.');
      expect(status()).to.equal('');
      const copied = useClipboard('works');
      await driver.press('Copy');
      expect(copied).to.have.length(1);
      expect(driver.alert, 'what was said goes when copying works').to.equal('');
    });
  }

  it('shows the copied text in no event, attribute or text', async () => {
    useClipboard('works');
    const heard: Event[] = [];
    const controller = new AbortController();
    for (const type of ['copy', 'cut', 'copied', 'change', 'input', 'harmony-2fa-copied', 'clipboard-copy'])
      document.addEventListener(type, (event) => heard.push(event), controller);
    await driver.press('Copy');
    controller.abort();
    expect(heard).to.deep.equal([]);
    expect(element.outerHTML + element.shadowRoot!.innerHTML).not.to.contain('Y3DP');
  });

  it('resets its message when it leaves the page', async () => {
    useClipboard('refuses');
    await driver.press('Copy');
    const parent = element.parentElement!;
    element.remove();
    parent.append(element);
    await elementUpdated(element);
    expect(driver.alert).to.equal('');
  });

  it('shows another label as text', async () => {
    element.label = '<b>Copy key</b>';
    await elementUpdated(element);
    expect(driver.has('button', '<b>Copy key</b>')).to.be.true;
  });

  for (const [what, value] of Object.entries(nonsense)) {
    it(`stays usable with ${what} as its value and its label`, async () => {
      useClipboard('works');
      Object.assign(element, { value, strings: value });
      await elementUpdated(element);
      await driver.press('Copy');
      element.value = 'JBSW Y3DP';
      const copied = useClipboard('works');
      await driver.press('Copy');
      expect(copied).to.deep.equal(['JBSW Y3DP']);
    });
  }
});
