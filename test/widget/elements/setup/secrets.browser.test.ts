import { expect } from '@open-wc/testing';
import { findSecrets } from '../../../support/element-memory.js';
import { elementsIn, recordEvents, SetupDriver, turn, until } from '../../../support/element-drivers.js';
import { backupCodes, FakeClient, newBackupCodes, secret, statusOn } from '../../../support/fake-client.js';

const secrets = [secret, ...backupCodes, ...newBackupCodes];

const pageEvent = (type: string, persisted = true) => dispatchEvent(new PageTransitionEvent(type, { persisted }));

describe('secret and codes', () => {
  it('are found by this search while they are shown', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    expect(findSecrets(setup.element, [secret])).not.to.be.empty;
    expect(findSecrets(setup.element, backupCodes)).not.to.be.empty;
  });

  const ends: Record<string, (setup: SetupDriver) => Promise<void>> = {
    'it worked': async (setup) => {
      await setup.verify();
      await setup.seesNoDialog();
    },
    'a person has left': async (setup) => {
      await setup.press('Cancel');
      await setup.seesDialog('Leave without saving your backup codes?');
      await setup.press('Leave');
      await setup.seesNoDialog();
    },
    'the element has left the page': (setup) => {
      setup.element.remove();
      return turn();
    },
    'the page has gone away': async (setup) => {
      pageEvent('pagehide');
      await setup.seesNoDialog();
    },
    'the page has named another back end': async (setup) => {
      setup.element.client = null;
      await turn();
      setup.element.client = new FakeClient();
      await setup.seesNoDialog();
      await setup.sees('Enable 2FA');
    },
  };

  for (const [when, end] of Object.entries(ends)) {
    it(`are removed from screen and memory when ${when}`, async () => {
      const setup = await SetupDriver.enrolling(new FakeClient());
      await setup.press("Can't scan it?");
      await until(() => elementsIn(setup.scope).some(({ localName }) => localName === 'svg'), 'nothing is drawn');
      await end(setup);
      await turn();
      expect(findSecrets(setup.element, secrets)).to.deep.equal([]);
    });
  }

  it('are removed after new backup codes were kept', async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusOn() }));
    await setup.press('Get new backup codes');
    await until(() => setup.listedCodes.length === 10, 'no codes are shown');
    expect(findSecrets(setup.element, newBackupCodes)).not.to.be.empty;
    await setup.tick();
    await setup.press('Keep these codes');
    await setup.sees('Your new backup codes are in use.');
    expect(findSecrets(setup.element, secrets)).to.deep.equal([]);
  });

  it('are in no attribute except the link to the app, and nowhere in the page’s tree', async () => {
    const setup = await SetupDriver.enrolling(new FakeClient());
    for (const element of elementsIn(setup.element)) {
      for (const { name, value } of element.attributes) {
        if (value.startsWith('otpauth:')) expect([element.localName, name]).to.deep.equal(['a', 'href']);
        else for (const one of secrets) expect(value).not.to.contain(one);
      }
    }
    expect(setup.element.outerHTML).not.to.contain(secret);
  });

  it('are in no event', async () => {
    const events = recordEvents();
    const client = new FakeClient()
      .refuses('confirmSetup', 'code_invalid', { attemptsRemaining: 3 })
      .answers('confirmSetup', {
        ...statusOn(),
        secret,
        keyUri: `otpauth://totp/x?secret=${secret}`,
        backupCodes: {
          remaining: 10,
          total: 10,
          codes: backupCodes,
        },
      });
    const setup = await SetupDriver.enrolling(client);
    await setup.verify('111111');
    await setup.seesError('That code is not right.');
    await setup.typeCode('222222');
    await setup.press('Verify');
    await setup.seesNoDialog();
    expect(events.map(({ type }) => type)).to.deep.equal(['failed', 'enabled']);
    for (const { event } of events) {
      expect({ bubbles: event.bubbles, composed: event.composed }).to.deep.equal({ bubbles: true, composed: true });
      const fields = JSON.stringify({ ...event });
      for (const one of [...secrets, '111111', '222222']) expect(fields).not.to.contain(one);
    }
    expect(Object.keys({ ...events[1]!.event }).sort()).to.deep.equal(['isTrusted', 'status']);
    expect(Object.keys({ ...events[0]!.event }).sort()).to.deep.equal(['code', 'isTrusted']);
  });
});

describe('a page that is hidden and restored', () => {
  it('reads the status again after the back/forward cache', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.enrolling(client);
    const before = client.times('status');
    client.answers('status', statusOn(9));
    pageEvent('pagehide');
    await setup.seesNoDialog();
    expect(client.times('status'), 'nobody is asked while the page is away').to.equal(before);
    pageEvent('pageshow');
    await setup.sees('9 of 10 backup codes left');
  });

  it('reads the status once when it was loaded normally', async () => {
    const client = new FakeClient();
    await SetupDriver.open(client);
    pageEvent('pageshow', false);
    await turn();
    expect(client.times('status')).to.equal(1);
  });

  it('aborts the current request and ignores its answer', async () => {
    const client = new FakeClient();
    const held = client.holds('confirmSetup');
    const events = recordEvents();
    const setup = await SetupDriver.enrolling(client);
    await setup.verify();
    pageEvent('pagehide');
    expect(client.last('confirmSetup').signal!.aborted).to.be.true;
    held.give(statusOn());
    await turn();
    expect(events.map(({ type }) => type)).to.deep.equal([]);
  });

  it('removes its listeners when it leaves the page', async () => {
    const client = new FakeClient();
    const setup = await SetupDriver.open(client);
    setup.element.remove();
    pageEvent('pageshow');
    await turn();
    expect(client.times('status')).to.equal(1);
  });
});
