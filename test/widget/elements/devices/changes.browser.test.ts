import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  otherTrusted,
  phoneSession,
  sampleMessages,
  thisSession,
  thisTrusted,
} from '../../../../demo/states/sample-messages.js';
import {
  DevicesDriver,
  expectFocusOn,
  findAll,
  focused,
  nameOf,
  recordEvents,
  textOf,
  until,
} from '../../../support/element-drivers.js';
import { FakeClient } from '../../../support/fake-client.js';

const others = 'Sign out everywhere else';

/** Presses Tab until a button has the focus. */
async function tabTo(driver: DevicesDriver, name: string): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    await sendKeys({ press: 'Tab' });
    const is = focused();
    if (is && findAll(driver.scope, 'button').includes(is as HTMLElement) && nameOf(is) === name) return;
  }
  throw new Error(`Tab does not lead to “${name}”`);
}

describe('signing a session out', () => {
  it('ends that one, shows the list of the answer, and moves the focus to the heading', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.sees('That session has ended.');
    expect(client.sent('removeDevice')).to.deep.equal([{ id: phoneSession.id }]);
    expect(driver.rows.map(({ name }) => name)).not.to.contain('Safari on iOS');
    await expectFocusOn(driver.get('heading', "Where you're signed in"));
    expect(findAll(driver.scope, 'status').map((one) => textOf(one))).to.deep.equal(['That session has ended.']);
    expect(events).to.deep.equal([]);
  });

  it('is sent once, however often the button is pressed, and no other one meanwhile', async () => {
    const client = new FakeClient();
    const answer = client.holds('removeDevice');
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.pressIn('Safari on macOS', 'Forget');
    const busy = findAll(driver.scope, 'button').map((button) => button.getAttribute('aria-disabled'));
    expect(new Set(busy)).to.deep.equal(new Set(['true']));
    answer.give();
    await driver.sees('That session has ended.');
    expect(client.times('removeDevice')).to.equal(1);
  });

  it('that fails says so in the row, keeps the list and the focus, and works again', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('removeDevice', 'unreachable');
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.seesError('The server did not answer.');
    const row = driver.element.renderRoot.querySelector('[part~=error]')!.closest('[part~=device]')!;
    expect(textOf(row)).to.contain('Safari on iOS');
    expect(nameOf(focused()!)).to.equal('Sign out');
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.sees('That session has ended.');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'unreachable']]);
  });

  it('that had ended before reads the list again', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('removeDevice', 'not_found');
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    client.answers('devices', sampleMessages.removeDevice);
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.sees('That session has ended.');
    expect(driver.rows.map(({ name }) => name)).not.to.contain('Safari on iOS');
    expect(client.times('devices')).to.equal(2);
    expect(events).to.deep.equal([]);
  });

  it('that the back end does not know, and still lists, is a failure', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('removeDevice', 'not_found');
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.seesError('Something went wrong. Try again.');
    expect(driver.text).not.to.contain('That session has ended.');
    expect(driver.rows.map(({ name }) => name)).to.contain('Safari on iOS');
    expect(client.times('devices')).to.equal(2);
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'not_found']]);
  });

  it('in a session that has ended itself tells the page', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('removeDevice', 'not_signed_in');
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    await driver.pressIn('Safari on iOS', 'Sign out');
    await driver.seesError('You are signed out.');
    expect(events.map(({ type }) => type)).to.deep.equal(['signed-out']);
  });

  it('leaves the focus where a person has moved it meanwhile', async () => {
    const client = new FakeClient();
    const answer = client.holds('removeDevice');
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    await driver.pressIn('Safari on iOS', 'Sign out');
    const elsewhere = document.createElement('button');
    document.body.append(elsewhere);
    elsewhere.focus();
    answer.give();
    await driver.sees('That session has ended.');
    expect(document.activeElement).to.equal(elsewhere);
    elsewhere.remove();
  });
});

describe('forgetting a device', () => {
  it('says that its next sign-in asks for a code', async () => {
    const client = new FakeClient({
      devices: { devices: [thisSession, thisTrusted, otherTrusted] },
      removeDevice: { devices: [thisSession, thisTrusted] },
    });
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on macOS');
    await driver.pressIn('Safari on macOS', 'Forget');
    await driver.sees('That device is forgotten. Its next sign-in asks for a code.');
    expect(client.sent('removeDevice')).to.deep.equal([{ id: otherTrusted.id }]);
  });
});

