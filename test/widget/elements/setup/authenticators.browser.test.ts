import { expect } from '@open-wc/testing';
import {
  expectFocusOn,
  findAll,
  nameOf,
  recordEvents,
  SetupDriver,
  turn,
  until,
} from '../../../support/element-drivers.js';
import { FakeClient, setup as freshSetup, statusOn, statusWith, type Operation } from '../../../support/fake-client.js';

const proofDue = { methods: ['totp' as const, 'backup_code' as const] };
const noCodes = { ...freshSetup, backupCodes: [], id: 's1' };
const clientWith = (count: number) => new FakeClient({ status: statusWith(count), beginSetup: noCodes });
const buttons = (driver: SetupDriver) => findAll(driver.scope, 'button').map((button) => nameOf(button));
const listed = (driver: SetupDriver): string[] =>
  [...driver.element.renderRoot.querySelectorAll('[part=authenticator-name]')].map((name) => name.textContent.trim());

async function openWith(client: FakeClient): Promise<SetupDriver> {
  const setup = await SetupDriver.open(client);
  await setup.sees('Authenticators');
  return setup;
}

describe('the list of authenticators', () => {
  it('has the name of each, since when it is there, and its last use', async () => {
    const setup = await openWith(clientWith(3));
    expect(listed(setup)).to.deep.equal(['Authenticator 1', 'Work phone', 'Tablet']);
    expect(setup.text).to.contain('Authenticator 1 Added November 20, 2026 · Last used November 28, 2026');
    expect(setup.text).to.contain('Work phone Added November 21, 2026 · Not used yet');
    expect(setup.text).to.contain('9 of 10 backup codes left');
    const describedBy = findAll(setup.scope, 'button')
      .filter((button) => nameOf(button) === 'Remove')
      .map((button) => setup.element.renderRoot.querySelector(`#${button.getAttribute('aria-describedby')}`));
    expect(describedBy.map((name) => name?.textContent.trim())).to.deep.equal(listed(setup));
  });

  it('with one of them: it can be renamed, and not removed', async () => {
    const setup = await openWith(clientWith(1));
    expect(buttons(setup)).to.deep.equal([
      'Rename',
      'Add another authenticator',
      'Get new backup codes',
      'Use a different authenticator',
      'Disable 2FA',
    ]);
  });

  it('with five of them: none can be added, and the section says so', async () => {
    const setup = await openWith(clientWith(5));
    expect(setup.has('button', 'Add another authenticator')).to.be.false;
    expect(setup.text).to.contain('Remove one to add another.');
    expect(buttons(setup).filter((name) => name === 'Remove').length).to.equal(5);
  });

  it('is fetched only where a status lists authenticators', async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusOn(9) }));
    await setup.sees('9 of 10 backup codes left');
    expect(setup.text).not.to.contain('Authenticators');
    expect(setup.has('button', 'Add another authenticator')).to.be.false;
    expect(buttons(setup)).to.deep.equal(['Get new backup codes', 'Use a different authenticator', 'Disable 2FA']);
  });

  it('shows a name as text, in its own direction, and the number of a server in the language of the page', async () => {
    const name = '<img src=x onerror=alert(1)> \u05d8\u05dc\u05e4\u05d5\u05df';
    const setup = await openWith(new FakeClient({ status: statusWith(2, name) }));
    expect(listed(setup)[1]).to.equal(name);
    expect(setup.element.renderRoot.querySelector('img')).to.equal(null);
    setup.element.lang = 'fr';
    await setup.sees('Authentificateur 1');
    expect(listed(setup)[1]).to.equal(name);
  });
});

