import { expect, fixture, html } from '@open-wc/testing';
import { findAll, nameOf, recordEvents, SetupDriver, turn } from '../../../support/element-drivers.js';
import type { Status } from '../../../../widget/protocol/messages.js';
import { FakeClient, statusOff, statusOn } from '../../../support/fake-client.js';

const buttons = (driver: SetupDriver) => findAll(driver.scope, 'button').map((button) => nameOf(button));

describe('security section', () => {
  it('shows that it loads, with the heading and space for the action', async () => {
    const client = new FakeClient();
    const held = client.holds('status');
    const setup = await SetupDriver.open(client);
    expect(setup.text).to.contain('Loading your 2FA settings…');
    expect(setup.has('heading', 'Two-Factor Authentication (2FA)')).to.be.true;
    expect(setup.element.renderRoot.querySelector('section')!.ariaBusy).to.equal('true');
    const height = setup.element.getBoundingClientRect().height;
    held.give(statusOff);
    await setup.sees('Ask for a code from your phone');
    expect(setup.element.renderRoot.querySelector('section')!.ariaBusy).to.equal('false');
    const jump = Math.abs(setup.element.getBoundingClientRect().height - height);
    expect(jump, 'what follows does not jump').to.be.at.most(24);
  });

  it('offers to turn 2FA on while it is off', async () => {
    const setup = await SetupDriver.open(new FakeClient());
    expect(setup.has('heading', 'Two-Factor Authentication (2FA)')).to.be.true;
    expect(setup.text).to.contain('a stolen password is not enough');
    expect(setup.text).to.contain('Applies to your whole account.');
    expect(buttons(setup)).to.deep.equal(['Enable 2FA']);
    expect(setup.alert).to.equal('');
  });

  it('shows that 2FA is on, since when, and the actions', async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusOn(10) }));
    expect(setup.text).to.match(/\bOn Since November 2[345], 2026\b/);
    expect(setup.text).to.contain('10 of 10 backup codes left');
    expect(setup.text).to.contain('Applies to your whole account.');
    expect(buttons(setup)).to.deep.equal(['Get new backup codes', 'Use a different authenticator', 'Disable 2FA']);
  });

  const advice = {
    4: '4 of 10 backup codes left',
    3: '3 of 10 backup codes left Get new ones before they run out.',
    1: '1 of 10 backup codes left Get new ones before they run out.',
    0: '0 of 10 backup codes left Without them a lost phone locks you out. Get new ones now.',
  };

  for (const [remaining, text] of Object.entries(advice)) {
    it(`explains what ${remaining} backup codes left mean`, async () => {
      const setup = await SetupDriver.open(new FakeClient({ status: statusOn(Number(remaining)) }));
      expect(setup.text).to.contain(text);
      expect(setup.text.includes('Get new ones'), 'advice only when it is due').to.equal(Number(remaining) <= 3);
    });
  }

  it('reports an unreachable server, and tries again', async () => {
    const events = recordEvents();
    const client = new FakeClient().rejects('status', new TypeError('Failed to fetch'));
    const setup = await SetupDriver.open(client);
    expect(setup.alert).to.equal(
      'Your 2FA settings could not be loaded. The server did not answer. Check your connection and try again.',
    );
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'unreachable']]);
    expect(setup.text).not.to.contain('Failed to fetch');
    await setup.press('Try again');
    await setup.sees('Enable 2FA');
    expect(client.times('status')).to.equal(2);
  });

  it('reports that the server is unavailable', async () => {
    const setup = await SetupDriver.open(new FakeClient().refuses('status', 'unavailable', { retryAfter: 5 }));
    expect(setup.alert).to.contain('This does not work right now. Try again in a moment.');
  });

  it('reports that nobody is signed in, to the person and the page', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('status', 'not_signed_in');
    const setup = await SetupDriver.open(client);
    expect(setup.alert).to.equal('You are signed out. Sign in to see your 2FA settings.');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['signed-out', 'not_signed_in']]);
    await setup.press('Try again');
    await setup.sees('Enable 2FA');
  });

  it('reads the status again when the page asks', async () => {
    const client = new FakeClient().answers('status', statusOff).answers('status', statusOn(9));
    const setup = await SetupDriver.open(client);
    setup.element.refresh();
    await setup.sees('9 of 10 backup codes left');
  });

  it('uses a client that is set after it was added', async () => {
    const { fetch } = globalThis;
    const requests: unknown[] = [];
    globalThis.fetch = (input) => {
      requests.push(input);
      return Promise.reject(new TypeError('no network in this test'));
    };
    try {
      const element = document.createElement('harmony-2fa-setup');
      const parent = await fixture(html`<div lang="en"></div>`);
      parent.append(element);
      element.client = new FakeClient({ status: statusOn(7) });
      const setup = new SetupDriver(element);
      await setup.sees('7 of 10 backup codes left');
      expect(requests).to.deep.equal([]);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('keeps a slotted companion, in the page and in the dialog', async () => {
    const setup = await SetupDriver.open(new FakeClient());
    const companion = document.createElement('p');
    companion.slot = 'companion';
    companion.textContent = 'A phone that scans the screen';
    setup.element.append(companion);
    await setup.sees('A phone that scans the screen');
    await setup.openSetUp();
    await setup.sees('A phone that scans the screen');
    await turn();
    expect(setup.scope.localName).to.equal('dialog');
  });
});

describe('2FA that an organisation requires', () => {
  const since = '2026-11-01T00:00:00.000Z';
  const required = (graceEndsAt: string | null) => ({ since, graceEndsAt });
  const openWith = (status: Status) => SetupDriver.open(new FakeClient({ status }));

  it('is asked for from a date on, beside “Enable 2FA”', async () => {
    const setup = await openWith({ enabled: false, required: required('2096-12-01T12:00:00.000Z') });
    expect(setup.text).to.contain('Required from December 1, 2096.');
    expect(buttons(setup)).to.deep.equal(['Enable 2FA']);
  });

  for (const [when, graceEndsAt] of [
    ['its time of grace is over', '2020-12-01T12:00:00.000Z'],
    ['there was none', null],
  ] as const) {
    it(`is asked for without a date when ${when}`, async () => {
      const setup = await openWith({ enabled: false, required: required(graceEndsAt) });
      expect(setup.text).to.contain('Required by your organisation.');
      expect(setup.text).not.to.contain('Required from');
    });
  }

  it('cannot be turned off: the sentence is where the button was', async () => {
    const setup = await openWith({ ...statusOn(), required: required(null) });
    expect(setup.text).to.contain('Required by your organisation.');
    expect(buttons(setup)).to.deep.equal(['Get new backup codes', 'Use a different authenticator']);
  });

  it('stays required after a replaced authenticator, as the answer says', async () => {
    const status = { ...statusOn(), required: required(null) };
    const setup = await SetupDriver.open(new FakeClient({ status, confirmSetup: status }));
    await setup.press('Use a different authenticator');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await setup.verify();
    await setup.seesNoDialog();
    expect(setup.has('button', 'Disable 2FA')).to.equal(false);
  });

  it('refuses to be turned off where the rule is newer than the page, and the page learns it', async () => {
    const events = recordEvents();
    const client = new FakeClient({ status: statusOn() }).refuses('disable', 'required_by_policy');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.seesError('Required by your organisation.');
    expect(buttons(setup).slice(-1)).to.deep.equal(['Close']);
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'required_by_policy']]);
    client.answers('status', { ...statusOn(), required: required(null) });
    findAll(setup.scope, 'button').at(-1)!.click();
    await setup.seesNoDialog();
    await setup.sees('Required by your organisation.');
    expect(setup.has('button', 'Disable 2FA')).to.equal(false);
    expect(events.map(({ type }) => type)).to.deep.equal(['failed', 'cancelled']);
  });

  it('is mentioned nowhere by a back end that does not know of it', async () => {
    for (const status of [statusOff, statusOn()]) {
      const setup = await openWith(status);
      expect(setup.text.toLowerCase()).not.to.contain('required');
      expect(setup.element.renderRoot.querySelector('[part~="required"]')).to.equal(null);
      expect(buttons(setup)).to.deep.equal(
        status.enabled ? ['Get new backup codes', 'Use a different authenticator', 'Disable 2FA'] : ['Enable 2FA'],
      );
    }
  });
});
