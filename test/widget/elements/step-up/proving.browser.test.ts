import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { addLanguage } from '../../../../widget/i18n/languages.js';
import german from '../../../../widget/i18n/de.js';
import { expectFocusOn, focused, recordEvents, StepUpDriver, turn } from '../../../support/element-drivers.js';
import { findSecrets } from '../../../support/element-memory.js';
import { FakeClient, statusOff, statusOn } from '../../../support/fake-client.js';

const dialog = "Confirm it's you";
const on = () => new FakeClient({ status: statusOn() });
const off = () => new FakeClient({ status: statusOff });

/** A button of the page that has the focus, and a step-up that it opens. */
async function openedByButton(client: FakeClient) {
  const button = await fixture<HTMLButtonElement>(html`<button>Delete</button>`);
  const stepUp = await StepUpDriver.open(client);
  button.focus();
  stepUp.prove();
  await stepUp.seesDialog(dialog);
  return { button, stepUp };
}

describe('the dialog of the step-up', () => {
  it('takes a code, and gives the focus back', async () => {
    const events = recordEvents();
    const client = on();
    const { button, stepUp } = await openedByButton(client);
    await expectFocusOn(stepUp.codeField);
    await stepUp.typeCode('123456');
    expect(client.times('reauthenticate'), 'not by itself').to.equal(0);
    await stepUp.press('Continue');
    expect(await stepUp.ended()).to.equal(true);
    await stepUp.seesNoDialog();
    await expectFocusOn(button);
    expect(client.sent('reauthenticate')).to.deep.equal([{ code: '123456' }]);
    expect(events).to.deep.equal([]);
    expect(findSecrets(stepUp.element, ['123456'])).to.deep.equal([]);
  });

  it('takes a backup code, and leads back to the authenticator', async () => {
    const client = on();
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.press('Use a backup code');
    await stepUp.press('Use your authenticator app');
    await expectFocusOn(stepUp.codeField);
    await stepUp.press('Use a backup code');
    await expectFocusOn(stepUp.field('Backup code'));
    await stepUp.type('Backup code', ' k0qf 7hxm-2vrd 9tpw ');
    await stepUp.press('Continue');
    expect(await stepUp.ended()).to.equal(true);
    expect(client.sent('reauthenticate')).to.deep.equal([{ backupCode: 'k0qf 7hxm-2vrd 9tpw' }]);
  });

  it('takes the password while 2FA is off', async () => {
    const client = off();
    const stepUp = await StepUpDriver.asking(client);
    const field = stepUp.field('Password');
    await expectFocusOn(field);
    expect([field.type, field.autocomplete]).to.deep.equal(['password', 'current-password']);
    expect(stepUp.has('button', 'Use a backup code')).to.be.false;
    await stepUp.type('Password', 'correct horse');
    await stepUp.press('Continue');
    expect(await stepUp.ended()).to.equal(true);
    expect(client.sent('reauthenticate')).to.deep.equal([{ password: 'correct horse' }]);
    expect(findSecrets(stepUp.element, ['correct horse'])).to.deep.equal([]);
  });

  it('keeps a wrong code selected, and says how many tries are left', async () => {
    const events = recordEvents();
    const client = on().refuses('reauthenticate', 'code_invalid', { attemptsRemaining: 2 });
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.typeCode('111111');
    await stepUp.press('Continue');
    await stepUp.seesError('That code is not right. Enter the code that your app shows now. 2 attempts left.');
    await expectFocusOn(stepUp.codeField);
    expect([stepUp.codeField.selectionStart, stepUp.codeField.selectionEnd]).to.deep.equal([0, 6]);
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'code_invalid']]);
    await stepUp.typeCode('222222');
    await stepUp.press('Continue');
    expect(await stepUp.ended()).to.equal(true);
  });

  it('sends nothing while the entry is incomplete', async () => {
    const client = on();
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.typeCode('123');
    await stepUp.press('Continue');
    await stepUp.seesError('Enter all 6 digits.');
    expect(client.times('reauthenticate')).to.equal(0);
  });

  it('asks for codes of the length that the page names', async () => {
    const client = on();
    const stepUp = await StepUpDriver.open(client);
    stepUp.element.codeLength = 8;
    stepUp.prove();
    await stepUp.seesDialog(dialog);
    await stepUp.typeCode('12345678');
    await stepUp.press('Continue');
    await stepUp.ended();
    expect(client.sent('reauthenticate')).to.deep.equal([{ code: '12345678' }]);
  });

  it('waits after too many attempts, and can be left meanwhile', async () => {
    const client = on().refuses('reauthenticate', 'too_many_attempts', { retryAfter: 60 });
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.typeCode('111111');
    await stepUp.press('Continue');
    await stepUp.seesError('Too many attempts. You can try again in 1 minute.');
    expect(stepUp.button('One moment…').ariaDisabled).to.equal('true');
    await stepUp.press('Cancel');
    expect(await stepUp.ended()).to.equal(false);
  });

  it('comes back from a wait by itself', async () => {
    const client = on().refuses('reauthenticate', 'too_many_attempts', { retryAfter: 3 });
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.typeCode('111111');
    await stepUp.press('Continue');
    await stepUp.seesError('Too many attempts.');
    await stepUp.sees('Enter verification code');
    await expectFocusOn(stepUp.codeField);
  });

  it('asks for a backup code when the authenticator is blocked', async () => {
    const client = on().refuses('reauthenticate', 'authenticator_blocked', { methods: ['backup_code'] });
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.typeCode('111111');
    await stepUp.press('Continue');
    await stepUp.seesError('Your authenticator is blocked after too many wrong codes. Use a backup code.');
    await expectFocusOn(stepUp.field('Backup code'));
    expect(stepUp.has('button', 'Use your authenticator app')).to.be.false;
  });

  it('asks for no backup code when that would prove nothing', async () => {
    const client = on().refuses('reauthenticate', 'authenticator_blocked', { methods: [] });
    const stepUp = await StepUpDriver.asking(client, { maxAge: 0, methods: ['totp'] });
    await stepUp.typeCode('111111');
    await stepUp.press('Continue');
    await stepUp.seesError('This does not work right now.');
    expect(stepUp.has('field', 'Backup code')).to.be.false;
    await expectFocusOn(stepUp.codeField);
  });

  it('asks for a code when another tab has turned 2FA on', async () => {
    const methods: ('totp' | 'backup_code')[] = ['totp', 'backup_code'];
    const client = off().refuses('reauthenticate', 'reauthentication_required', { methods });
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.type('Password', 'correct horse');
    await stepUp.press('Continue');
    await stepUp.sees('Enter verification code');
    await expectFocusOn(stepUp.codeField);
    expect(stepUp.codeField.value).to.equal('');
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    expect(await stepUp.ended()).to.equal(true);
  });

  it('keeps the code when the server gives no answer', async () => {
    const client = on().rejects('reauthenticate', null);
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    await stepUp.seesError('The server did not answer.');
    expect(stepUp.codeField.value).to.equal('123456');
    await stepUp.press('Continue');
    expect(await stepUp.ended()).to.equal(true);
  });

  it('cannot be left while an answer is awaited, and sends one request', async () => {
    const client = on();
    const answer = client.holds('reauthenticate');
    const stepUp = await StepUpDriver.asking(client);
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    await stepUp.sees('One moment…');
    expect(stepUp.button('Cancel').disabled).to.be.true;
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 'Escape' });
    await turn();
    expect(stepUp.dialogName).to.equal(dialog);
    answer.give();
    expect(await stepUp.ended()).to.equal(true);
    expect(client.mostAtOnce).to.equal(1);
  });
});

