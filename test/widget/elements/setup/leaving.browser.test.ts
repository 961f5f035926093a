import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { expectFocusOn, recordEvents, SetupDriver, turn, until } from '../../../support/element-drivers.js';
import { backupCodes, FakeClient, statusOn } from '../../../support/fake-client.js';

const asks = 'Leave without saving your backup codes?';
const setUp = 'Set Up Two-Factor Authentication';

/** Whether the browser asks when a person closes the tab. */
function closingTheTabAsks(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
}

describe('leaving the set-up', () => {
  it('asks when the codes are not saved, and changes nothing when a person stays', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    await setup.typeCode('123');
    await setup.press('Cancel');
    await setup.seesDialog(asks);
    expect(setup.text).to.contain('These codes will not be shown again and nothing will be changed.');
    await setup.press('Keep going');
    await setup.seesDialog(setUp);
    expect(setup.listedCodes).to.deep.equal(backupCodes);
    expect(setup.codeField.value).to.equal('123');
    await expectFocusOn(setup.button('Cancel'));
    expect(client.times('cancelSetup')).to.equal(0);
  });

  it('drops the set-up, fires one event and returns the focus when a person leaves', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    await setup.press('Cancel');
    await setup.seesDialog(asks);
    await setup.press('Leave');
    await setup.seesNoDialog();
    expect(client.times('cancelSetup')).to.equal(1);
    expect(events.map(({ type }) => type)).to.deep.equal(['cancelled']);
    await until(() => setup.has('button', 'Enable 2FA'), 'the section does not come back');
    await expectFocusOn(setup.button('Enable 2FA'));
  });

  it('does not ask when the codes are saved', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    await setup.tick();
    await setup.press('Cancel');
    await setup.seesNoDialog();
    expect(client.times('cancelSetup')).to.equal(1);
    await expectFocusOn(setup.button('Enable 2FA'));
  });

  it('does not wait for a server that does not answer', async () => {
    const client = new FakeClient().rejects('cancelSetup', new TypeError('network'));
    const setup = await SetupDriver.enrolling(client);
    await setup.tick();
    await setup.press('Cancel');
    await setup.seesNoDialog();
    await setup.sees('Enable 2FA');
    expect(setup.alert).to.equal('');
    await setup.openSetUp();
    expect(setup.listedCodes).to.deep.equal(backupCodes);
  });

  it('shows that the section is busy while the set-up is dropped', async () => {
    const client = new FakeClient();
    const held = client.holds('cancelSetup');
    const setup = await SetupDriver.enrolling(client);
    await setup.tick();
    await setup.press('Cancel');
    await setup.seesNoDialog();
    expect(setup.button('Enable 2FA').ariaDisabled).to.equal('true');
    held.give();
    await setup.press('Enable 2FA');
    await setup.seesDialog('Enable two-factor authentication?');
  });

  it('is also what the close button and Escape do', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    // With real keys: a browser groups dialogs that open without a person's action.
    setup.button('Close').focus();
    await sendKeys({ press: 'Enter' });
    await setup.seesDialog(asks);
    await sendKeys({ press: 'Escape' });
    await setup.seesDialog(setUp);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Escape' });
    await setup.seesDialog(asks);
    expect(client.times('cancelSetup')).to.equal(0);
  });

  it('asks each time when Escape is pressed several times', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    for (const _ of 'press after press') {
      await sendKeys({ press: 'Escape' });
      await turn();
      expect([setUp, asks]).to.include(setup.dialogName);
    }
    expect(client.times('cancelSetup')).to.equal(0);
    expect(setup.listedCodes).to.deep.equal(setup.dialogName === setUp ? backupCodes : []);
  });

  it('closes the explanation without a question, and returns the focus', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const setup = await SetupDriver.open(client);
    for (const leave of [
      () => setup.press('Cancel'),
      () => setup.press('Close'),
      () => sendKeys({ press: 'Escape' }),
    ]) {
      await setup.press('Enable 2FA');
      await setup.seesDialog('Enable two-factor authentication?');
      await leave();
      await setup.seesNoDialog();
      await expectFocusOn(setup.button('Enable 2FA'));
    }
    expect(client.calls.map(({ operation }) => operation)).to.deep.equal(['status']);
    expect(events.map(({ type }) => type)).to.deep.equal(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('closing the tab', () => {
  it('makes the browser ask only while codes are shown', async () => {
    const setup = await SetupDriver.open(new FakeClient());
    expect(closingTheTabAsks(), 'nothing to lose').to.be.false;
    await setup.press('Enable 2FA');
    await setup.seesDialog('Enable two-factor authentication?');
    expect(closingTheTabAsks(), 'nothing begun').to.be.false;
    await setup.press('Enable 2FA');
    await setup.seesDialog(setUp);
    expect(closingTheTabAsks(), 'a set-up is open').to.be.true;
    await setup.press('Cancel');
    await setup.seesDialog(asks);
    expect(closingTheTabAsks(), 'being asked').to.be.true;
    await setup.press('Leave');
    await setup.seesNoDialog();
    expect(closingTheTabAsks(), 'left').to.be.false;
  });

  it('makes the browser ask, but a link to the authenticator app does not', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    await setup.press("Can't scan it?");
    // Keeps the browser from opening an app.
    document.addEventListener('click', (event) => event.preventDefault(), { once: true });
    setup.get('link', 'Open in authenticator app').click();
    expect(closingTheTabAsks(), 'the app opens').to.be.false;
    expect(closingTheTabAsks(), 'then a person leaves').to.be.true;
    setup.button('Copy key').click();
    expect(closingTheTabAsks(), 'after another click').to.be.true;
  });

  it('needs no question after 2FA was turned on', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    await setup.verify();
    await setup.seesNoDialog();
    expect(closingTheTabAsks()).to.be.false;
  });

  it('makes the browser ask while new backup codes are shown', async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusOn() }));
    await setup.press('Get new backup codes');
    await setup.seesDialog('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    expect(closingTheTabAsks()).to.be.true;
  });

  it('needs no question after the element has left the page', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    setup.element.remove();
    expect(closingTheTabAsks()).to.be.false;
  });

  it('adds the listener only then, since it keeps a page out of the back/forward cache', async () => {
    const listeners = new Set<unknown>();
    const { addEventListener: add, removeEventListener: remove } = window;
    const spy = (original: typeof add, count: (listener: unknown) => void): typeof add => {
      return (type: string, listener: EventListenerOrEventListenerObject) => {
        if (type === 'beforeunload') count(listener);
        original.call(window, type, listener);
      };
    };
    window.addEventListener = spy(add, (listener) => listeners.add(listener));
    window.removeEventListener = spy(remove, (listener) => listeners.delete(listener));
    try {
      const setup = await SetupDriver.open(new FakeClient());
      expect(listeners.size).to.equal(0);
      await setup.openSetUp();
      expect(listeners.size).to.equal(1);
      await setup.verify();
      await setup.seesNoDialog();
      expect(listeners.size).to.equal(0);
    } finally {
      Object.assign(window, { addEventListener: add, removeEventListener: remove });
    }
  });
});
