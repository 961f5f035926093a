import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { BeforeChange, SetupAction } from '../../../../widget/flow/before-change.js';
import {
  elementsIn,
  expectFocusOn,
  findAll,
  focused,
  nameOf,
  recordEvents,
  SetupDriver,
  turn,
  until,
} from '../../../support/element-drivers.js';
import {
  FakeClient,
  setup as freshSetup,
  statusOff,
  statusOn,
  statusWith,
  type Operation,
} from '../../../support/fake-client.js';

const on = () => new FakeClient({ status: statusOn(2) });
const several = () => new FakeClient({ status: statusWith(2), beginSetup: { ...freshSetup, backupCodes: [] } });
const changes: Operation[] = [
  'beginSetup',
  'confirmSetup',
  'cancelSetup',
  'beginBackupCodes',
  'keepBackupCodes',
  'dropBackupCodes',
  'disable',
  'reauthenticate',
  'nameAuthenticator',
  'removeAuthenticator',
];
const sentChanges = (client: FakeClient) => client.calls.map(({ operation }) => operation).filter((operation) => changes.includes(operation)); // prettier-ignore
const methods: ('totp' | 'backup_code')[] = ['totp', 'backup_code'];

let restore = (): unknown => undefined;
afterEach(() => void restore());

/** The warnings of the test. Faults of a page are reported there. */
function recordWarnings(): unknown[][] {
  const warnings: unknown[][] = [];
  const { warn } = console;
  console.warn = (...parts: unknown[]) => void warnings.push(parts);
  restore = () => (console.warn = warn);
  return warnings;
}

/** How a person begins each change, up to the moment when the element would send it, and the button that the focus returns to. */
interface Beginning {
  client: () => FakeClient;
  go(setup: SetupDriver): Promise<unknown>;
  opener(setup: SetupDriver): HTMLElement;
}

/** A change that one button begins. */
const oneButton = (name: string, client = on): Beginning => ({
  client,
  go: (setup) => setup.press(name),
  opener: (setup) => setup.button(name),
});
const begin: Record<SetupAction, Beginning> = {
  enable: { ...oneButton('Enable 2FA', () => new FakeClient()), go: (setup) => setup.confirmEnabling() },
  renew: oneButton('Get new backup codes'),
  replace: oneButton('Use a different authenticator'),
  disable: { ...oneButton('Disable 2FA'), go: (setup) => setup.confirmDisabling() },
  add: oneButton('Add another authenticator', several),
  rename: {
    client: several,
    async go(setup) {
      await setup.pressListed('Rename', 1);
      await setup.type('Name', 'Tablet');
      await setup.press('Save');
    },
    opener: (setup) => setup.listedButton('Rename', 1)!,
  },
  remove: {
    client: several,
    async go(setup) {
      await setup.pressListed('Remove', 1);
      await setup.press('Remove');
    },
    opener: (setup) => setup.listedButton('Remove', 1)!,
  },
};
const actions = Object.keys(begin) as SetupAction[];

