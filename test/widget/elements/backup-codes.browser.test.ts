import { elementUpdated, expect, fixture, html } from '@open-wc/testing';
import '../../../widget/elements/backup-codes/harmony-2fa-backup-codes.js';
import { useClipboard } from '../../support/clipboard.js';
import {
  ElementDriver,
  elementsIn,
  expectFocusOn,
  textOf,
  turn,
  until,
  type ElementOf,
} from '../../support/element-drivers.js';
import { backupCodes } from '../../support/fake-client.js';
import { nonsense } from '../../support/nonsense.js';

type BackupCodes = ElementOf<'harmony-2fa-backup-codes'>;

let element: BackupCodes;
let driver: ElementDriver<BackupCodes>;

const frames = () => document.querySelectorAll('iframe').length;
const items = () => elementsIn(element).filter(({ localName }) => localName === 'li');
const tickBox = () => driver.get('checkbox', 'I have saved my backup codes') as HTMLInputElement;

beforeEach(async () => {
  element = await fixture(html`
    <harmony-2fa-backup-codes
      lang="en"
      product="Harmony"
      account="ada@example.com"
      .codes=${backupCodes}
    ></harmony-2fa-backup-codes>
  `);
  driver = new ElementDriver(element);
});

/** Presses “Download” and returns the file. */
async function download(): Promise<{ name: string; type: string; text: string }> {
  const files = new Map<string, Blob>();
  const { createObjectURL } = URL;
  const { click } = HTMLAnchorElement.prototype;
  const clicked: HTMLAnchorElement[] = [];
  URL.createObjectURL = (blob: Blob) => {
    const address = createObjectURL(blob);
    files.set(address, blob);
    return address;
  };
  HTMLAnchorElement.prototype.click = function () {
    clicked.push(this);
  };
  try {
    await driver.press('Download');
  } finally {
    Object.assign(URL, { createObjectURL });
    HTMLAnchorElement.prototype.click = click;
  }
  expect(clicked).to.have.length(1);
  const { href, download: name, isConnected } = clicked[0]!;
  expect(isConnected, 'the link is never part of the page').to.be.false;
  const blob = files.get(href)!;
  return { name, type: blob.type, text: await blob.text() };
}

/** Presses “Print” and returns the printed text. */
async function print(
  name = 'Print',
): Promise<{ frame: HTMLIFrameElement; text: string; title: string; printed: number }> {
  let printed = 0;
  const { append } = document.body;
  document.body.append = (...nodes: (Node | string)[]) => {
    append.apply(document.body, nodes);
    for (const node of nodes) {
      if (node instanceof HTMLIFrameElement) node.contentWindow!.print = () => void printed++;
    }
  };
  try {
    await driver.press(name);
  } finally {
    Reflect.deleteProperty(document.body, 'append');
  }
  const frame = document.querySelector('iframe')!;
  const { title, body } = frame.contentDocument!;
  return { frame, text: body.textContent, title, printed };
}