describe('adding an authenticator', () => {
  it('shows QR and key, asks for a code and a name, and shows no backup codes', async () => {
    const events = recordEvents();
    const client = new FakeClient({ status: statusWith(1), beginSetup: noCodes, confirmSetup: statusWith(2) });
    const setup = await openWith(client);
    await setup.press('Add another authenticator');
    await setup.seesDialog('Add an Authenticator');
    expect(client.sent('beginSetup')).to.deep.equal([{ mode: 'add' }]);
    expect(setup.has('button', "Can't scan it?")).to.be.true;
    expect(setup.has('checkbox', 'I have saved my backup codes')).to.be.false;
    expect(setup.text).to.contain('Your other authenticators and your backup codes stay as they are.');
    expect(setup.field('Name').value).to.equal('Authenticator 2');
    const add = setup.button('Add');
    expect(add.disabled).to.be.true;
    expect(setup.text).to.contain('Enter all 6 digits.');
    await setup.typeCode('123456');
    expect(add.disabled).to.be.false;
    await setup.type('Name', ' ');
    expect(add.disabled).to.be.true;
    expect(setup.text).to.contain('Name: Fill in this field.');
    await setup.type('Name', 'Work phone');
    await setup.press('Add');
    await setup.seesNoDialog();
    await setup.sees('Your new authenticator works beside the others.');
    expect(client.sent('confirmSetup')).to.deep.equal([{ code: '123456', id: 's1', name: 'Work phone' }]);
    expect(listed(setup)).to.deep.equal(['Authenticator 1', 'Work phone']);
    expect(events.map(({ type }) => type)).to.deep.equal(['authenticators-changed']);
    expect(events[0]!.event['status']).to.deep.equal(statusWith(2));
    await expectFocusOn(setup.button('Add another authenticator'));
  });

  it('suggests a name that no other has', async () => {
    const setup = await openWith(new FakeClient({ status: statusWith(2, 'Authenticator 3'), beginSetup: noCodes }));
    await setup.press('Add another authenticator');
    await setup.seesDialog('Add an Authenticator');
    expect(setup.field('Name').value).to.equal('Authenticator 4');
  });

  it('keeps QR, code and name after a wrong code', async () => {
    const client = clientWith(1).refuses('confirmSetup', 'code_invalid', { attemptsRemaining: 4 });
    const setup = await openWith(client);
    await setup.press('Add another authenticator');
    await setup.typeCode('111111');
    await setup.type('Name', 'Tablet');
    await setup.press('Add');
    await setup.seesError('That code is not right.');
    expect(setup.field('Name').value).to.equal('Tablet');
    await expectFocusOn(setup.codeField);
    expect(client.times('beginSetup')).to.equal(1);
  });

  it('does not take the focus from the name when a wait ends', async () => {
    const client = clientWith(1).refuses('confirmSetup', 'too_many_attempts', { retryAfter: 2 });
    const setup = await openWith(client);
    await setup.press('Add another authenticator');
    await setup.typeCode('111111');
    await setup.press('Add');
    await setup.seesError('Too many attempts.');
    setup.field('Name').focus();
    await until(() => setup.has('field', 'Enter verification code'), 'the field does not come back');
    await turn();
    await expectFocusOn(setup.field('Name'));
  });

  it('asks for a recent proof, and goes on', async () => {
    const client = clientWith(1).refuses('beginSetup', 'reauthentication_required', proofDue);
    const setup = await openWith(client);
    await setup.press('Add another authenticator');
    await setup.sees("Confirm it's you");
    expect(setup.dialogName).to.equal('Add an Authenticator');
    await setup.typeCode('123456');
    await setup.press('Continue');
    await until(() => setup.has('field', 'Name'), 'it does not go on');
    expect(client.sent('beginSetup')).to.deep.equal([{ mode: 'add' }, { mode: 'add' }]);
  });

  it('is left without a question, and drops what is pending', async () => {
    const client = clientWith(1);
    const setup = await openWith(client);
    await setup.press('Add another authenticator');
    await setup.seesDialog('Add an Authenticator');
    await setup.press('Cancel');
    await setup.seesNoDialog();
    expect(client.times('cancelSetup')).to.equal(1);
  });

  it('does not confirm a replacement that a back end has begun instead', async () => {
    const client = new FakeClient({ status: statusWith(1), beginSetup: freshSetup });
    const setup = await openWith(client);
    await setup.press('Add another authenticator');
    await setup.seesError('Something went wrong.');
    expect(setup.has('field', 'Enter verification code')).to.be.false;
    expect(client.times('confirmSetup')).to.equal(0);
  });

  it('that is one too many reads the list again, and announces that it is full', async () => {
    const client = clientWith(4).refuses('beginSetup', 'too_many_authenticators');
    const setup = await openWith(client);
    client.answers('status', statusWith(5));
    await setup.press('Add another authenticator');
    await setup.seesError('Remove one to add another.');
    await setup.seesNoDialog();
  });

  it('that is one too many by the time of its code announces it, too, and tells the page of the list', async () => {
    const events = recordEvents();
    const client = clientWith(4).refuses('confirmSetup', 'too_many_authenticators');
    const setup = await openWith(client);
    await setup.press('Add another authenticator');
    await setup.typeCode('123456');
    client.answers('status', statusWith(5));
    await setup.press('Add');
    await setup.seesError('Remove one to add another.');
    await setup.seesNoDialog();
    expect(setup.element.renderRoot.querySelector('.notice'), 'said once').to.equal(null);
    expect(events.map(({ type, event }) => [type, event['status']])).to.deep.equal([
      ['authenticators-changed', statusWith(5)],
    ]);
  });
});

