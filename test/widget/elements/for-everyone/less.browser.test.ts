import { expect } from '@open-wc/testing';
import { missingParts, lesserClient, type MissingPart } from '../../../../demo/memory/lesser-client.js';
import {
  ChallengeDriver,
  findAll,
  focused,
  nameOf,
  recordEvents,
  SetupDriver,
} from '../../../support/element-drivers.js';
import { FakeClient, statusOn, statusWith } from '../../../support/fake-client.js';

/** The section shows nothing of the others. */
const names = (Object.keys(missingParts) as MissingPart[]).filter((part) => part !== 'trust' && part !== 'devices');
/** Every combination of what a back end may part. */
const combinations: ReadonlySet<MissingPart>[] = Array.from(
  { length: 2 ** names.length },
  (_, bits) => new Set(names.filter((_name, index) => bits & (1 << index))),
);
const pick = (...some: MissingPart[]) => combinations.filter((one) => [...one].every((part) => some.includes(part)));
const title = (missing: ReadonlySet<MissingPart>): string => [...missing].join(', ') || 'nothing';
const buttons = (driver: SetupDriver) => findAll(driver.scope, 'button').map((button) => nameOf(button));

const answered = { verified: true, method: 'backup_code', backupCodes: { remaining: 9, total: 10 } } as const;

describe('a back end that lacks', () => {
  it('any of these, in every combination: the section shows what is known, and offers what is possible', async () => {
    expect(combinations.length).to.equal(512);
    for (const missing of combinations) {
      const has = (part: MissingPart) => !missing.has(part);
      const client = lesserClient(new FakeClient({ status: { ...statusWith(1), ...statusOn(2) } }), missing);
      const setup = await SetupDriver.open(client);
      await setup.sees('Every new sign-in asks for a code');
      const offered = [
        ...(has('several') ? ['Rename', 'Add another authenticator'] : []),
        ...(has('codes') ? ['Get new backup codes'] : []),
        ...(has('replace') ? ['Use a different authenticator'] : []),
        ...(has('disable') ? ['Disable 2FA'] : []),
      ];
      expect(buttons(setup), title(missing)).to.deep.equal(offered);
      expect(setup.text.includes('Since'), title(missing)).to.equal(has('date'));
      expect(setup.text.includes('codes left'), title(missing)).to.equal(has('codes') && has('counts'));
      expect(setup.text.includes('Authenticators'), title(missing)).to.equal(has('several'));
      expect(setup.text, title(missing)).not.to.match(/undefined|Invalid|NaN|\bfalse\b|\bnull\b/);
      setup.element.remove();
    }
  });

  for (const missing of pick('codes', 'date', 'cancel')) {
    const hasCodes = !missing.has('codes');

    it(`${title(missing)}: the set-up has ${hasCodes ? 'three steps' : 'two steps and no box to tick'}`, async () => {
      const events = recordEvents();
      const client = new FakeClient();
      const setup = await SetupDriver.enrolling(lesserClient(client, missing));
      expect(setup.has('heading', 'Backup Codes')).to.equal(hasCodes);
      expect(setup.has('checkbox', 'I have saved my backup codes')).to.equal(hasCodes);
      expect(setup.element.renderRoot.querySelectorAll('[part=step]').length).to.equal(hasCodes ? 3 : 2);
      expect(setup.text.includes('saved your backup codes')).to.equal(hasCodes);
      expect(setup.text.toLowerCase().includes('backup')).to.equal(hasCodes);
      if (hasCodes) await setup.tick();
      // The keyboard alone: the code, then Enter.
      await setup.typeCode('123456');
      setup.codeField.form?.requestSubmit();
      await setup.press('Verify');
      await setup.sees('2FA is on.');
      expect(events.at(-1)!.type).to.equal('enabled');
    });

    it(`${title(missing)}: a set-up is left ${hasCodes ? 'after a question' : 'at once'}`, async () => {
      const events = recordEvents();
      const client = new FakeClient();
      const setup = await SetupDriver.enrolling(lesserClient(client, missing));
      await setup.press('Cancel');
      if (hasCodes) await setup.press('Leave');
      await setup.seesNoDialog();
      expect(client.times('cancelSetup')).to.equal(missing.has('cancel') ? 0 : 1);
      expect(events.map(({ type }) => type)).to.deep.equal(['cancelled']);
      expect(setup.has('button', 'Enable 2FA')).to.be.true;
    });
  }

  for (const missing of pick('codes', 'counts', 'challenge')) {
    const has = (part: MissingPart) => !missing.has(part);
    const offers = has('codes') || !has('challenge');

    it(`${title(missing)}: the challenge offers ${offers ? 'a backup code' : 'a code alone'}`, async () => {
      const client = new FakeClient({ answerChallenge: answered });
      const challenge = await ChallengeDriver.open(lesserClient(client, missing));
      await challenge.sees('Verify');
      if (!offers) {
        expect(challenge.has('button', 'Use a backup code')).to.be.false;
        await challenge.typeCode('123456');
      } else {
        await challenge.press('Use a backup code');
        await challenge.type('Backup code', 'ABCD');
        await challenge.press('Verify');
      }
      await challenge.sees('Verified.');
      expect(challenge.text.includes('9 of 10 backup codes left')).to.equal(has('codes') && has('counts'));
      expect(client.times('readChallenge')).to.equal(has('challenge') ? 1 : 0);
    });
  }

  it('keeping: the section asks before it gets new codes, which are in use when they are shown', async () => {
    const events = recordEvents();
    const client = new FakeClient({ status: statusOn(0) });
    const setup = await SetupDriver.open(lesserClient(client, new Set<MissingPart>(['keep'])));
    await setup.press('Get new backup codes');
    await setup.sees('Your old backup codes stop working as soon as you get new ones.');
    expect(client.times('beginBackupCodes'), 'before the answer').to.equal(0);
    await setup.press('Continue');
    await setup.sees('Your new backup codes are in use. The old ones no longer work.');
    for (const name of ['Cancel', 'Keep these codes']) expect(setup.has('button', name), name).to.be.false;
    client.answers('status', statusOn(10));
    setup.scope.dispatchEvent(new Event('cancel', { cancelable: true }));
    await setup.seesDialog('Leave without saving your backup codes?');
    expect(setup.text).to.contain('The old ones no longer work.');
    await setup.press('Keep going');
    await setup.tick();
    await setup.press('Close');
    await setup.seesNoDialog();
    await setup.sees('10 of 10 backup codes left');
    expect(events.map(({ type }) => type)).to.deep.equal(['backup-codes-renewed']);
    expect(client.times('dropBackupCodes')).to.equal(0);
    expect(focused()?.closest('.section'), 'the focus is back in the section').to.not.equal(null);
  });

  it('a check of the proof by itself: a wrong password for the change is asked for again, in its field', async () => {
    const events = recordEvents();
    const client = new FakeClient({ status: statusOn(9) });
    client.refuses('disable', 'reauthentication_required', { methods: ['password'] });
    client.refuses('disable', 'code_invalid');
    const setup = await SetupDriver.open(client);
    await setup.confirmDisabling();
    await setup.type('Password', 'wrong');
    await setup.press('Disable 2FA');
    await setup.seesError('That password is not right.');
    expect(focused()).to.equal(setup.field('Password'));
    await setup.type('Password', 'right');
    await setup.press('Disable 2FA');
    await setup.sees('2FA is off.');
    expect(events.map(({ type, event }) => event['code'] ?? type)).to.deep.equal(['code_invalid', 'disabled']);
  });
});