describe('a person who does not prove it', () => {
  const ways: Record<string, (stepUp: StepUpDriver) => Promise<unknown>> = {
    'by “Cancel”': (stepUp) => stepUp.press('Cancel'),
    'by “Close”': (stepUp) => stepUp.press('Close'),
    'by Escape': () => sendKeys({ press: 'Escape' }),
  };
  for (const [how, leave] of Object.entries(ways)) {
    it(`leaves ${how}: the page is told, and the focus goes back`, async () => {
      const events = recordEvents();
      const { button, stepUp } = await openedByButton(on());
      await leave(stepUp);
      expect(await stepUp.ended()).to.equal(false);
      await stepUp.seesNoDialog();
      await expectFocusOn(button);
      expect(events.map(({ type }) => type)).to.deep.equal(['cancelled']);
    });
  }
});

describe('a status that cannot be read', () => {
  it('is said in the dialog, and can be tried again', async () => {
    const events = recordEvents();
    const client = on().rejects('status', null).refuses('status', 'unavailable', { retryAfter: 1 });
    const { stepUp } = await openedByButton(client);
    await stepUp.seesError('The server did not answer.');
    await stepUp.press('Try again');
    await stepUp.seesError('This does not work right now.');
    await stepUp.press('Try again');
    await stepUp.sees('Enter verification code');
    await expectFocusOn(stepUp.codeField);
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([
      ['failed', 'unreachable'],
      ['failed', 'unavailable'],
    ]);
  });

  it('keeps the dialog open while it is tried again', async () => {
    const client = on().rejects('status', null);
    const stepUp = await StepUpDriver.asking(client);
    const answer = client.holds('status');
    await stepUp.press('Try again');
    expect(stepUp.dialogName).to.equal(dialog);
    expect(stepUp.button('One moment…').ariaDisabled).to.equal('true');
    answer.give();
    await stepUp.sees('Enter verification code');
  });

  it('can be left while it is tried again', async () => {
    const client = on().rejects('status', null);
    const stepUp = await StepUpDriver.asking(client);
    client.holds('status');
    await stepUp.press('Try again');
    await stepUp.press('Cancel');
    expect(await stepUp.ended()).to.equal(false);
    expect(client.last('status').signal!.aborted).to.be.true;
  });

  it('can be left', async () => {
    const stepUp = await StepUpDriver.asking(on().rejects('status', null));
    await stepUp.press('Cancel');
    expect(await stepUp.ended()).to.equal(false);
  });
});