describe('renaming an authenticator', () => {
  it('shows the name, saves another one, and says so', async () => {
    const events = recordEvents();
    const client = clientWith(2);
    const setup = await openWith(client);
    const opener = await setup.pressListed('Rename', 1);
    await setup.seesDialog('Rename Authenticator');
    expect(setup.field('Name').value).to.equal('Work phone');
    expect(setup.field('Name').maxLength).to.equal(64);
    await setup.press('Save');
    await setup.seesNoDialog();
    expect(client.times('nameAuthenticator'), 'the same name').to.equal(0);
    await expectFocusOn(opener);

    await setup.pressListed('Rename', 1);
    await setup.type('Name', 'Private phone');
    // Enter, as in any form.
    setup.field('Name').form!.requestSubmit();
    await setup.sees('The new name is saved.');
    expect(client.sent('nameAuthenticator')).to.deep.equal([{ id: 'a2', name: 'Private phone' }]);
    expect(listed(setup)).to.deep.equal(['Authenticator 1', 'Private phone']);
    expect(events.map(({ type }) => type)).to.deep.equal(['cancelled', 'authenticators-changed']);
  });

  it('keeps its buttons where they are while the name is saved', async () => {
    const client = clientWith(2);
    const held = client.holds('nameAuthenticator');
    const setup = await openWith(client);
    await setup.pressListed('Rename', 1);
    await setup.type('Name', 'Private phone');
    const topOf = (name: string): number => setup.button(name).getBoundingClientRect().top;
    const before = topOf('Cancel');
    await setup.press('Save');
    expect([topOf('Cancel'), topOf('One moment…')]).to.deep.equal([before, before]);
    held.give();
    await setup.sees('The new name is saved.');
  });

  it('that another tab has removed says so', async () => {
    const client = clientWith(3).refuses('nameAuthenticator', 'not_found');
    const setup = await openWith(client);
    await setup.pressListed('Rename', 2);
    await setup.type('Name', 'Private');
    client.answers('status', statusWith(2));
    await setup.press('Save');
    await setup.seesNoDialog();
    await setup.sees('The authenticator is removed.');
    expect(listed(setup)).to.deep.equal(['Authenticator 1', 'Work phone']);
  });

  it('asks again for a name with nothing in it, and after a failure', async () => {
    const client = clientWith(2).refuses('nameAuthenticator', 'unavailable');
    const setup = await openWith(client);
    await setup.pressListed('Rename', 0);
    await setup.type('Name', '');
    expect(setup.button('Save').disabled).to.be.true;
    expect(setup.text).to.contain('Name: Fill in this field.');
    await setup.type('Name', 'Phone');
    await setup.press('Save');
    await setup.seesError('This does not work right now.');
    expect(setup.field('Name').value).to.equal('Phone');
    await setup.press('Save');
    await setup.sees('The new name is saved.');
  });
});

