import { expect } from '@open-wc/testing';
import type { Status } from '../../../../widget/protocol/messages.js';
import { expectFocusOn, recordEvents, SetupDriver, until } from '../../../support/element-drivers.js';
import { FakeClient, setup as freshSetup, statusOff, statusOn, statusWith } from '../../../support/fake-client.js';

const noCodes = { ...freshSetup, backupCodes: [], id: 's1' };
const lost = 'The server did not answer.';

interface Change {
  client(): FakeClient;
  /** Makes the change, up to the answer that is lost. */
  make(setup: SetupDriver): Promise<void>;
  /** The status of the server that has made the change. */
  after: Status;
  shows: string;
  event: string;
  drops?: 'cancelSetup' | 'dropBackupCodes';
}

const on = (): FakeClient => new FakeClient({ status: statusOn(2) });
const withList = (count: number): FakeClient => new FakeClient({ status: statusWith(count), beginSetup: noCodes });

const changes: Record<string, Change> = {
  'turning 2FA on': {
    client: () => new FakeClient().refuses('confirmSetup', 'unreachable'),
    async make(setup) {
      await setup.openSetUp();
      await setup.verify();
    },
    after: statusOn(10),
    shows: '2FA is on.',
    event: 'enabled',
    drops: 'cancelSetup',
  },
  'turning 2FA off': {
    client: () => on().refuses('disable', 'unavailable').refuses('disable', 'unreachable'),
    async make(setup) {
      await setup.confirmDisabling();
      await setup.seesError('This does not work right now.');
      await setup.press('Disable 2FA');
    },
    after: statusOff,
    shows: '2FA is off.',
    event: 'disabled',
  },
  'keeping new backup codes': {
    client: () => on().refuses('keepBackupCodes', 'unreachable'),
    async make(setup) {
      await setup.press('Get new backup codes');
      await until(() => setup.listedCodes.length === 10, 'no codes are shown');
      await setup.tick();
      await setup.press('Keep these codes');
    },
    after: statusOn(10),
    shows: 'Your new backup codes are in use.',
    event: 'backup-codes-renewed',
    drops: 'dropBackupCodes',
  },
  'new backup codes that are in use at once': {
    client: () => on().without('keepBackupCodes', 'dropBackupCodes').refuses('beginBackupCodes', 'unreachable'),
    async make(setup) {
      await setup.press('Get new backup codes');
      await setup.seesDialog('Get new backup codes');
      await setup.press('Continue');
    },
    after: statusOn(10),
    shows: 'Your new backup codes are in use.',
    event: 'backup-codes-renewed',
  },
  'adding an authenticator': {
    client: () => withList(1).refuses('confirmSetup', 'unreachable'),
    async make(setup) {
      await setup.press('Add another authenticator');
      await setup.typeCode('123456');
      await setup.press('Add');
    },
    after: statusWith(2),
    shows: 'Work phone',
    event: 'authenticators-changed',
    drops: 'cancelSetup',
  },
  'renaming an authenticator': {
    client: () => withList(2).refuses('nameAuthenticator', 'unreachable'),
    async make(setup) {
      await setup.pressListed('Rename', 1);
      await setup.type('Name', 'Private phone');
      await setup.press('Save');
      await setup.seesError(lost);
      // The next try is not sent.
      await setup.type('Name', 'Other phone');
    },
    after: statusWith(2, 'Private phone'),
    shows: 'Private phone',
    event: 'authenticators-changed',
  },
  'removing an authenticator': {
    client: () => withList(2).refuses('removeAuthenticator', 'unreachable'),
    async make(setup) {
      await setup.pressListed('Remove', 1);
      await setup.press('Remove');
    },
    after: statusWith(1),
    shows: 'The authenticator is removed.',
    event: 'authenticators-changed',
  },
};

/** Makes the change, up to the failure that a person sees. `read`: how often the status was read by then. */
async function loseAnswer({ client: create, make }: Change) {
  const events = recordEvents();
  const client = create();
  const setup = await SetupDriver.open(client);
  await make(setup);
  await until(() => events.length > 0, 'the failure is not shown');
  return { events, client, setup, read: client.times('status') };
}

describe('leaving a change whose answer was lost', () => {
  for (const [what, change] of Object.entries(changes)) {
    const { after, shows, event, drops } = change;

    it(`${what}: shows what the server has done, and tells the page`, async () => {
      const { events, client, setup, read } = await loseAnswer(change);
      client.answers('status', after);
      await setup.press('Cancel');
      await setup.seesNoDialog();
      await setup.sees(shows);
      expect(client.times('status')).to.equal(read + 1);
      expect(events.filter(({ type }) => type !== 'failed').map(({ type }) => type)).to.deep.equal([event]);
      const order = client.calls.map(({ operation }) => operation).slice(drops ? -2 : -1);
      expect(order, 'dropped before it is read').to.deep.equal([...(drops ? [drops] : []), 'status']);
    });

    it(`${what}: shows that nothing was done, and tells the page`, async () => {
      const { events, client, setup, read } = await loseAnswer(change);
      await setup.press('Cancel');
      await setup.seesNoDialog();
      await until(() => client.times('status') === read + 1, 'the status is not read');
      await until(() => events.at(-1)!.type === 'cancelled', 'the page is not told');
      expect(setup.text).not.to.contain(shows);
      expect(events.filter(({ type }) => type !== 'failed').map(({ type }) => type)).to.deep.equal(['cancelled']);
    });
  }

  it('says that the status cannot be read, while the server does not answer', async () => {
    const client = on().refuses('disable', 'unreachable');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.seesError(lost);
    client.refuses('status', 'unreachable').answers('status', statusOff);
    await setup.press('Cancel');
    await setup.seesError('Your 2FA settings could not be loaded.');
    await setup.press('Try again');
    await setup.sees('Enable 2FA');
  });

  it('keeps the focus where a person has moved it before the status was read', async () => {
    const three = statusWith(3);
    const client = new FakeClient({ status: three }).refuses('removeAuthenticator', 'unreachable');
    const setup = await SetupDriver.open(client);
    await setup.pressListed('Remove', 0);
    await setup.press('Remove');
    await setup.seesError(lost);
    const held = client.holds('status');
    await setup.press('Cancel');
    await setup.seesNoDialog();
    const elsewhere = document.createElement('button');
    document.body.append(elsewhere);
    elsewhere.focus();
    held.give({ ...three, authenticators: three.authenticators!.slice(1) });
    await setup.sees('The authenticator is removed.');
    await expectFocusOn(elsewhere);
    elsewhere.remove();
  });
});
