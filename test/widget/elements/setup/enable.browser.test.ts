import { expect } from '@open-wc/testing';
import { useClipboard } from '../../../support/clipboard.js';
import {
  elementsIn,
  findAll,
  expectFocusOn,
  nameOf,
  recordEvents,
  SetupDriver,
  textOf,
  turn,
  until,
} from '../../../support/element-drivers.js';
import { backupCodes, FakeClient, keyUri, secret, statusOn } from '../../../support/fake-client.js';

describe('turning 2FA on', () => {
  it('explains 2FA with three reasons before it sends a request', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.open(client);
    await setup.press('Enable 2FA');
    await setup.seesDialog('Enable two-factor authentication?');
    expect(findAll(setup.scope, 'button').map(nameOf)).to.deep.equal(['Close', 'Cancel', 'Enable 2FA']);
    expect(setup.text).to.contain('A stolen password alone no longer opens your account.');
    expect(setup.text).to.contain('Your data gets a second lock.');
    expect(setup.text).to.contain('Many organisations require it.');
    expect(client.times('beginSetup')).to.equal(0);
    await expectFocusOn(findAll(setup.scope, 'heading')[0]!);
    await setup.press('Enable 2FA');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(client.times('beginSetup')).to.equal(1);
    expect(setup.dialogs).to.have.length(1);
  });

  it('shows QR code, key, field and codes in one dialog', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    expect(setup.scope.matches(':modal')).to.be.true;
    expect(setup.listedCodes).to.deep.equal(backupCodes);
    expect(setup.codeField.value).to.equal('');
    expect(setup.savedBox.checked).to.be.false;
    expect(findAll(setup.scope, 'heading').map((heading) => nameOf(heading))).to.deep.equal([
      'Set Up Two-Factor Authentication',
      'Scan the QR code',
      'Backup Codes',
    ]);
    expect(setup.text).to.match(/Scan the QR code.*Enter verification code.*Backup Codes/);
  });

  it('shows the key in groups of four, copies it without spaces, and links to the app', async () => {
    const copied = useClipboard('works');
    const setup = await SetupDriver.enrolling(new FakeClient());
    const groups = secret.match(/.{4}/g)!.join(' ');
    expect(setup.text, 'folded away beside a code that can be scanned').not.to.contain(groups);
    const unfold = setup.button("Can't scan it?");
    expect(unfold.ariaExpanded).to.equal('false');
    await setup.press("Can't scan it?");
    await setup.sees(groups);
    expect(unfold.ariaExpanded).to.equal('true');
    await setup.press('Copy key');
    expect(copied).to.deep.equal([secret]);
    expect(setup.get('link', 'Open in authenticator app').getAttribute('href')).to.equal(keyUri);
    await setup.press("Can't scan it?");
    expect(setup.text).not.to.contain(groups);
  });

  it('puts the secret into no name and no attribute except the link to the app', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    await until(() => findAll(setup.scope, 'image').length === 1, 'no QR code is drawn');
    expect(nameOf(findAll(setup.scope, 'image')[0]!)).to.equal(
      'QR code that adds this account to your authenticator app',
    );
    const telling = elementsIn(setup.element).flatMap((element) =>
      [...element.attributes]
        .filter(({ value }) => value.replace(/\s/g, '').toUpperCase().includes(secret))
        .map(({ name }) => `${element.localName} ${name}`),
    );
    expect(telling).to.deep.equal(['a href']);
  });

  it('turns it on with a right code, reports it, and focuses the section', async () => {
    const events = recordEvents();
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    await setup.verify('123456');
    await setup.seesNoDialog();
    await setup.sees('2FA is on. Your next sign-in needs the next code from your app: the one you just used is spent.');
    expect(client.sent('confirmSetup')).to.deep.equal([{ code: '123456' }]);
    expect(setup.text).to.contain('10 of 10 backup codes left');
    const status = findAll(setup.element, 'status').map((one) => textOf(one));
    expect(status.join(' '), 'announced').to.contain('2FA is on.');
    await expectFocusOn(setup.get('heading', 'Two-Factor Authentication (2FA)'));
    expect(events.map(({ type }) => type)).to.deep.equal(['enabled']);
    expect(events[0]!.event['status']).to.deep.equal(statusOn(10));
    expect(client.times('cancelSetup')).to.equal(0);
  });

  it('keeps the focus in the field when the page changes its language', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    const field = setup.codeField;
    field.focus();
    setup.element.lang = 'de';
    await setup.sees('Bestätigungscode eingeben');
    await expectFocusOn(field);
  });

  it('continues with Enter in the field', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    await setup.complete();
    setup.codeField.focus();
    setup.codeField.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    await setup.seesNoDialog();
    expect(client.times('confirmSetup')).to.equal(1);
  });
});