describe('a client with every method', () => {
  for (const [changes, offered] of [
    [undefined, ['Use a different authenticator', 'Disable 2FA']],
    [
      ['renew', 'disable'],
      ['Get new backup codes', 'Disable 2FA'],
    ],
    [['disable'], ['Disable 2FA']],
  ] as const) {
    it(`over a back end without counts, with the changes ${String(changes)}: ${offered.join(', ')}`, async () => {
      const client = new FakeClient({ status: { enabled: true } });
      if (changes) client.changes = changes;
      const setup = await SetupDriver.open(client);
      await setup.sees('Every new sign-in asks for a code');
      expect(buttons(setup)).to.deep.equal(offered);
    });
  }
});

describe('a client without a method', () => {
  it('that can do nothing while 2FA is on gets a section without actions', async () => {
    const client = new FakeClient({ status: { enabled: true } }).without('beginBackupCodes', 'disable');
    client.changes = ['renew', 'disable'];
    const setup = await SetupDriver.open(client);
    await setup.sees('Every new sign-in asks for a code');
    expect(buttons(setup)).to.deep.equal([]);
    expect(setup.element.renderRoot.querySelector('[part=actions], [part=facts]')).to.equal(null);
  });

  it('is taken when a page replaces the client while the section is shown, also an object that throws', async () => {
    const setup = await SetupDriver.open(new FakeClient({ status: statusOn(9) }));
    await setup.sees('Disable 2FA');
    setup.element.client = new FakeClient({ status: statusOn(9) }).without('disable');
    await setup.element.updateComplete;
    expect(buttons(setup)).to.deep.equal(['Get new backup codes', 'Use a different authenticator']);
    setup.element.client = new Proxy({} as FakeClient, {
      get() {
        throw new Error('no such thing');
      },
    });
    await setup.element.updateComplete;
    expect(buttons(setup)).to.deep.equal([]);
    expect(setup.text).to.contain('9 of 10 backup codes left');
  });
});
