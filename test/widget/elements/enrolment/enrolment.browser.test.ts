import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  elementsIn,
  EnrolmentDriver,
  expectFocusOn,
  findAll,
  nameOf,
  recordEvents,
  turn,
  until,
} from '../../../support/element-drivers.js';
import { findSecrets } from '../../../support/element-memory.js';
import {
  backupCodes,
  FakeClient,
  secret,
  setup as setupMessage,
  statusOff,
  statusOn,
} from '../../../support/fake-client.js';

const buttons = (driver: EnrolmentDriver) => findAll(driver.scope, 'button').map((button) => nameOf(button));
const headings = (driver: EnrolmentDriver) => findAll(driver.scope, 'heading').map((heading) => nameOf(heading));
const told = (events: ReturnType<typeof recordEvents>) => events.map(({ type, event }) => [type, event['code']]);

/** Whether the browser asks when a person closes the tab. */
function closingTheTabAsks(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
}

async function enrolling(client = new FakeClient()): Promise<EnrolmentDriver> {
  const enrolment = await EnrolmentDriver.open(client);
  await enrolment.sees('Scan the QR code');
  return enrolment;
}

describe('enrolment at sign-in', () => {
  it('shows why, and the three steps of the set-up in the page, without a dialog', async () => {
    const client = new FakeClient();
    const enrolment = await enrolling(client);
    expect(headings(enrolment)).to.deep.equal(['Set Up Two-Factor Authentication', 'Scan the QR code', 'Backup Codes']);
    expect(enrolment.text).to.contain('Your organisation requires it.');
    expect(enrolment.text).to.contain(backupCodes[0]);
    expect(enrolment.codeField).to.exist;
    expect(buttons(enrolment).slice(-2)).to.deep.equal(['Verify', 'Use a different account']);
    expect(enrolment.dialogs).to.deep.equal([]);
    expect(client.calls.map(({ operation }) => operation)).to.deep.equal(['status', 'beginSetup']);
    await until(() => elementsIn(enrolment.element).some(({ localName }) => localName === 'svg'), 'nothing is drawn');
  });

  it('enables “Verify” once the code is in and the codes are saved, and says what is missing until then', async () => {
    const enrolment = await enrolling();
    const verify = enrolment.button('Verify');
    expect(verify.disabled).to.equal(true);
    expect(enrolment.text).to.contain('enter the six digits and confirm that you have saved your backup codes');
    await enrolment.type('Enter verification code', '123456');
    expect(enrolment.text).to.contain('To verify, confirm that you have saved your backup codes.');
    expect(verify.disabled).to.equal(true);
    await enrolment.complete();
    expect(verify.disabled).to.equal(false);
  });

  it('turns 2FA on with a right code, and tells the page once', async () => {
    const events = recordEvents();
    const client = new FakeClient({ beginSetup: { ...setupMessage, id: 's1' } });
    const enrolment = await enrolling(client);
    await enrolment.verify();
    await enrolment.sees('Verified. Signing you in');
    expect(client.sent('confirmSetup')).to.deep.equal([{ code: '123456', id: 's1' }]);
    expect(events.map(({ type, event }) => [type, event['status']])).to.deep.equal([['enabled', statusOn()]]);
    await expectFocusOn(enrolment.get('heading', 'Set Up Two-Factor Authentication'));
  });

  it('keeps the QR code, the codes and the tick after a wrong code, and selects the field', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('confirmSetup', 'code_invalid', { attemptsRemaining: 1 });
    const enrolment = await enrolling(client);
    await enrolment.verify('111111');
    await enrolment.seesError('That code is not right. Enter the code that your app shows now. 1 attempt left.');
    await expectFocusOn(enrolment.codeField);
    expect((enrolment.get('checkbox', 'I have saved my backup codes') as HTMLInputElement).checked).to.equal(true);
    expect(enrolment.text).to.contain(backupCodes[0]);
    expect(client.times('beginSetup')).to.equal(1);
    expect(told(events)).to.deep.equal([['failed', 'code_invalid']]);
    await enrolment.verify('222222');
    await enrolment.sees('Verified.');
  });

  it('is used with the keyboard alone: Enter in the code field confirms', async () => {
    const client = new FakeClient();
    const enrolment = await enrolling(client);
    await enrolment.complete();
    enrolment.codeField.focus();
    await sendKeys({ press: 'Enter' });
    await enrolment.sees('Verified.');
    expect(client.times('confirmSetup')).to.equal(1);
  });

  it('sends nothing twice while an answer is awaited', async () => {
    const client = new FakeClient();
    const held = client.holds('confirmSetup');
    const enrolment = await enrolling(client);
    await enrolment.verify();
    for (const name of ['One moment…', 'Use a different account']) enrolment.button(name).click();
    await turn();
    held.give(statusOn());
    await enrolment.sees('Verified.');
    expect(client.times('confirmSetup')).to.equal(1);
    expect(client.times('cancelSetup')).to.equal(0);
  });

  it('lets a person use a different account: it drops the set-up and tells the page', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const enrolment = await enrolling(client);
    await enrolment.press('Use a different account');
    await enrolment.sees('Sign in again');
    expect(client.times('cancelSetup')).to.equal(1);
    expect(told(events)).to.deep.equal([['cancelled', undefined]]);
  });

  it('warns before the page is closed with codes that would be lost, and no longer after the set-up', async () => {
    const enrolment = await enrolling();
    expect(closingTheTabAsks()).to.equal(true);
    let asksInListener: boolean | null = null;
    enrolment.element.addEventListener('harmony-2fa-enabled', () => (asksInListener = closingTheTabAsks()));
    await enrolment.verify();
    await enrolment.sees('Verified.');
    expect(asksInListener, 'a page that moves on at the event is not held up').to.equal(false);
    expect(closingTheTabAsks()).to.equal(false);
  });
});

