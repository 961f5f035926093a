import { expect } from '@open-wc/testing';
import { recordEvents, SetupDriver, until } from '../../../support/element-drivers.js';
import {
  FakeClient,
  newBackupCodes,
  setup as setupMessage,
  statusOff,
  statusOn,
} from '../../../support/fake-client.js';

const expiresAt = '2096-11-24T09:10:00.000Z';
const linked = { ...setupMessage, id: 'set-up-1' };

describe('two tabs of one account', () => {
  it('confirm the set-up that they have shown', async () => {
    const client = new FakeClient({ beginSetup: linked });
    const setup = await SetupDriver.enrolling(client);
    await setup.complete();
    await setup.press('Verify');
    await until(() => client.times('confirmSetup') === 1, 'nothing was sent');
    expect(client.last('confirmSetup').answer).to.deep.equal({ code: '123456', id: 'set-up-1' });
  });

  it('keep the backup codes that they have shown', async () => {
    const client = new FakeClient({
      status: statusOn(2),
      beginBackupCodes: { backupCodes: newBackupCodes, expiresAt, id: 'codes-1' },
    });
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.tick();
    await setup.press('Keep these codes');
    await until(() => client.times('keepBackupCodes') === 1, 'nothing was sent');
    expect(client.last('keepBackupCodes').answer).to.deep.equal({ id: 'codes-1' });
    expect(client.last('keepBackupCodes').signal).to.be.instanceOf(AbortSignal);
  });

  it('send no id to a back end without ids, and pass the signal as the last argument', async () => {
    const client = new FakeClient({ status: statusOn(2) });
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.tick();
    await setup.press('Keep these codes');
    await until(() => client.times('keepBackupCodes') === 1, 'nothing was sent');
    expect(client.last('keepBackupCodes').answer).to.equal(undefined);
    expect(client.last('keepBackupCodes').signal).to.be.instanceOf(AbortSignal);
  });

  it('report that the other tab has replaced the codes, and offer new ones', async () => {
    const client = new FakeClient({
      status: statusOn(2),
      beginBackupCodes: { backupCodes: newBackupCodes, expiresAt, id: 'codes-1' },
    }).refuses('keepBackupCodes', 'setup_expired');
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.tick();
    await setup.press('Keep these codes');
    await setup.sees('These backup codes are void.');
    expect(setup.text).not.to.contain('Your new backup codes are in use.');
    await setup.press('Start again');
    await until(() => setup.listedCodes.length === 10, 'no fresh codes are shown');
  });

  it('never say that codes are void which may be in use, since the answer that kept them was lost', async () => {
    const client = new FakeClient({
      status: statusOn(2),
      beginBackupCodes: { backupCodes: newBackupCodes, expiresAt, id: 'codes-1' },
    })
      .refuses('keepBackupCodes', 'unreachable')
      .refuses('keepBackupCodes', 'setup_expired');
    const setup = await SetupDriver.open(client);
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    await setup.tick();
    await setup.press('Keep these codes');
    await setup.seesError('The server did not answer.');
    client.answers('status', statusOn(10));
    await setup.press('Keep these codes');
    await setup.seesNoDialog();
    await setup.sees('10 of 10 backup codes left');
    expect(setup.text).not.to.contain('void');
  });

  it('never say that 2FA is on with codes that the other tab has made void', async () => {
    const client = new FakeClient({ beginSetup: linked }).refuses('confirmSetup', 'setup_expired');
    const setup = await SetupDriver.enrolling(client);
    client.answers('status', statusOn());
    await setup.complete();
    await setup.press('Verify');
    await setup.sees('This set-up has expired');
    expect(setup.text).not.to.contain('2FA is on. Your next sign-in');
  });

  it('replace nothing when one turns on what the other has turned on already', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const setup = await SetupDriver.open(client);
    client.answers('status', statusOn(8));
    await setup.confirmEnabling();
    await setup.seesNoDialog();
    await setup.sees('8 of 10 backup codes left');
    expect(client.times('beginSetup')).to.equal(0);
    await setup.sees('2FA is on.');
    expect(events.map(({ type, event }) => [type, event['status']])).to.deep.equal([['enabled', statusOn(8)]]);
  });

  it('say that 2FA is off when one changes what the other has turned off', async () => {
    const client = new FakeClient({ status: statusOn(2) }).refuses('beginBackupCodes', 'not_enabled');
    const setup = await SetupDriver.open(client);
    client.answers('status', statusOff);
    await setup.press('Get new backup codes');
    await setup.sees('2FA is off.');
    expect(setup.has('button', 'Enable 2FA')).to.be.true;
  });

  it('say that 2FA is on when the other has turned it on during the proof', async () => {
    const client = new FakeClient()
      .refuses('beginSetup', 'reauthentication_required', { methods: ['password'] })
      .refuses('reauthenticate', 'reauthentication_required', { methods: ['totp', 'backup_code'] });
    const setup = await SetupDriver.open(client);
    await setup.confirmEnabling();
    await setup.type('Password', 'correct horse');
    client.answers('status', statusOn(8));
    await setup.press('Enable 2FA');
    await setup.seesNoDialog();
    await setup.sees('2FA is on.');
  });

  it('keep the dialog, and say that it failed, where the status explains nothing', async () => {
    const events = recordEvents();
    const client = new FakeClient({ status: statusOn(2) }).refuses('disable', 'not_enabled');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.seesError('Something went wrong. Try again.');
    expect(setup.dialogName).to.equal('Disable two-factor authentication?');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'not_enabled']]);
    await setup.press('Disable 2FA');
    await setup.sees('2FA is off.');
  });

  it('begin no set-up for another account', async () => {
    const client = new FakeClient().answers('status', { ...statusOff, account: 'ada' });
    const setup = await SetupDriver.open(client);
    client.answers('status', { ...statusOff, account: 'bob' });
    await setup.confirmEnabling();
    await setup.sees('You are signed out.');
    expect(client.times('beginSetup')).to.equal(0);
  });

  it('are signed out when the session belongs to another account', async () => {
    const client = new FakeClient({ beginSetup: linked, status: { ...statusOff, account: 'ada' } }).refuses(
      'confirmSetup',
      'setup_expired',
    );
    const setup = await SetupDriver.enrolling(client);
    client.answers('status', { ...statusOn(), account: 'bob' });
    await setup.complete();
    await setup.press('Verify');
    await setup.sees('You are signed out.');
  });
});