describe('turning 2FA on when the sign-in is not fresh', () => {
  const stale = () => new FakeClient().refuses('beginSetup', 'reauthentication_required', { methods: ['password'] });

  async function opensProof(client: FakeClient): Promise<SetupDriver> {
    const setup = await SetupDriver.open(client);
    await setup.confirmEnabling();
    await setup.sees("Confirm it's you");
    return setup;
  }

  it('asks for the password in the same dialog and continues', async () => {
    const client = stale();
    const setup = await opensProof(client);
    expect(setup.dialogName).to.equal('Enable two-factor authentication?');
    const field = setup.field('Password');
    expect(field.type).to.equal('password');
    expect(field.autocomplete).to.equal('current-password');
    await expectFocusOn(field);
    await setup.type('Password', ' correct horse ');
    await setup.press('Enable 2FA');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(client.sent('reauthenticate'), 'a password is sent as it is').to.deep.equal([
      { password: ' correct horse ' },
    ]);
    expect(client.times('beginSetup')).to.equal(2);
  });

  it('reports a wrong password with the attempts left, and selects it', async () => {
    const events = recordEvents();
    const client = stale().refuses('reauthenticate', 'code_invalid', { attemptsRemaining: 1 });
    const setup = await opensProof(client);
    await setup.type('Password', 'wrong');
    await setup.press('Enable 2FA');
    await setup.seesError('That password is not right. 1 attempt left.');
    const field = setup.field('Password');
    await expectFocusOn(field);
    expect([field.selectionStart, field.selectionEnd]).to.deep.equal([0, 5]);
    expect(field.ariaInvalid).to.equal('true');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'code_invalid']]);
  });

  it('reports an empty password and sends nothing', async () => {
    const client = stale();
    const setup = await opensProof(client);
    await setup.press('Enable 2FA');
    await setup.seesError('Fill in this field.');
    expect(client.times('reauthenticate')).to.equal(0);
    await expectFocusOn(setup.field('Password'));
  });

  it('shows the section when 2FA is already on, and replaces nothing', async () => {
    const client = new FakeClient()
      .refuses('beginSetup', 'reauthentication_required', { methods: ['totp', 'backup_code'] })
      .answers('status', { enabled: false })
      .answers('status', { enabled: false })
      .answers('status', statusOn(8));
    const setup = await SetupDriver.open(client);
    await setup.confirmEnabling();
    await setup.sees('8 of 10 backup codes left');
    await setup.seesNoDialog();
  });

  it('reports that a set-up cannot be started, and tries again', async () => {
    const events = recordEvents();
    const client = new FakeClient().refuses('beginSetup', 'unavailable', { retryAfter: 1 });
    const setup = await SetupDriver.open(client);
    await setup.confirmEnabling();
    await setup.seesError('This does not work right now. Try again in a moment.');
    expect(events.map(({ type, event }) => [type, event['code']])).to.deep.equal([['failed', 'unavailable']]);
    await setup.press('Enable 2FA');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await turn();
  });
});
