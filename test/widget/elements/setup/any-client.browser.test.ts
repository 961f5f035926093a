import { expect, fixture, html } from '@open-wc/testing';
import type { TwoFactorClient } from '../../../../widget/client/two-factor-client.js';
import { recordEvents, SetupDriver, turn, until } from '../../../support/element-drivers.js';
import { FakeClient, keyUri, setup as freshSetup, statusOn, type Operation } from '../../../support/fake-client.js';
import { nonsense } from '../../../support/nonsense.js';

const unreachable = 'The server did not answer. Check your connection and try again.';

describe('set-up with a faulty client', () => {
  const clients: Record<string, unknown> = {
    'has no methods': {},
    'has methods that are none': { status: 'off' },
    'throws there and then': new FakeClient().throws('status', new Error('sync')),
    'returns no promise': { status: () => ({ enabled: 'yes' }) },
    'throws when it is touched': nonsense['a proxy that throws'],
  };

  for (const [what, client] of Object.entries(clients)) {
    it(`reports an unreachable server when the client ${what}`, async () => {
      const setup = await SetupDriver.open(client as TwoFactorClient);
      await setup.seesError(unreachable);
    });
  }

  const statuses: unknown[] = [
    undefined,
    null,
    '',
    '<html>',
    [],
    {},
    { enabled: 'false' },
    { enabled: true, enabledAt: null },
    { enabled: true, backupCodes: null },
    { enabled: true, enabledAt: 'yesterday', backupCodes: { remaining: 1, total: 10 } },
    { enabled: true, enabledAt: '2026-11-24T09:00:00Z', backupCodes: { remaining: 11, total: 10 } },
    { enabled: true, enabledAt: '2026-11-24T09:00:00Z', backupCodes: { remaining: NaN, total: 10 } },
    nonsense['an object that throws when it is read'],
    nonsense['a proxy that throws'],
  ];

  it('accepts no status of a wrong shape', async () => {
    for (const status of statuses) {
      const setup = await SetupDriver.open(new FakeClient().answers('status', status));
      await setup.seesError(unreachable);
      setup.element.remove();
    }
  });

  const setups: Record<string, unknown> = {
    'no URI': { ...freshSetup, keyUri: undefined },
    'another scheme': { ...freshSetup, keyUri: 'javascript:alert(1)' },
    'a URI without a secret': { ...freshSetup, keyUri: 'otpauth://totp/x?issuer=y' },
    'two secrets': { ...freshSetup, keyUri: `${keyUri}&secret=AAAA` },
    'a URI for no code': { ...freshSetup, keyUri: `${keyUri}&x=${'y'.repeat(10_000)}` },
    'markup for codes': { ...freshSetup, backupCodes: '<li>' },
    'a code that is none': { ...freshSetup, backupCodes: [null] },
  };

  for (const [what, answer] of Object.entries(setups)) {
    it(`shows no set-up with ${what}`, async () => {
      const setup = await SetupDriver.open(new FakeClient().answers('beginSetup', answer));
      await setup.confirmEnabling();
      await setup.seesError(unreachable);
      expect(setup.dialogName).to.equal('Enable two-factor authentication?');
    });
  }

  it('shows the parts of a Key URI as text', async () => {
    const evil = keyUri.replace('Harmony:ada%40example.com', encodeURIComponent('<img src=x onerror=alert(1)>:a'));
    const codes = ['<b>bold</b>', '"><svg onload=alert(1)>'];
    const client = new FakeClient({ beginSetup: { ...freshSetup, keyUri: evil, backupCodes: codes } });
    const setup = await SetupDriver.enrolling(client);
    expect(setup.listedCodes).to.deep.equal(codes);
  });

  const rejections: Record<string, unknown> = {
    nothing: undefined,
    'a string': 'code_invalid',
    'an unknown code': { code: 'teapot' },
    'a code of the prototype': { code: 'toString' },
    'an object that throws': nonsense['an object that throws when it is read'],
    'a proxy that throws': nonsense['a proxy that throws'],
  };

  for (const [what, reason] of Object.entries(rejections)) {
    it(`reports an unreachable server when a code is refused with ${what}`, async () => {
      const setup = await SetupDriver.enrolling(new FakeClient().rejects('confirmSetup', reason));
      await setup.verify();
      await setup.seesError(unreachable);
      expect(setup.savedBox.checked).to.be.true;
    });
  }

  it('ignores invalid details', async () => {
    for (const retryAfter of ['soon', -1, NaN, Infinity, {}, null]) {
      const client = new FakeClient().rejects('confirmSetup', { code: 'too_many_attempts', retryAfter });
      const setup = await SetupDriver.enrolling(client);
      await setup.verify();
      await setup.seesError('Too many attempts. You can try again in 1 minute.');
      setup.element.remove();
    }
    for (const details of [{ skewSeconds: 'a lot' }, { skewSeconds: 0 }, {}]) {
      const client = new FakeClient().rejects('confirmSetup', { code: 'clock_out_of_sync', ...details });
      const setup = await SetupDriver.enrolling(client);
      await setup.verify();
      await setup.seesError('That code is not right.');
      setup.element.remove();
    }
  });

  it('waits for a slow answer, and can leave the page meanwhile', async () => {
    const client = new FakeClient();
    client.holds('status');
    const setup = await SetupDriver.open(client);
    await turn();
    expect(setup.text).to.contain('Loading your 2FA settings…');
    expect(client.last('status').signal!.aborted).to.be.false;
    setup.element.remove();
    await turn();
    expect(client.last('status').signal!.aborted).to.be.true;
  });
});