describe('backup codes', () => {
  afterEach(() => document.querySelector('iframe')?.remove());

  it('lists every code with its number, in a list with a name', () => {
    expect(items().map((item) => textOf(item))).to.deep.equal(backupCodes.map((code, index) => `${index + 1} ${code}`));
    const list = items()[0]!.parentElement!;
    expect(list.localName).to.equal('ol');
    expect(list.getAttribute('aria-label')).to.equal('Backup Codes');
  });

  it('copies a sheet with product, account, date and the numbered codes', async () => {
    const copied = useClipboard('works');
    await driver.press('Copy');
    const today = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date());
    expect(copied[0]!.split('\n')).to.deep.equal([
      'Harmony backup codes',
      'Account: ada@example.com',
      `Created: ${today}`,
      '',
      ...backupCodes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`),
      '',
      'Each code works once. A new set makes this one void.',
      '',
    ]);
  });

  it('downloads the same sheet as a text file with the product’s name', async () => {
    const copied = useClipboard('works');
    await driver.press('Copy');
    const { name, type, text } = await download();
    expect(text).to.equal(copied[0]);
    expect(name).to.equal('harmony-backup-codes.txt');
    expect(type).to.equal('text/plain;charset=utf-8');
  });

  it('prints the same sheet from a frame that is removed afterwards', async () => {
    const copied = useClipboard('works');
    await driver.press('Copy');
    const { frame, text, title, printed } = await print();
    expect(printed).to.equal(1);
    expect(text).to.equal(copied[0]);
    expect(title).to.equal('Harmony backup codes');
    expect(frame.getAttribute('aria-hidden')).to.equal('true');
    frame.contentWindow!.dispatchEvent(new Event('beforeprint'));
    frame.contentWindow!.dispatchEvent(new Event('afterprint'));
    expect(frames()).to.equal(0);
    await expectFocusOn(driver.button('Print'));
  });

  it('prints in the direction of the page, and each code from left to right', async () => {
    element.parentElement!.dir = 'rtl';
    element.lang = 'ar';
    element.codes = ['12 34', ...backupCodes];
    await until(() => !driver.has('button', 'Print'), 'Arabic does not come');
    const { frame } = await print('طباعة');
    const { documentElement, body } = frame.contentDocument!;
    expect(documentElement.dir).to.equal('rtl');
    expect(documentElement.lang).to.equal('ar');
    const codes = [...body.querySelectorAll('bdi[dir=ltr]')].map(({ textContent }) => textContent).filter(Boolean);
    expect(codes).to.deep.equal(['12 34', ...backupCodes]);
  });

  for (const what of ['ignores it without a word', 'throws', 'has no such function'] as const) {
    it(`says so, and takes the sheet away, when the browser ${what} instead of printing`, async () => {
      const { append } = document.body;
      document.body.append = (...nodes: (Node | string)[]) => {
        append.apply(document.body, nodes);
        const { contentWindow } = nodes[0] as HTMLIFrameElement;
        const prints = {
          'ignores it without a word': () => undefined,
          throws: () => {
            throw new DOMException('Blocked', 'SecurityError');
          },
          'has no such function': undefined,
        };
        Object.assign(contentWindow!, { print: prints[what] });
      };
      try {
        await driver.press('Print');
      } finally {
        Reflect.deleteProperty(document.body, 'append');
      }
      await driver.seesError('Printing did not start. Copy or download the codes instead.');
      expect(frames()).to.equal(0);
      await print();
      expect(driver.alert, 'until the next try').to.equal('');
    });
  }

  it('removes the printed codes when it leaves the page during printing', async () => {
    await print();
    element.remove();
    await turn();
    expect(frames()).to.equal(0);
  });

  for (const kind of ['refuses', 'absent'] as const) {
    it(`keeps the codes selectable and reports it when the clipboard ${kind === 'absent' ? 'is absent' : kind}`, async () => {
      useClipboard(kind);
      await driver.press('Copy');
      await driver.seesError('Copying was refused. Select the text and copy it by hand.');
      for (const item of items()) {
        const code = item.querySelector('code')!;
        expect(getComputedStyle(code).userSelect).not.to.equal('none');
      }
    });
  }

  it('fires change when a person ticks the box, and not when a script does', async () => {
    const heard: boolean[] = [];
    element.addEventListener('change', () => heard.push(element.saved));
    element.saved = true;
    await elementUpdated(element);
    expect(tickBox().checked).to.be.true;
    element.saved = false;
    await elementUpdated(element);
    expect(heard).to.deep.equal([]);
    tickBox().click();
    tickBox().click();
    expect(heard).to.deep.equal([true, false]);
  });

  it('cannot be ticked while it is disabled', async () => {
    element.disabled = true;
    await elementUpdated(element);
    tickBox().click();
    expect(element.saved).to.be.false;
  });

  it('puts no code into an attribute, a title or an event', async () => {
    const events: Event[] = [];
    element.addEventListener('change', (event) => events.push(event));
    tickBox().click();
    const attributes = elementsIn(element.parentElement!).flatMap((one) =>
      [...one.attributes].map(({ value }) => value),
    );
    for (const code of backupCodes) expect(attributes.join('\n')).not.to.contain(code);
    expect(Object.keys(events[0]!)).to.deep.equal(['isTrusted']);
    await turn();
  });

  it('shows the names of product and account as text, if there are any', async () => {
    const copied = useClipboard('works');
    element.product = '';
    element.account = '<img src=x onerror=alert(1)>';
    await elementUpdated(element);
    await driver.press('Copy');
    expect(copied[0]).to.contain('Backup codes\nAccount: <img src=x onerror=alert(1)>\n');
    const { text, frame } = await print();
    expect(text).to.equal(copied[0]);
    expect(frame.contentDocument!.querySelector('img')).to.be.null;
    expect((await download()).name).to.equal('account-backup-codes.txt');
  });

  it('shows nothing without codes', async () => {
    element.codes = [];
    await elementUpdated(element);
    expect(driver.text).to.equal('');
  });

  for (const [what, value] of Object.entries(nonsense)) {
    it(`stays usable with ${what} in any property`, async () => {
      for (const property of ['codes', 'product', 'account', 'saved', 'disabled', 'strings']) {
        const before = (element as unknown as Record<string, unknown>)[property];
        Object.assign(element, { [property]: value });
        await elementUpdated(element);
        Object.assign(element, { [property]: before });
      }
      element.codes = [...backupCodes, value as string];
      await elementUpdated(element);
      await until(() => items().length === 10, 'the usable codes are not listed');
    });
  }
});