describe('removing an authenticator', () => {
  it('says which one and what is lost, asks, and says that it is done', async () => {
    const events = recordEvents();
    const client = clientWith(2);
    const setup = await openWith(client);
    await setup.pressListed('Remove', 1);
    await setup.seesDialog('Remove this authenticator?');
    expect(setup.text).to.contain('Work phone');
    expect(setup.text).to.contain('Its codes stop working at once, and your other sessions end.');
    expect(client.times('removeAuthenticator')).to.equal(0);
    await setup.press('Remove');
    await setup.sees('The authenticator is removed.');
    expect(client.sent('removeAuthenticator')).to.deep.equal([{ id: 'a2' }]);
    expect(listed(setup)).to.deep.equal(['Authenticator 1']);
    expect(events.map(({ type }) => type)).to.deep.equal(['authenticators-changed']);
    await expectFocusOn(setup.get('heading', 'Two-Factor Authentication (2FA)'));
  });

  it('moves the focus to the heading, not to the button of another one', async () => {
    const three = statusWith(3);
    const client = new FakeClient({
      status: three,
      removeAuthenticator: { ...three, authenticators: three.authenticators!.slice(1) },
    });
    const setup = await openWith(client);
    await setup.pressListed('Remove', 0);
    await setup.press('Remove');
    await setup.sees('The authenticator is removed.');
    await setup.seesNoDialog();
    await expectFocusOn(setup.get('heading', 'Two-Factor Authentication (2FA)'));
  });

  it('says that it is done also where the answer lists no authenticators', async () => {
    const setup = await openWith(new FakeClient({ status: statusWith(2), removeAuthenticator: statusOn(9) }));
    await setup.pressListed('Remove', 1);
    await setup.press('Remove');
    await setup.sees('The authenticator is removed.');
    expect(setup.has('heading', 'Authenticators')).to.be.false;
  });

  it('asks for a recent proof in the same dialog', async () => {
    const client = clientWith(2).refuses('removeAuthenticator', 'reauthentication_required', proofDue);
    const setup = await openWith(client);
    await setup.pressListed('Remove', 0);
    await setup.press('Remove');
    await setup.sees("Confirm it's you");
    expect(setup.dialogName).to.equal('Remove this authenticator?');
    await setup.typeCode('123456');
    await setup.press('Remove');
    await setup.sees('The authenticator is removed.');
    expect(client.sent('removeAuthenticator')).to.deep.equal([{ id: 'a1' }, { id: 'a1' }]);
  });

  for (const code of ['last_authenticator', 'not_found'] as const) {
    it(`that another tab has made impossible (${code}) reads the list again`, async () => {
      const client = clientWith(2).refuses('removeAuthenticator', code);
      const setup = await openWith(client);
      client.answers('status', statusWith(1));
      await setup.pressListed('Remove', 1);
      await setup.press('Remove');
      await setup.seesNoDialog();
      await until(() => listed(setup).length === 1, 'the list is not read again');
    });
  }
});

describe('a client or a back end without the optional operations', () => {
  const usual = ['Get new backup codes', 'Use a different authenticator', 'Disable 2FA'];

  it('shows the interface of one authenticator when the status lists none', async () => {
    for (const client of [
      new FakeClient({ status: statusOn(9) }),
      new FakeClient({ status: statusOn(9) }).without('nameAuthenticator', 'removeAuthenticator'),
    ]) {
      const setup = await SetupDriver.open(client);
      await setup.sees('9 of 10 backup codes left');
      expect(buttons(setup)).to.deep.equal(usual);
      setup.element.remove();
    }
  });

  it('a client without a method: the list leaves out what needs it', async () => {
    const operations: Operation[] = ['nameAuthenticator', 'removeAuthenticator'];
    for (const [lacking, name] of [
      [operations[0]!, 'Rename'],
      [operations[1]!, 'Remove'],
    ] as const) {
      const setup = await openWith(clientWith(2).without(lacking));
      expect(setup.has('button', name), name).to.be.false;
      expect(listed(setup).length).to.equal(2);
      setup.element.remove();
    }
  });

  it('a back end that answers 404: the section shows the interface of one authenticator', async () => {
    for (const [name, operation] of [
      ['Rename', 'nameAuthenticator'],
      ['Remove', 'removeAuthenticator'],
    ] as const) {
      const client = clientWith(2).refuses(operation, 'not_found');
      const setup = await openWith(client);
      await setup.pressListed(name, 0);
      if (name === 'Rename') await setup.type('Name', 'x');
      await setup.press(name === 'Rename' ? 'Save' : 'Remove');
      await setup.seesNoDialog();
      await until(() => listed(setup).length === 0, 'the list stays');
      expect(buttons(setup)).to.deep.equal(usual);
      setup.element.remove();
    }
  });
});

describe('replacing one of several authenticators', () => {
  it('says that all are replaced', async () => {
    const setup = await openWith(new FakeClient({ status: statusWith(2) }));
    await setup.press('Use a different authenticator');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    expect(setup.text).to.contain('The new authenticator replaces all that you have now, and your backup codes.');
    expect(setup.listedCodes.length).to.equal(10);
  });
});
