import { expect } from '@open-wc/testing';
import { expectFocusOn, findAll, nameOf, recordEvents, SetupDriver, until } from '../../../support/element-drivers.js';
import { backupCodes, FakeClient, newBackupCodes, statusOff, statusOn } from '../../../support/fake-client.js';

const on = () => new FakeClient({ status: statusOn(2) });
const methods: ('totp' | 'backup_code')[] = ['totp', 'backup_code'];

describe('getting new backup codes', () => {
  it('shows a new set, and keeps it after a person has saved it', async () => {
    const events = recordEvents();
    const client = on();
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await setup.seesDialog('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    expect(setup.listedCodes).to.deep.equal(newBackupCodes);
    expect(setup.text).to.contain('Your old codes work until you keep these.');
    const keep = setup.button('Keep these codes');
    expect(keep.disabled).to.be.true;
    expect(setup.text).to.contain('To keep them, confirm that you have saved them.');
    await setup.tick();
    expect(keep.disabled).to.be.false;
    expect(client.times('keepBackupCodes')).to.equal(0);
    await setup.press('Keep these codes');
    await setup.sees('Your new backup codes are in use. The old ones no longer work.');
    await setup.seesNoDialog();
    expect(client.times('keepBackupCodes')).to.equal(1);
    expect(events.map(({ type }) => type)).to.deep.equal(['backup-codes-renewed']);
    expect(events[0]!.event['status']).to.deep.equal(statusOn(10));
  });

  it('asks before it drops an unsaved set', async () => {
    const client = on();
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.press('Cancel');
    await setup.seesDialog('Leave without saving your backup codes?');
    await setup.press('Leave');
    await setup.seesNoDialog();
    expect(client.times('dropBackupCodes')).to.equal(1);
    expect(client.times('cancelSetup')).to.equal(0);
    await until(() => setup.button('Get new backup codes').ariaDisabled === 'false', 'the section stays busy');
    await expectFocusOn(setup.button('Get new backup codes'));
    expect(setup.text).to.contain('2 of 10 backup codes left');
  });

  it('keeps the list and the tick when the server refuses, and reports why', async () => {
    const client = on().rejects('keepBackupCodes', null);
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.tick();
    await setup.press('Keep these codes');
    await setup.seesError('The server did not answer.');
    expect(setup.listedCodes).to.deep.equal(newBackupCodes);
    expect(setup.savedBox.checked).to.be.true;
    await setup.press('Keep these codes');
    await setup.sees('Your new backup codes are in use.');
  });

  it('offers another set after the first has expired, and says that the old codes still work', async () => {
    const client = on().refuses('keepBackupCodes', 'setup_expired');
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.tick();
    await setup.press('Keep these codes');
    await setup.seesDialog('This set-up has expired');
    expect(setup.text).to.contain('your old codes still work');
    await setup.press('Start again');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    expect(client.times('beginBackupCodes')).to.equal(2);
  });
});

describe('using a different authenticator', () => {
  it('uses the set-up dialog, and says that the old authenticator no longer works', async () => {
    const events = recordEvents();
    const client = on();
    const setup = await SetupDriver.open(client);
    await setup.press('Use a different authenticator');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(setup.listedCodes).to.deep.equal(backupCodes);
    await setup.verify();
    await setup.sees('Your new authenticator is in use. The old one and its backup codes no longer work.');
    expect(events.map(({ type }) => type)).to.deep.equal(['replaced']);
    expect(events[0]!.event['status']).to.deep.equal(statusOn(10));
  });

  it('is not reported as done when the set-up has expired', async () => {
    const client = on().refuses('confirmSetup', 'setup_expired');
    const setup = await SetupDriver.open(client);
    await setup.press('Use a different authenticator');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await setup.verify();
    await setup.seesDialog('This set-up has expired');
  });
});

describe('turning 2FA off', () => {
  it('explains, asks, and reports that 2FA is off', async () => {
    const events = recordEvents();
    const client = on();
    const setup = await SetupDriver.open(client);
    await setup.press('Disable 2FA');
    await setup.seesDialog('Disable two-factor authentication?');
    expect(setup.text).to.contain('Your password alone will open your account again.');
    expect(setup.text).to.contain('all backup codes stop working and are deleted');
    expect(client.times('disable')).to.equal(0);
    await setup.press('Disable 2FA');
    await setup.sees('2FA is off. You can remove the entry from your authenticator app.');
    await setup.seesNoDialog();
    expect(events.map(({ type }) => type)).to.deep.equal(['disabled']);
    expect(events[0]!.event['status']).to.deep.equal(statusOff);
    await expectFocusOn(setup.get('heading', 'Two-Factor Authentication (2FA)'));
    expect(setup.has('button', 'Enable 2FA')).to.be.true;
  });

  it('is not reported as done by an answer that says that 2FA is on', async () => {
    const events = recordEvents();
    const client = on().answers('disable', statusOn());
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.seesError('The server did not answer.');
    expect(events.map(({ type }) => type)).to.deep.equal(['failed']);
  });

  it('is reported as done when another page has done it', async () => {
    const client = new FakeClient({ status: statusOff })
      .answers('status', statusOn())
      .refuses('disable', 'not_enabled');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.sees('2FA is off.');
  });
});

describe('a recent proof while 2FA is on', () => {
  const operations = {
    'Get new backup codes': 'beginBackupCodes',
    'Use a different authenticator': 'beginSetup',
  } as const;

  for (const [action, operation] of Object.entries(operations)) {
    it(`is asked for as a code in the dialog of “${action}”`, async () => {
      const client = on().refuses(operation, 'reauthentication_required', { methods });
      const setup = await SetupDriver.open(client);
      await setup.press(action);
      await setup.sees("Confirm it's you");
      expect(setup.dialogName).to.equal(action);
      await expectFocusOn(setup.codeField);
      await setup.typeCode('123456');
      expect(client.times('reauthenticate'), 'not by itself').to.equal(0);
      await setup.press('Continue');
      await until(() => setup.listedCodes.length === 10, 'it does not go on');
      expect(client.sent('reauthenticate')).to.deep.equal([{ code: '123456' }]);
      expect(client.times(operation)).to.equal(2);
    });
  }

  async function disableWithProof(client: FakeClient): Promise<SetupDriver> {
    const setup = await SetupDriver.open(client.refuses('disable', 'reauthentication_required', { methods }));
    await setup.confirmDisabling();
    await setup.sees("Confirm it's you");
    return setup;
  }

  it('can be a backup code in any spelling', async () => {
    const client = on();
    const setup = await disableWithProof(client);
    await setup.press('Use a backup code');
    const field = setup.field('Backup code');
    await expectFocusOn(field);
    expect([field.type, field.autocapitalize, field.spellcheck]).to.deep.equal(['text', 'none', false]);
    expect(setup.text).to.contain('Capitals, spaces and hyphens do not matter.');
    await setup.type('Backup code', ' k0qf 7hxm-2vrd 9tpw ');
    await setup.press('Disable 2FA');
    await setup.sees('2FA is off.');
    expect(client.sent('reauthenticate')).to.deep.equal([{ backupCode: 'k0qf 7hxm-2vrd 9tpw' }]);
  });

  it('can be switched back to the authenticator', async () => {
    const setup = await disableWithProof(on());
    await setup.press('Use a backup code');
    await setup.press('Use your authenticator app');
    await until(() => setup.has('field', 'Enter verification code'), 'the boxes do not come back');
    await expectFocusOn(setup.codeField);
    expect(findAll(setup.scope, 'button').map((button) => nameOf(button))).to.include('Use a backup code');
  });

  it('asks for a backup code when the authenticator is blocked', async () => {
    const client = on().refuses('reauthenticate', 'authenticator_blocked', { methods: ['backup_code'] });
    const setup = await disableWithProof(client);
    await setup.typeCode('111111');
    await setup.press('Disable 2FA');
    await setup.seesError('Your authenticator is blocked after too many wrong codes. Use a backup code.');
    await expectFocusOn(setup.field('Backup code'));
    expect(setup.has('button', 'Use your authenticator app'), 'what cannot help is not offered').to.be.false;
  });

  it('waits after too many attempts, and can be left meanwhile', async () => {
    const client = on().refuses('reauthenticate', 'too_many_attempts', { retryAfter: 60 });
    const setup = await disableWithProof(client);
    await setup.typeCode('111111');
    await setup.press('Disable 2FA');
    await setup.seesError('Too many attempts. You can try again in 1 minute.');
    await setup.press('Cancel');
    await setup.seesNoDialog();
    await expectFocusOn(setup.button('Disable 2FA'));
  });
});