describe('a session that is over', () => {
  it('is told to the page and said in the dialog, also after a code was typed', async () => {
    const events = recordEvents();
    const client = on().refuses('reauthenticate', 'not_signed_in');
    const { button, stepUp } = await openedByButton(client);
    await stepUp.typeCode('123456');
    await stepUp.press('Continue');
    await stepUp.seesError('You are signed out. Sign in again to continue.');
    await expectFocusOn(stepUp.get('heading', dialog));
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['signed-out', 'not_signed_in']]);
    expect(stepUp.has('button', 'Cancel')).to.be.false;
    expect(findSecrets(stepUp.element, ['123456'])).to.deep.equal([]);
    // The first one is in the header.
    await stepUp.press('Close');
    expect(await stepUp.ended()).to.equal(false);
    await expectFocusOn(button);
    expect(events.length).to.equal(1);
  });

  it('is said before anything was asked', async () => {
    const stepUp = await StepUpDriver.asking(on().refuses('status', 'not_signed_in'));
    await stepUp.seesError('You are signed out.');
  });
});

describe('with the keyboard alone', () => {
  it('a code is entered and sent, and the focus stays in the dialog', async () => {
    const { button, stepUp } = await openedByButton(on());
    await expectFocusOn(stepUp.codeField);
    await sendKeys({ type: '123456' });
    await sendKeys({ press: 'Tab' });
    await expectFocusOn(stepUp.button('Use a backup code'));
    await sendKeys({ press: 'Tab' });
    await expectFocusOn(stepUp.button('Cancel'));
    await sendKeys({ press: 'Tab' });
    await expectFocusOn(stepUp.button('Continue'));
    for (let presses = 0; presses < 8; presses++) {
      await sendKeys({ press: 'Tab' });
      expect(focused()).not.to.equal(button);
    }
    stepUp.codeField.focus();
    await sendKeys({ press: 'Enter' });
    expect(await stepUp.ended()).to.equal(true);
    await expectFocusOn(button);
  });
});

describe('above a dialog of the page', () => {
  it('it can be used, and gives the focus back into that dialog', async () => {
    const question = await fixture<HTMLDialogElement>(html`<dialog><button>Delete workspace</button></dialog>`);
    const stepUp = await StepUpDriver.open(on());
    question.showModal();
    const button = question.querySelector('button')!;
    button.focus();
    stepUp.prove();
    await stepUp.seesDialog(dialog);
    await expectFocusOn(stepUp.codeField);
    await sendKeys({ type: '123456' });
    await sendKeys({ press: 'Enter' });
    expect(await stepUp.ended()).to.equal(true);
    await expectFocusOn(button);
    expect(question.open).to.be.true;
    question.close();
  });
});

describe('the texts of the step-up', () => {
  it('are those of the page’s language, and the page’s own', async () => {
    addLanguage('de', german);
    const stepUp = await StepUpDriver.open(on());
    stepUp.element.lang = 'de';
    stepUp.element.strings = { goOn: 'Löschen' };
    stepUp.prove();
    await stepUp.seesDialog('Bestätigen Sie Ihre Identität');
    expect(stepUp.has('button', 'Abbrechen')).to.be.true;
    expect(stepUp.has('button', 'Löschen')).to.be.true;
    expect(stepUp.has('field', 'Bestätigungscode eingeben')).to.be.true;
  });
});