describe('onBefore', () => {
  for (const action of actions) {
    const { client: create, go, opener } = begin[action];

    it(`is asked before “${action}”, and nothing is sent before it answers`, async () => {
      const asked: string[] = [];
      let allow!: (answer: unknown) => void;
      const client = create();
      const onBefore: BeforeChange = (name) => {
        asked.push(name);
        return new Promise((resolve) => (allow = resolve));
      };
      const setup = await SetupDriver.open(client, { onBefore });
      await go(setup);
      await until(() => asked.length > 0, 'the page is not asked');
      await turn();
      expect(sentChanges(client)).to.deep.equal([]);
      allow(undefined);
      await until(() => sentChanges(client).length > 0, 'the change is not sent');
      expect(asked).to.deep.equal([action]);
    });

    const refusals: Record<string, () => unknown> = {
      'answers false': () => false,
      'resolves to false': () => Promise.resolve(false),
      rejects: () => Promise.reject(new Error('not now')),
      throws() {
        throw new Error('a fault of the page');
      },
      'returns a thenable that throws': () => ({
        then() {
          throw new Error('lazy');
        },
      }),
    };
    for (const [how, onBefore] of Object.entries(refusals)) {
      it(`stops “${action}” when it ${how}, with the focus where it was`, async () => {
        recordWarnings();
        const events = recordEvents();
        const client = create();
        const setup = await SetupDriver.open(client, { onBefore });
        await go(setup);
        await setup.seesNoDialog();
        await expectFocusOn(opener(setup));
        await turn();
        expect(sentChanges(client)).to.deep.equal([]);
        expect(events.map(({ type }) => type)).to.deep.equal(['cancelled']);
        // The person may try again, and the page is asked again.
        setup.element.onBefore = () => true;
        await go(setup);
        await until(() => sentChanges(client).length > 0, 'the change is not sent');
      });
    }
  }

  it('that throws or rejects is a warning in the console; a refusal is none', async () => {
    const warnings = recordWarnings();
    const setup = await SetupDriver.open(on(), { onBefore: () => false });
    await setup.press('Get new backup codes');
    await turn();
    expect(warnings).to.deep.equal([]);
    setup.element.onBefore = () => Promise.reject(new Error('no network'));
    await setup.press('Get new backup codes');
    await until(() => warnings.length > 0, 'no warning');
    expect(String(warnings[0]![0])).to.contain('onBefore');
  });

  it('is asked once, also when the back end then asks for a proof', async () => {
    const asked: string[] = [];
    const client = on().refuses('disable', 'reauthentication_required', { methods });
    const setup = await SetupDriver.open(client, { onBefore: (action) => void asked.push(action) });
    await setup.confirmDisabling();
    await setup.sees("Confirm it's you");
    await setup.typeCode('123456');
    await setup.press('Disable 2FA');
    await setup.sees('2FA is off.');
    expect(asked).to.deep.equal(['disable']);
  });

  it('is asked again after a failure and after an expired set-up', async () => {
    const asked: string[] = [];
    const client = new FakeClient().refuses('beginSetup', 'unavailable').refuses('confirmSetup', 'setup_expired');
    const setup = await SetupDriver.open(client, { onBefore: (action) => void asked.push(action) });
    await setup.confirmEnabling();
    await setup.seesError('This does not work right now.');
    await setup.press('Enable 2FA');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await setup.verify();
    await setup.seesDialog('This set-up has expired');
    await setup.press('Start again');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(asked).to.deep.equal(['enable', 'enable', 'enable']);
  });

  it('that never answers can be left: nothing is sent, the signal aborts, and a late answer is nothing', async () => {
    let signal: AbortSignal | undefined;
    let allow!: (answer: unknown) => void;
    const client = new FakeClient();
    const onBefore: BeforeChange = (_action, options) => {
      signal = options.signal;
      return new Promise((resolve) => (allow = resolve));
    };
    const setup = await SetupDriver.open(client, { onBefore });
    await setup.confirmEnabling();
    await until(() => signal, 'the page is not asked');
    expect(setup.button('One moment…').ariaDisabled).to.equal('true');
    await setup.press('Cancel');
    await setup.seesNoDialog();
    await expectFocusOn(setup.button('Enable 2FA'));
    expect(signal!.aborted).to.be.true;
    allow(true);
    await turn();
    expect(sentChanges(client)).to.deep.equal([]);
  });

  it('that never answers is asked once, and keeps a person from no other change', async () => {
    const asked: string[] = [];
    const onBefore: BeforeChange = (action) => {
      asked.push(action);
      return action === 'replace' ? new Promise(() => undefined) : true;
    };
    const client = on();
    const setup = await SetupDriver.open(client, { onBefore });
    await setup.press('Use a different authenticator');
    await setup.press('Use a different authenticator');
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    expect(asked).to.deep.equal(['replace', 'renew']);
    expect(sentChanges(client)).to.deep.equal(['beginBackupCodes']);
  });

  it('that is no function is ignored', async () => {
    for (const value of ['yes', 0, {}, null, undefined, Symbol('no')]) {
      const client = on();
      const setup = await SetupDriver.open(client);
      (setup.element as unknown as { onBefore: unknown }).onBefore = value;
      await setup.press('Get new backup codes');
      await until(() => sentChanges(client).length > 0, 'the change is not sent');
      setup.element.remove();
    }
  });

  it('ends with the element: a late answer sends nothing', async () => {
    let allow!: (answer: unknown) => void;
    const client = on();
    const setup = await SetupDriver.open(client, { onBefore: () => new Promise((resolve) => (allow = resolve)) });
    await setup.press('Get new backup codes');
    await turn();
    setup.element.remove();
    await turn();
    allow(true);
    await turn();
    expect(sentChanges(client)).to.deep.equal([]);
  });
});