describe('requests of the set-up', () => {
  it('are sent one at a time', async () => {
    const client = new FakeClient().refuses('beginSetup', 'reauthentication_required', { methods: ['password'] });
    const setup = await SetupDriver.open(client);
    await setup.confirmEnabling();
    await setup.type('Password', 'x');
    await setup.press('Enable 2FA');
    await setup.seesDialog('Set Up Two-Factor Authentication');
    await setup.verify();
    await setup.seesNoDialog();
    setup.element.refresh();
    setup.element.refresh();
    await setup.sees('Enable 2FA');
    expect(client.mostAtOnce).to.equal(1);
  });

  const held: Record<string, [Operation, (setup: SetupDriver) => Promise<void>]> = {
    'Enable 2FA': [
      'beginSetup',
      async (setup) => {
        await setup.press('Enable 2FA');
        await setup.seesDialog('Enable two-factor authentication?');
      },
    ],
    Verify: [
      'confirmSetup',
      async (setup) => {
        await setup.openSetUp();
        await setup.complete();
      },
    ],
  };

  for (const [button, [operation, prepare]] of Object.entries(held)) {
    it(`are sent once when “${button}” is pressed twice, by pointer and by Enter`, async () => {
      const client = new FakeClient();
      const setup = await SetupDriver.open(client);
      await prepare(setup);
      const answer = client.holds(operation);
      await until(() => setup.has('button', button), 'there is no button');
      const pressed = setup.button(button);
      pressed.click();
      pressed.click();
      pressed.form?.requestSubmit();
      await turn();
      pressed.click();
      pressed.form?.requestSubmit();
      await turn();
      expect(client.times(operation)).to.equal(1);
      answer.give();
      await turn();
      expect(client.times(operation)).to.equal(1);
    });
  }

  it('are aborted when the page calls refresh()', async () => {
    const events = recordEvents();
    const first = new FakeClient();
    const answer = first.holds('confirmSetup');
    const setup = await SetupDriver.enrolling(first);
    await setup.verify();
    first.answers('status', statusOn(5));
    setup.element.refresh();
    await setup.sees('5 of 10 backup codes left');
    expect(first.last('confirmSetup').signal!.aborted).to.be.true;
    answer.give(statusOn());
    await turn();
    expect(setup.text).to.contain('5 of 10 backup codes left');
    expect(setup.dialogs).to.have.length(0);
    expect(events.map(({ type }) => type)).to.deep.equal([]);
    expect(first.times('status'), 'at first, before the set-up, and again').to.equal(3);
  });

  it('continue when the element is moved', async () => {
    const client = new FakeClient();
    const answer = client.holds('status');
    const setup = await SetupDriver.open(client);
    const elsewhere = await fixture(html`<div lang="en"></div>`);
    elsewhere.append(setup.element);
    await turn();
    answer.give();
    await setup.sees('Enable 2FA');
    expect(client.calls.map(({ signal }) => signal!.aborted)).to.deep.equal([false]);
  });
});