describe('enrolment: what ends it', () => {
  it('an expired set-up offers a new sign-in, and says that the QR code is void', async () => {
    const events = recordEvents();
    const client = new FakeClient({ beginSetup: { ...setupMessage, id: 's1' } }).refuses(
      'confirmSetup',
      'setup_expired',
    );
    const enrolment = await enrolling(client);
    await enrolment.verify();
    await enrolment.seesError('This sign-in took too long and has expired.');
    expect(enrolment.alert).to.contain('The QR code you may have scanned is void.');
    expect(buttons(enrolment)).to.deep.equal(['Sign in again']);
    expect(told(events)).to.deep.equal([['failed', 'setup_expired']]);
  });

  for (const code of ['not_signed_in', 'challenge_expired'] as const) {
    it(`${code} tells the page that the person is signed out`, async () => {
      const events = recordEvents();
      const enrolment = await enrolling(new FakeClient().refuses('confirmSetup', code));
      await enrolment.verify();
      await enrolment.seesError('This sign-in took too long and has expired.');
      expect(told(events)).to.deep.equal([['signed-out', code]]);
    });
  }

  it('2FA that is on already: it replaces nothing', async () => {
    const client = new FakeClient({ status: statusOn() });
    const enrolment = await EnrolmentDriver.open(client);
    await enrolment.seesError('has expired');
    expect(client.times('beginSetup')).to.equal(0);
  });

  it('a lost answer: the status says whether it was done', async () => {
    const client = new FakeClient().rejects('confirmSetup', new TypeError('Failed to fetch'));
    const enrolment = await enrolling(client);
    await enrolment.verify();
    await enrolment.seesError('The server did not answer.');
    client.refuses('confirmSetup', 'setup_expired').answers('status', statusOn());
    await enrolment.press('Verify');
    await enrolment.sees('Verified.');
  });

  it('a lost answer, and a person who wants to use a different account: the status says whether 2FA is on', async () => {
    const events = recordEvents();
    const client = new FakeClient().rejects('confirmSetup', new TypeError('Failed to fetch'));
    const enrolment = await enrolling(client);
    await enrolment.verify();
    await enrolment.seesError('The server did not answer.');
    client.answers('status', statusOn());
    await enrolment.press('Use a different account');
    await enrolment.sees('Verified.');
    expect(client.calls.slice(-2).map(({ operation }) => operation)).to.deep.equal(['cancelSetup', 'status']);
    expect(told(events)).to.deep.equal([
      ['failed', 'unreachable'],
      ['enabled', undefined],
    ]);
  });

  it('a lost answer, and a person who wants to use a different account: nothing was done', async () => {
    const events = recordEvents();
    const client = new FakeClient().rejects('confirmSetup', new TypeError('Failed to fetch'));
    const enrolment = await enrolling(client);
    await enrolment.verify();
    await enrolment.seesError('The server did not answer.');
    await enrolment.press('Use a different account');
    await enrolment.sees('Sign in again');
    expect(told(events)).to.deep.equal([
      ['failed', 'unreachable'],
      ['cancelled', undefined],
    ]);
  });

  it('an answer that says that 2FA is off counts as lost', async () => {
    const events = recordEvents();
    const enrolment = await enrolling(new FakeClient().answers('confirmSetup', statusOff));
    await enrolment.verify();
    await enrolment.seesError('The server did not answer.');
    expect(told(events)).to.deep.equal([['failed', 'unreachable']]);
    await enrolment.press('Verify');
    await enrolment.sees('Verified.');
  });

  it('an unreachable server, until a person tries again', async () => {
    const client = new FakeClient().rejects('status', new TypeError('Failed to fetch'));
    const enrolment = await EnrolmentDriver.open(client);
    await enrolment.seesError('The sign-in could not be continued. The server did not answer.');
    await enrolment.press('Try again');
    await enrolment.sees('Scan the QR code');
  });
});

describe('enrolment: secret and codes', () => {
  const secrets = [secret, ...backupCodes];
  const ends: Record<string, (enrolment: EnrolmentDriver) => Promise<void>> = {
    'it worked': async (enrolment) => {
      await enrolment.verify();
      await enrolment.sees('Verified.');
    },
    'a person has left': async (enrolment) => {
      await enrolment.press('Use a different account');
      await enrolment.sees('Sign in again');
    },
    'the element has left the page': (enrolment) => {
      enrolment.element.remove();
      return turn();
    },
    'the page has gone away': async (enrolment) => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      await until(() => !enrolment.text.includes('Scan the QR code'), 'the steps stay');
    },
  };

  for (const [when, end] of Object.entries(ends)) {
    it(`are removed from screen and memory when ${when}`, async () => {
      const enrolment = await enrolling();
      await enrolment.press("Can't scan it?");
      expect(findSecrets(enrolment.element, [secret])).not.to.be.empty;
      await end(enrolment);
      await turn();
      expect(findSecrets(enrolment.element, secrets)).to.deep.equal([]);
    });
  }

  it('are in no event', async () => {
    const events = recordEvents();
    const enrolment = await enrolling(new FakeClient().refuses('confirmSetup', 'code_invalid'));
    await enrolment.verify('111111');
    await enrolment.seesError('That code is not right.');
    await enrolment.verify('222222');
    await enrolment.sees('Verified.');
    for (const { event } of events) {
      const text = JSON.stringify(Object.fromEntries(Object.entries(event)));
      for (const one of [...secrets, '111111', '222222']) expect(text).not.to.contain(one);
    }
  });
});