describe('readonly', () => {
  for (const [name, status] of Object.entries({ on: statusOn(0), off: statusOff, several: statusWith(2) })) {
    it(`shows the state and offers no change: ${name}`, async () => {
      const client = new FakeClient({ status });
      const setup = await SetupDriver.open(client, { readonly: true });
      await setup.sees({ on: '0 of 10', off: 'Ask for a code from your phone', several: 'Work phone' }[name]!);
      expect(findAll(setup.element, 'button').map((button) => nameOf(button))).to.deep.equal([]);
      expect(setup.text).not.to.contain('Get new ones');
      expect(client.times('status')).to.equal(1);
    });

    it(`has nothing that a keyboard could press: ${name}`, async () => {
      const before = document.createElement('button');
      document.body.append(before);
      const client = new FakeClient({ status });
      const setup = await SetupDriver.open(client, { readonly: true });
      before.focus();
      const inside = new Set<Element>(elementsIn(setup.element));
      for (let presses = 0; presses < 6; presses += 1) {
        await sendKeys({ press: 'Tab' });
        expect(inside.has(focused()!), 'Tab stops inside the element').to.be.false;
        for (const key of ['Enter', ' ']) await sendKeys({ press: key });
      }
      // The heading takes the focus of a script, and does nothing with a key.
      setup.get('heading', 'Two-Factor Authentication (2FA)').focus();
      for (const key of ['Enter', ' ', 'ArrowDown']) await sendKeys({ press: key });
      await turn();
      expect(sentChanges(client)).to.deep.equal([]);
      expect(setup.dialogs).to.deep.equal([]);
      before.remove();
    });
  }

  it('can still be read again after a failure', async () => {
    const client = on().rejects('status', null);
    const setup = await SetupDriver.open(client, { readonly: true });
    await setup.press('Try again');
    await setup.sees('2 of 10 backup codes left');
  });

  it('is an attribute, and may come and go', async () => {
    const setup = await SetupDriver.open(on());
    expect(setup.has('button', 'Disable 2FA')).to.be.true;
    setup.element.setAttribute('readonly', '');
    await until(() => !setup.has('button', 'Disable 2FA'), 'the buttons stay');
    setup.element.removeAttribute('readonly');
    await until(() => setup.has('button', 'Disable 2FA'), 'the buttons do not come back');
  });

  it('that comes in the moment of a key press sends nothing', async () => {
    for (const action of ['Get new backup codes', 'Use a different authenticator', 'Disable 2FA']) {
      const client = on();
      const setup = await SetupDriver.open(client);
      const button = setup.button(action);
      setup.element.readonly = true;
      // Before the element has rendered again.
      button.click();
      await turn();
      await turn();
      expect(sentChanges(client), action).to.deep.equal([]);
      expect(setup.dialogs, action).to.deep.equal([]);
      setup.element.remove();
    }
  });

  it('closes an open dialog and drops its secrets; the section takes the focus', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    setup.element.readonly = true;
    await setup.seesNoDialog();
    await expectFocusOn(setup.get('heading', 'Two-Factor Authentication (2FA)'));
    expect(setup.text).not.to.contain('ABCD');
    expect(sentChanges(client)).to.deep.equal(['beginSetup']);
  });

  it('asks no page: there is nothing to ask', async () => {
    let asked = 0;
    const setup = await SetupDriver.open(on(), { readonly: true, onBefore: () => (asked += 1) });
    await setup.sees('2 of 10 backup codes left');
    expect(asked).to.equal(0);
  });
});
