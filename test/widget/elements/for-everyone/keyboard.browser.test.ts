import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  ChallengeDriver,
  elementsIn,
  expectFocusOn,
  focused,
  recordEvents,
  SetupDriver,
  turn,
  until,
  type ElementDriver,
  type Role,
} from '../../../support/element-drivers.js';
import { FakeClient } from '../../../support/fake-client.js';

type Driver = ElementDriver<SetupDriver['element'] | ChallengeDriver['element']>;

/** Presses Tab until the control has the focus; fails when Tab does not reach it. */
async function tabTo(driver: Driver, role: Role, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    const is = focused();
    if (is !== null && is === driver.find(role, name)) return;
    await sendKeys({ press: 'Tab' });
  }
  throw new Error(`The Tab key does not lead to the ${role} “${name}”`);
}

describe('with the keyboard alone', () => {
  it('2FA is turned on', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const setup = await SetupDriver.open(client);
    await tabTo(setup, 'button', 'Enable 2FA');
    await sendKeys({ press: 'Enter' });
    await setup.seesDialog('Enable two-factor authentication?');
    await tabTo(setup, 'button', 'Enable 2FA');
    await sendKeys({ press: ' ' });
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await tabTo(setup, 'button', "Can't scan it?");
    await sendKeys({ press: 'Enter' });
    await tabTo(setup, 'link', 'Open in authenticator app');
    await tabTo(setup, 'button', 'Copy key');
    await tabTo(setup, 'field', 'Enter verification code');
    await sendKeys({ type: '123456' });
    for (const name of ['Copy', 'Download', 'Print']) await tabTo(setup, 'button', name);
    await tabTo(setup, 'checkbox', 'I have saved my backup codes');
    await sendKeys({ press: ' ' });
    await tabTo(setup, 'button', 'Cancel');
    await tabTo(setup, 'button', 'Verify');
    await sendKeys({ press: 'Enter' });
    await setup.seesNoDialog();
    await setup.sees('2FA is on.');
    await expectFocusOn(setup.get('heading', 'Two-Factor Authentication (2FA)'));
    await tabTo(setup, 'button', 'Get new backup codes');
    expect(client.sent('confirmSetup')).to.deep.equal([{ code: '123456' }]);
    expect(events.map(({ type }) => type)).to.deep.equal(['enabled']);
  });

  it('the focus stays inside an open dialog, forwards and backwards', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    const inside = new Set(elementsIn(setup.scope));
    for (const direction of ['forwards', 'backwards']) {
      for (let presses = 0; presses < 14; presses++) {
        if (direction === 'backwards') await sendKeys({ down: 'Shift' });
        await sendKeys({ press: 'Tab' });
        if (direction === 'backwards') await sendKeys({ up: 'Shift' });
        const is = focused()!;
        // Between the last and the first control the focus may be on the browser's toolbar.
        expect(is === document.body || is === setup.scope || inside.has(is as HTMLElement), is.localName).to.be.true;
      }
    }
  });

  it('a sign-in is completed with a code', async () => {
    const client = new FakeClient();
    const challenge = await ChallengeDriver.open(client, { noAutoSubmit: true });
    await tabTo(challenge, 'field', 'Enter the 6-digit code from your authenticator app');
    await sendKeys({ type: '123456' });
    await sendKeys({ press: 'Enter' });
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ code: '123456' }]);
  });

  it('a sign-in is completed with a backup code', async () => {
    const client = new FakeClient();
    const challenge = await ChallengeDriver.open(client);
    await tabTo(challenge, 'button', 'Use a backup code');
    await sendKeys({ press: 'Enter' });
    await until(() => challenge.has('field', 'Backup code'), 'no field');
    await expectFocusOn(challenge.field('Backup code'));
    await sendKeys({ type: 'abcd efgh' });
    await tabTo(challenge, 'button', 'Verify');
    await sendKeys({ press: 'Enter' });
    await challenge.sees('Verified.');
    expect(client.sent('answerChallenge')).to.deep.equal([{ backupCode: 'abcd efgh' }]);
  });

  it('Escape leaves every step', async () => {
    const setup = await SetupDriver.open(new FakeClient());
    await tabTo(setup, 'button', 'Enable 2FA');
    await sendKeys({ press: 'Enter' });
    await setup.seesDialog('Enable two-factor authentication?');
    await sendKeys({ press: 'Escape' });
    await setup.seesNoDialog();
    await expectFocusOn(setup.button('Enable 2FA'));
    await turn();
  });
});