describe('signing out everywhere else', () => {
  it('asks first, and sends nothing when a person leaves the question', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const driver = await DevicesDriver.open(client);
    await driver.press(others);
    await driver.seesDialog(others);
    await driver.sees('All other sessions end, and all trusted devices are forgotten. You stay signed in here.');
    await driver.press('Cancel');
    await driver.seesNoDialog();
    await expectFocusOn(driver.button(others));
    expect(client.times('removeOtherDevices')).to.equal(0);
    expect(events.map(({ type }) => type)).to.deep.equal(['cancelled']);
  });

  it('ends everything else, closes the question, and moves the focus to the heading', async () => {
    const client = new FakeClient();
    const driver = await DevicesDriver.open(client);
    await driver.press(others);
    await driver.seesDialog(others);
    await driver.press(others);
    await driver.seesNoDialog();
    await driver.sees('All other sessions have ended, and no device is trusted.');
    expect(driver.rows.map(({ name }) => name)).to.deep.equal(['Chrome on Windows']);
    expect(driver.has('button', others)).to.be.false;
    await expectFocusOn(driver.get('heading', "Where you're signed in"));
  });

  it('cannot be left while it is under way, and is sent once', async () => {
    const client = new FakeClient();
    const answer = client.holds('removeOtherDevices');
    const driver = await DevicesDriver.open(client);
    await driver.press(others);
    await driver.seesDialog(others);
    await driver.press(others);
    expect(driver.button('Cancel').disabled).to.be.true;
    driver.button('One moment…').click();
    await sendKeys({ press: 'Escape' });
    expect(driver.dialogName).to.equal(others);
    answer.give();
    await driver.seesNoDialog();
    expect(client.times('removeOtherDevices')).to.equal(1);
  });

  it('that fails says so in the question, which stays open', async () => {
    const client = new FakeClient().refuses('removeOtherDevices', 'unavailable');
    const driver = await DevicesDriver.open(client);
    await driver.press(others);
    await driver.seesDialog(others);
    await driver.press(others);
    await driver.seesError('This does not work right now.');
    expect(driver.dialogName).to.equal(others);
    await driver.press(others);
    await driver.sees('All other sessions have ended');
  });

  it('is read again when a person leaves the question after a lost answer', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('removeOtherDevices', 'unreachable');
    const driver = await DevicesDriver.open(client);
    await driver.press(others);
    await driver.seesDialog(others);
    await driver.press(others);
    await driver.seesError('The server did not answer.');
    client.answers('devices', { devices: [thisSession] });
    await driver.press('Cancel');
    await driver.seesNoDialog();
    await driver.sees('You are not signed in anywhere else.');
    expect(events.map(({ type }) => type)).to.deep.equal(['failed']);
  });

  it('works by keyboard alone', async () => {
    const client = new FakeClient();
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    await tabTo(driver, others);
    await sendKeys({ press: 'Enter' });
    await driver.seesDialog(others);
    await sendKeys({ press: 'Escape' });
    await driver.seesNoDialog();
    await expectFocusOn(driver.button(others));
    await sendKeys({ press: 'Enter' });
    await driver.seesDialog(others);
    await tabTo(driver, others);
    await sendKeys({ press: 'Enter' });
    await driver.sees('All other sessions have ended');
    await until(() => client.times('removeOtherDevices') === 1, 'nothing was sent');
  });
});

describe('an element that leaves the page', () => {
  it('forgets the list, and reads it again when it returns', async () => {
    const client = new FakeClient();
    const driver = await DevicesDriver.open(client);
    await driver.sees('Safari on iOS');
    const parent = driver.element.parentElement!;
    driver.element.remove();
    await until(() => !driver.element.renderRoot.textContent.includes('Safari on iOS'), 'the list stays');
    parent.append(driver.element);
    await driver.sees('Safari on iOS');
    expect(client.times('devices')).to.equal(2);
  });
});
